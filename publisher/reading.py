"""A document's rows: read from its marts, and what an engine's answers mean."""

from datetime import date

from publisher.documents import Document
from publisher.documents.facts import facts_of
from publisher.errors import MartError
from publisher.values import Rows
from publisher.warehouse import DuckDBReader, MartReader, Row


def read_marts(reader: MartReader, document: Document, as_of: date) -> Rows:
    """Return a document's rows for one date, by the name of the mart.

    Raises ``MartError`` when a mart or a column is missing, or when the header's or a guards' mart
    does not hold exactly one row for the date; the message ends with the command that builds it.
    """
    vars_ = f'{{as_of_date: "{as_of}"}}'
    target = "" if reader.target == DuckDBReader.target else f" --target {reader.target}"
    hint = f"build it: dbt build{target} --select tag:trends_{document.group} --vars '{vars_}'"
    # As macros/job_labels.sql has them for dbt's jobs; the reader adds the mart's name.
    labels = {"document": document.name.replace("-", "_"), "document_group": document.group}
    rows: dict[str, list[Row]] = {}
    facts = facts_of(document)
    for mart in (document.header, *document.details, *facts):
        place = f"mart {reader.schema}.{mart.name}"
        have = reader.columns(mart)
        if not have:
            raise MartError(f"{document.name}: {place} does not exist; {hint}")
        if lacking := [name for name in ("as_of_date", *mart.columns) if name not in have]:
            raise MartError(
                f"{document.name}: {place} lacks the column "
                f"{', '.join(dict.fromkeys(lacking))}; {hint}"
            )
        rows[mart.name] = reader.rows(mart, as_of, labels)
    for mart in (document.header, *facts):
        place, found = f"mart {reader.schema}.{mart.name}", len(rows[mart.name])
        if found == 0:
            held = _in_words(reader.dates(mart, labels))
            raise MartError(
                f"{document.name}: {place} has no row for {as_of}: it holds {held}; {hint}"
            )
        if found > 1:
            raise MartError(
                f"{document.name}: {place} has {found} rows for {as_of} and must have one; {hint}"
            )
    return rows


def _in_words(dates: list[date]) -> str:
    """Return the newest three dates and how many there are."""
    if not dates:
        return "no dates"
    newest = ", ".join(str(day) for day in dates[:3])
    return newest if len(dates) <= 3 else f"{newest} and {len(dates) - 3} older dates"
