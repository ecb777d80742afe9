"""A file into the database, a chunk and a transaction at a time."""

from django.db import reset_queries, transaction

from customers.imports.errors import RowRejected

CHUNK = 1_000


def load(table, kind, rejects, tally, *, at, dry_run=False):
    """Import the table's rows, adding to `tally`. Yields the bytes read after each chunk, which is then committed."""
    while chunk := read_chunk(table, kind):
        rows, rejections = chunk
        saved, refusals = save(kind, rows, at=at, dry_run=dry_run)
        rejects.write(rejections + refusals)
        tally += saved
        tally["read"] += len(rows) + len(rejections)
        tally["rejected"] += len(rejections) + len(refusals)
        reset_queries()  # under DEBUG every statement is kept, and ours are long
        yield table.records.bytes_read


def read_chunk(table, kind):
    """Up to CHUNK rows and rejections; None at the end of the file."""
    rows, rejections = [], []
    while len(rows) + len(rejections) < CHUNK:
        try:
            found = table.read()
            if found is None:
                break
            rows.append(kind.read(*found))
        except RowRejected as rejection:
            rejections.append(rejection)
    return (rows, rejections) if rows or rejections else None


@transaction.atomic
def save(kind, rows, *, at, dry_run):
    result = kind.save(rows, at=at)
    if dry_run:
        transaction.set_rollback(True)
    return result
