"""What all kinds of files have in common: reading a row, and writing a chunk of them."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from customers.imports import cells
from customers.imports.errors import CellNotValid, RowRejected
from customers.locks import lock_customers


class Column(NamedTuple):
    field: str
    read: Callable


class Row(NamedTuple):
    line: int
    key: str
    given: dict  # the filled cells by column, as written
    facts: dict  # what they say, by field


class Kind:
    """One kind of file. An empty cell says nothing: a field keeps what is known, or gets the model's default."""

    model = None
    unique = None  # the field that holds the key of a row in force

    def __init__(self, columns):
        self.columns = {"email": Column("email", cells.address), **columns}
        self.fields = [column.field for column in self.columns.values()]

    def refuse(self, rows, *, at):
        """A RowRejected for each row that the present state of things forbids."""
        raise NotImplementedError

    def build(self, values, *, at):
        return self.model(**values)

    def read(self, line, given):
        """The row that these filled cells make. Raises RowRejected for the first one that cannot be read."""
        if "email" not in given:
            raise RowRejected(line, "email", _("The email address is missing."), "")
        facts = {}
        for name, cell in given.items():
            column = self.columns[name]
            try:
                facts[column.field] = column.read(cell)
            except CellNotValid as error:
                raise RowRejected(line, name, error.message, cell) from error
        address = facts["email"]
        return Row(line, address.key, given, facts | {"email": address.shown, "email_key": address.key})

    def save(self, rows, *, at):
        """Write what is new in the rows; the transaction is the caller's. Returns a tally and the refusals."""
        keys = {row.key for row in rows}
        lock_customers(*keys)
        known = self.known(keys)
        refusals = self.refuse(rows, at=at)
        refused = {refusal.line for refusal in refusals}
        tally, news = compare((row for row in rows if row.line not in refused), known)
        self.model.objects.bulk_create(
            [self.build(values, at=at) for values in news],
            update_conflicts=True,
            unique_fields=[self.unique],
            update_fields=self.fields,
        )
        return tally, refusals

    def known(self, keys):
        """The fields of the rows in force, by key; locked until the transaction ends."""
        rows = self.model.objects.filter(**{f"{self.unique}__in": keys}).order_by().select_for_update()
        return {values["email_key"]: values for values in rows.values("email_key", *self.fields)}


def compare(rows, known):
    """Count the rows as new, updated or unchanged, and collect what has to be written, once per key.

    Of several rows with one key the later ones win, and count as updates of the first.
    """
    said, times, tally, news = {}, Counter(), Counter(), []
    for row in rows:
        said[row.key] = said.get(row.key, {}) | row.facts
        times[row.key] += 1
    for key, facts in said.items():
        if key in known and facts.items() <= known[key].items():
            tally["unchanged"] += times[key]
            continue
        new = key not in known
        tally += Counter(new=new, updated=times[key] - new)
        news.append(known.get(key, {}) | facts)
    return tally, news
