"""What may be evidence: each kind, each disguise, and what becomes of names."""

import random
import struct
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from reviews import evidence
from reviews.errors import NotEvidence
from tests.reviews.files import (
    CONTENT_TYPES,
    EML,
    PARTS,
    PDF,
    document,
    picture,
    xlsx,
)


def check(content, name="file"):
    return evidence.check(SimpleUploadedFile(name, content, content_type="image/png"))


def refusal(content, name="file.pdf"):
    with pytest.raises(NotEvidence) as refused:
        check(content, name)
    return str(refused.value.message)


KINDS = {
    "pdf": PDF,
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "docx": document(),
    "xlsx": xlsx(),
    "eml": EML,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content_whatever_its_name_and_its_header_say(kind):
    checked = check(KINDS[kind], "report.exe")

    assert (checked.kind, checked.size) == (kind, len(KINDS[kind]))
    assert checked.name == "report.exe" + evidence.TYPES[kind][1][0]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_cut_short_or_of_zeros_is_refused_or_harmless(kind):
    content = KINDS[kind]

    for broken in (content[: len(content) // 2], content[:8] + b"\0" * 4000, content[:1]):
        assert refusal(broken)


NOT_EVIDENCE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg with a declaration": b'<?xml version="1.0"?><svg/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "html behind a header": b"<html>\nFrom: a@b.example\nDate: today\n\n",
    "script": b"#!/bin/sh\nrm -rf /\n",
    "script with headers": b"#!/bin/sh\nFrom: a@b.example\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\n",
    "program": b"MZ\x90\0" + b"\0" * 200,
    "elf": b"\x7fELF" + b"\0" * 200,
    "gif": b"GIF89a" + b"\0" * 40,
    "text": b"just words",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "pdf in name only": b"%PDF-",
    "pdf without an end": PDF.replace(b"%%EOF", b""),
    "png in name only": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "png with a broken checksum": KINDS["png"][:40] + b"\x13\x37" + KINDS["png"][42:],
    "jpeg in name only": b"\xff\xd8\xff" + b"<script>" * 20,
    "mail without a sender": b"Date: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: x\n\nwords",
    "mail without a date": b"From: a@b.example\nSubject: x\n\nwords",
    "mail with a nul": EML + b"\0",
    "mail with a nul far behind": EML + b"x" * 300_000 + b"\0",
}


@pytest.mark.parametrize("name", NOT_EVIDENCE)
def test_what_is_none_of_the_kinds_is_refused(name):
    assert refusal(NOT_EVIDENCE[name])


def test_an_empty_file_is_refused():
    assert refusal(b"") == "It is empty."


def test_ten_megabytes_are_taken_and_one_byte_more_is_not():
    padding = b"\n" * (evidence.LARGEST - len(PDF))

    assert check(PDF.replace(b"trailer", padding + b"trailer")).size == evidence.LARGEST
    assert "larger than 10.0\xa0MB" in refusal(PDF.replace(b"trailer", padding + b"\ntrailer"))


@pytest.mark.parametrize("side", [7_800, 10_000, 20_000])
def test_a_picture_of_more_pixels_than_a_camera_makes_is_refused(side):
    wide = picture("PNG")
    header = struct.pack(">2L", side, side)
    bomb = wide[:16] + header + wide[24:29] + crc(wide[12:16] + header + wide[24:29]) + wide[33:]

    assert "too large" in refusal(bomb)


def crc(chunk):
    return struct.pack(">L", zipfile.crc32(chunk))


def test_a_picture_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))

    assert check(KINDS["png"]).kind == "png"
    assert check(KINDS["jpeg"]).kind == "jpeg"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"\0"},
        {"WORD/VBAPROJECT.BIN": b"\0"},
        {"xl/macrosheets/sheet1.xml": b"<x/>"},
    ],
)
def test_macros_are_refused_by_their_part(parts):
    assert "macros" in refusal(document(parts))


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.vbaProject",
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    ],
)
def test_macros_are_refused_by_their_type(content_type):
    listed = CONTENT_TYPES.replace(
        b"</Types>", f'<Default Extension="bin" ContentType="{content_type}"/></Types>'.encode()
    )

    assert "macros" in refusal(document({"[Content_Types].xml": listed}))


def test_a_document_of_macros_by_its_main_part_is_refused():
    listed = CONTENT_TYPES.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )

    assert "macros" in refusal(document({"[Content_Types].xml": listed}))


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": None},
        {"word/document.xml": None},
        {"[Content_Types].xml": b"<Types"},
        {"[Content_Types].xml": b"<Types/>"},
        {"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "b">]><Types>&a;</Types>'},
        {"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Types>&a;</Types>'},
    ],
)
def test_a_zip_that_is_no_document_is_refused(parts):
    assert "no readable DOCX or XLSX" in refusal(document(parts))


def test_a_zip_that_would_unpack_to_far_more_is_refused_without_unpacking(monkeypatch):
    bomb = document({f"word/media/{n}.bin": b"\0" * 8_000_000 for n in range(4)})
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("unpacked"))

    assert "far more than its size" in refusal(bomb)


def test_a_document_of_many_alike_lines_is_no_bomb():
    sheet = b"".join(b"<row r='%d'><c>%d</c></row>" % (n, n * 7919 % 10_000) for n in range(300_000))

    assert check(xlsx({"xl/worksheets/sheet1.xml": sheet})).kind == "xlsx"


def test_too_many_parts_are_refused_before_they_are_read(monkeypatch):
    crowd = document({f"word/media/{n:06}.xml": b"" for n in range(20_000)})
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("read"))

    assert "far more than its size" in refusal(crowd)


def test_a_list_of_parts_that_lies_about_its_size_is_read_no_further():
    """Its entry states a hundred bytes; the packed stream behind it would give hundreds of megabytes."""
    zipped = document({"[Content_Types].xml": b" " * 50_000_000})
    size = struct.pack("<L", 50_000_000)
    lying = zipped.replace(size, struct.pack("<L", 100))
    assert lying != zipped

    tracemalloc.start()
    assert refusal(lying)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_parts_that_share_their_bytes_are_refused():
    content = document({"word/media/1.bin": random.Random(1).randbytes(50_000)})
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entries = content[at:end]
    end_of_entries = bytearray(content[end:])
    struct.pack_into("<2H", end_of_entries, 8, *(struct.unpack_from("<H", end_of_entries, 8)[0] * 9,) * 2)
    struct.pack_into("<L", end_of_entries, 12, len(entries) * 9)

    assert "far more" in refusal(content[:at] + entries * 9 + bytes(end_of_entries))


def test_a_password_is_refused_with_the_reason():
    content = bytearray(document())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1

    assert "password" in refusal(bytes(content))


@pytest.mark.parametrize("kind", KINDS)
def test_no_flipped_byte_raises_anything_but_a_refusal(kind):
    content = KINDS[kind]

    for at in range(0, len(content), max(1, len(content) // 150)):
        for byte in (0, 0x5B, 0xFF):
            try:
                evidence.check(SimpleUploadedFile("f", content[:at] + bytes([byte]) + content[at + 1 :]))
            except NotEvidence:
                continue


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("offer.pdf", "offer.pdf"),
        ("OFFER.PDF", "OFFER.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\me\offer.pdf", "offer.pdf"),
        ("报价 单.pdf", "报价 单.pdf"),
        ("a\x00b\x1fc\r\nd.pdf", "abcd.pdf"),
        ("gpj.exe\u202efdp.pdf", "gpj.exefdp.pdf"),
        ("invoice.html", "invoice.html.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("报" * 300, "报" * 196 + ".pdf"),
        ('"quoted"; name.pdf', '"quoted"; name.pdf'),
    ],
)
def test_names_lose_paths_and_controls_and_keep_their_letters(sent, kept):
    assert evidence.fitting_name(sent, "pdf") == kept


def test_parts_of_the_sample_are_what_they_seem():
    assert set(PARTS) <= set(zipfile.ZipFile(BytesIO(document())).namelist())
