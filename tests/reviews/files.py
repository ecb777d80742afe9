"""Small files of every kind that may be evidence."""

import zipfile
from io import BytesIO

from PIL import Image

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""
EML = b"""Received: from mail.kestrel.example by mx.globex.example; Mon, 2 Mar 2026 09:00:00 +0000
From: Omar <omar@kestrel.example>
To: mei@globex.example
Date: Mon, 2 Mar 2026 09:00:00 +0000
Subject: Please go ahead

We would like you to move both sites.
"""
CONTENT_TYPES = b"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
PARTS = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w:document/>"}


def zipped(parts):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            if part is not None:
                archive.writestr(name, part)
    return content.getvalue()


def document(changes=()):
    """A DOCX; a part that is None is left out."""
    return zipped(PARTS | dict(changes))


def xlsx(changes=()):
    listed = CONTENT_TYPES.replace(b"/word/document.xml", b"/xl/workbook.xml").replace(
        b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    )
    parts = {"[Content_Types].xml": listed, "xl/workbook.xml": b"<workbook/>"}
    return zipped(parts | dict(changes))


def picture(kind):
    content = BytesIO()
    Image.linear_gradient("L").resize((32, 32)).save(content, kind)
    return content.getvalue()
