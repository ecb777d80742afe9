"""What may be evidence: judged by its content, never by its name or by what the browser says of it."""

import unicodedata
from dataclasses import dataclass
from email import parser, policy
from email.errors import MissingHeaderBodySeparatorDefect
from typing import IO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from partnercenter.directions import CONTROLS
from reviews.documents import kind_of_document
from reviews.errors import NotEvidence

MB = 1024 * 1024
LARGEST = 10 * MB
MOST_FILES = 5  # of one case, over all its answers
LARGEST_BODY = MOST_FILES * LARGEST + 2 * MB  # what is typed beside them
NAME_LENGTH = 200
MOST_PIXELS = 60_000_000
HEADERS = 256 * 1024  # of a mail that are read
CHUNK = 64 * 1024
# What the file is sent back as, and the endings its name may have; the first is added to a name without.
TYPES = {
    "pdf": ("application/pdf", (".pdf",)),
    "png": ("image/png", (".png",)),
    "jpeg": ("image/jpeg", (".jpg", ".jpeg")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "eml": ("message/rfc822", (".eml",)),
}
ENDINGS = tuple(ending for _type, endings in TYPES.values() for ending in endings)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept."""

    name: str
    kind: str
    size: int
    content: IO[bytes]


def check(upload):
    """The upload as it may be kept. Raises NotEvidence with the reason."""
    if not upload.size:
        raise NotEvidence(_("It is empty."))
    if upload.size > LARGEST:
        raise NotEvidence(_("It is larger than %(most)s.") % {"most": filesizeformat(LARGEST)})
    kind = kind_of(upload.file)
    return Checked(fitting_name(upload.name, kind), kind, upload.size, upload.file)


def kind_of(file):
    file.seek(0)
    head = file.read(16)
    for magic, judge in JUDGES.items():
        if head.startswith(magic):
            return judge(file)
    return mail(file)


def pdf(file):
    file.seek(0)
    version = file.read(8)[5:8]
    file.seek(max(0, size_of(file) - 2048))
    tail = file.read()
    if not (version[:1].isdigit() and version[1:2] == b"." and b"startxref" in tail and b"%%EOF" in tail):
        raise damaged("PDF")
    return "pdf"


def image(file):
    """Its head and, for PNG, every checksum; the picture itself is not unpacked."""
    file.seek(0)
    try:
        picture = Image.open(file, formats=["PNG", "JPEG"])
        picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Exception as error:  # a broken picture raises whatever its reader stumbles over
        raise damaged(_("a picture")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise too_many_pixels()
    return picture.format.lower()


def mail(file):
    """A mail saved as a file: it begins with its headers, knows its sender and its date, and has no NUL."""
    file.seek(0)
    head = parser.BytesHeaderParser(policy=policy.compat32).parsebytes(file.read(HEADERS))
    broken = any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in head.defects)
    if broken or not (head["From"] and head["Date"]) or has_nul(file):
        raise NotEvidence(_("It is none of PDF, PNG, JPEG, DOCX, XLSX and EML, whatever its name says."))
    return "eml"


def document(file):
    return kind_of_document(file, size_of(file))


JUDGES = {
    b"%PDF-": pdf,
    b"\x89PNG\r\n\x1a\n": image,
    b"\xff\xd8\xff": image,
    b"PK\x03\x04": document,
}


def damaged(kind):
    return NotEvidence(_("It cannot be read as %(kind)s; it may be damaged.") % {"kind": kind})


def too_many_pixels():
    return NotEvidence(_("The picture is too large: save it with fewer pixels."))


def has_nul(file):
    file.seek(0)
    return any(b"\0" in chunk for chunk in iter(lambda: file.read(CHUNK), b""))


def size_of(file):
    return file.seek(0, 2)


def fitting_name(name, kind):
    """The name as sent, without path and controls, with an ending that fits, and not too long."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(letter for letter in text if is_shown(letter)).strip(" .")
    endings = TYPES[kind][1]
    ending = next((text[-len(one) :] for one in endings if text.lower().endswith(one)), "")
    stem, ending = text.removesuffix(ending), ending or endings[0]
    return (stem[: NAME_LENGTH - len(ending)].rstrip(" .") or _("file")) + ending


def is_shown(letter):
    """Not a sign that turns the reading direction, so that a name shows another ending than it has."""
    return letter not in CONTROLS and unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"}
