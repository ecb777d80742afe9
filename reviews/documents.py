"""DOCX and XLSX: zips of parts, judged by their directory and their list of parts; nothing else is unpacked."""

import struct
import zipfile
import zlib

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _

from reviews.errors import NotEvidence

MB = 1024 * 1024
PARTS_LIST = "[Content_Types].xml"
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
MACRO_TYPES = ("macro", "vba")
MACRO_PARTS = ("vbaproject", "vbadata", "macrosheets")
LARGEST_LIST = MB
LARGEST_DIRECTORY = MB  # some thousand parts; read whole before they can be counted
MOST_PARTS = 5_000
LARGEST_UNPACKED = 300 * MB
LARGEST_RATIO = 100
RATIO_COUNTS_FROM = 10 * MB  # a short text of one letter packs well
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    DefusedXmlException,
    NotImplementedError,
    ValueError,
    EOFError,
    OSError,
)
END = struct.Struct("<4s4H2LH")  # of the zip's directory
END_MARK, END64_MARK = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_COMMENT = 65_535


def kind_of_document(file, size):
    """`docx` or `xlsx`. Raises NotEvidence."""
    check_directory_size(file, size)
    try:
        with zipfile.ZipFile(file) as archive:
            check_parts(archive.infolist(), size)
            return main_part(archive)
    except BROKEN as error:
        raise unreadable() from error


def check_directory_size(file, size):
    """Before the library reads it whole: ten megabytes of directory would take it a hundred of memory."""
    file.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = file.read()
    at = len(tail) - END.size
    if not (tail[at:].startswith(END_MARK) and tail.endswith(b"\0\0")):  # as the library looks for it
        at = tail.rfind(END_MARK)
    if at < 0 or len(tail) - at < END.size or tail[max(0, at - 20) :].startswith(END64_MARK):
        raise unreadable()
    if END.unpack_from(tail, at)[5] > LARGEST_DIRECTORY:
        raise too_much()


def check_parts(parts, size):
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if packed > size:  # parts that share their bytes, as bombs do
        raise too_much()
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise too_much()
    if unpacked > RATIO_COUNTS_FROM and unpacked > LARGEST_RATIO * packed:
        raise too_much()
    if any(part.flag_bits & ENCRYPTED or part.compress_type not in PLAIN for part in parts):
        raise NotEvidence(_("It is protected by a password or packed unusually. Save it without."))
    if any(names(part.filename, MACRO_PARTS) for part in parts):
        raise with_macros()


def main_part(archive):
    there = [part.filename.casefold() for part in archive.infolist()]
    if there.count(PARTS_LIST.casefold()) != 1:
        raise unreadable()
    with archive.open(PARTS_LIST) as part:
        root = ElementTree.fromstring(part.read(LARGEST_LIST))  # its stated size may be a lie
    if any(names(element.get("ContentType", ""), MACRO_TYPES) for element in root.iter()):
        raise with_macros()
    for element in root.iter(OVERRIDE):
        kind = MAIN_PARTS.get(element.get("ContentType", ""))
        if kind and element.get("PartName", "").lstrip("/").casefold() in there:
            return kind
    raise unreadable()


def names(text, words):
    return any(word in text.casefold() for word in words)


def unreadable():
    return NotEvidence(_("It is a zip file that is no readable DOCX or XLSX document."))


def too_much():
    return NotEvidence(_("It would unpack to far more than its size."))


def with_macros():
    return NotEvidence(_("It contains macros. Save it as DOCX or XLSX without them."))
