"""The cost estimate reads off a statement what BigQuery would read and bill."""

from scripts.bigquery_cost import MEGABYTE, MINIMUM_BYTES, Job, references

VIEWS = {"trends.stg": "select a, b, c from `my-project`.`nba_raw`.`source` where b > 0"}
SCHEMA = {
    "nba_raw.source": {"a": 1, "b": 20, "c": 300, "unused": 4000},
    "trends.stg": {"a": 1, "b": 20, "c": 300},
    "trends.int": {"a": 5, "d": 60},
}


def test_the_columns_of_each_table_are_counted_and_a_view_is_opened() -> None:
    sql = """
        with one as (select a, b, c from `my-project`.`trends`.`stg`),
        two as (select a, d from `my-project`.`trends`.`int`)
        select one.c, two.d from one inner join two on one.a = two.a
    """
    found = sorted(references(sql, VIEWS, SCHEMA))
    # b is read by the view itself, d and both a by the query.
    assert found == [("nba_raw.source", 321), ("trends.int", 65)]


def test_a_column_that_nobody_asks_for_is_not_read() -> None:
    sql = "with one as (select a, b, c from `my-project`.`trends`.`stg`) select a from one"
    assert list(references(sql, VIEWS, SCHEMA)) == [("nba_raw.source", 21)]


def test_a_reference_is_billed_at_ten_megabytes_at_least_and_a_job_in_whole_megabytes() -> None:
    job = Job("job", [("small", 1), ("large", MINIMUM_BYTES + 1)])
    assert job.processed == MINIMUM_BYTES + 2
    assert job.billed == 21 * MEGABYTE
    assert Job("nothing", []).billed == 0
