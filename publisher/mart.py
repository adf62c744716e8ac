"""A mart: a table of the schema ``trends`` that fills a part of a document."""

from dataclasses import dataclass
from functools import cached_property

from publisher.schemas import fields, load_schema
from publisher.values import Json, Row, nest


@dataclass(frozen=True)
class Mart:
    """A table keyed by ``as_of_date`` and then by ``key``, and the part of a document it fills.

    - ``schema`` and ``definition`` name the part: an entry of a list by its definition in the
      schema, None for the document itself. Its fields are the mart's columns. Without a schema the
      mart is for the guards alone.
    - ``written`` are the fields that the publisher writes itself.
    - ``unpublished`` are the columns that only place a row, or feed a sentence, a note or a guard.
    """

    name: str
    schema: str | None
    definition: str | None = None
    key: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    unpublished: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read: the unpublished, then the others in the schema's order."""
        if self.schema is None:
            return self.unpublished
        published = (
            name
            for name in fields(load_schema(self.schema), self.definition)
            if name not in (*self.written, *self.unpublished)
        )
        return (*self.unpublished, *published)

    def entry(self, row: Row) -> Json:
        """Return a row as the entry of a document, without what is unpublished."""
        return nest({name: row[name] for name in self.columns if name not in self.unpublished})
