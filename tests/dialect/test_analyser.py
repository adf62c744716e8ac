"""Google's analyser accepts every statement, and types a model as its contract does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dialect.compiled import Node, Project
from tests.dialect.joins import outer_joins_without_equality
from tests.dialect.warehouse import Statement, listed
from tests.dialect.zetasql_engine import Analysed, SqlError, Table, ZetaSql

T = Table(
    "`t`",
    {
        "i": "INT64",
        "f": "FLOAT64",
        "n": "NUMERIC(5, 1)",
        "s": "STRING",
        "d": "DATE",
        "ts": "TIMESTAMP",
        "b": "BOOL",
    },
)

# The two engines' traps that a type check sees; what shows only in the rows is the evaluator's.
REFUSED = {
    "a function of DuckDB's": "select strip_accents(s) as x from t",
    "date_diff of DuckDB's": "select date_diff('day', d, d) as x from t",
    "an interval range frame": """
        select sum(i) over (order by d range between interval 7 day preceding and current row) as x
        from t""",
    "a float in partition by": "select row_number() over (partition by f order by i) as x from t",
    "integer division": "select i // 2 as x from t",
    "a :: cast": "select i::float64 as x from t",
    "double": "select cast(i as double) as x from t",
    "32 bit float": "select cast(i as float32) as x from t",
    "timestamp with time zone": "select cast(d as timestamp with time zone) as x from t",
    "a power": "select f ^ 2 as x from t",
    "filter (where)": "select count(*) filter (where b) as x from t",
    "ilike": "select s ilike 'a' as x from t",
    "distinct on": "select distinct on (i) i as x from t",
    "a bare union": "select i as x from t union select i from t",
    "a double-quoted column": 'select "i" + 1 as x from t',
    "a lateral column reference": "select i as y, y + 1 as x from t",
    "a where without a from": "select 1 as x where true",
    "an aggregate in group by": "select sum(i) as x from t group by x",
    "text against a number": "select s = i as x from t",
    "text in a date's place": "select date_add(s, interval 1 day) as x from t",
    "text added to a number": "select n + s as x from t",
    "an unknown column": "select nothing as x from t",
}

# Columns of these SQL expressions have these types in BigQuery.
TYPES = {
    "i / 2": "FLOAT64",
    "n / 2": "NUMERIC",
    "n * f": "FLOAT64",
    "0.1": "FLOAT64",
    "sum(i)": "INT64",
    "avg(n)": "NUMERIC",
    "round(n, 2)": "NUMERIC",
    "max(d) + 1": "DATE",
    "timestamp(datetime(max(d)), 'America/New_York')": "TIMESTAMP",
    "countif(b)": "INT64",
    "null": "INT64",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_a_trap_is_refused(zetasql: ZetaSql, sql: str) -> None:
    with pytest.raises(SqlError):
        zetasql.analyse(sql, [T])


@pytest.mark.parametrize(("expression", "data_type"), TYPES.items())
def test_types_are_bigquerys(zetasql: ZetaSql, expression: str, data_type: str) -> None:
    assert zetasql.analyse(f"select {expression} as x from t", [T]).columns == [("x", data_type)]


def test_a_left_join_without_an_equality_is_found(zetasql: ZetaSql) -> None:
    def count(condition: str, kind: str = "left") -> int:
        sql = f"select a.i from t as a {kind} join (select i, d from t) as b on {condition}"
        return outer_joins_without_equality(zetasql.analyse(sql, [T]).tree)

    assert count("a.i = b.i") == 0
    assert count("a.d < b.d and b.i + 1 = a.i") == 0
    assert count("a.i < b.i", "inner") == 0
    assert count("a.i < b.i") == 1
    assert count("a.i < b.i", "full") == 1
    assert count("a.i = 3 and b.i = 3") == 1
    assert count("a.i = b.i or a.d = b.d") == 1
    assert count("a.i - b.i = 0") == 1


def test_qualify_alone_is_refused_where_the_house_asks_for_a_where(zetasql: ZetaSql) -> None:
    sql = "select i from t {} qualify row_number() over (order by i) = 1"
    assert zetasql.analyse(sql.format("where true"), [T], qualify_is_reserved=False).columns == [
        ("i", "INT64")
    ]
    with pytest.raises(SqlError, match="QUALIFY clause must be used in conjunction with WHERE"):
        zetasql.analyse(sql.format("as t"), [T], qualify_is_reserved=False)


def test_every_model_data_test_and_analysis_is_accepted(
    project: Project, statements: list[Statement]
) -> None:
    refused = {
        each.node.name: str(each.result) for each in statements if isinstance(each.result, SqlError)
    }
    assert not refused, listed(refused)
    assert len(statements) == sum(node.kind != "seed" for node in project.nodes)
    assert {each.node.kind for each in statements} == {"model", "test", "analysis"}


def _models(statements: list[Statement]) -> Iterator[tuple[Node, list[tuple[str, str]]]]:
    for each in statements:
        if each.node.kind == "model" and isinstance(each.result, Analysed):
            yield each.node, each.result.columns


def test_output_columns_are_named_once(statements: list[Statement]) -> None:
    for model, columns in _models(statements):
        names = [name.lower() for name, _ in columns]
        assert all(names) and not any(name.startswith("$") for name in names), model.name
        assert len(names) == len(set(names)), model.name


def test_output_equals_each_contract(statements: list[Statement]) -> None:
    different = {
        model.name: sorted(set(model.contract.items()) ^ set(columns))
        for model, columns in _models(statements)
        if model.contract is not None and model.contract != dict(columns)
    }
    assert not different, listed(different)
    marts = {
        model.name for model, _ in _models(statements) if model.name.startswith(("fct_", "dim_"))
    }
    assert marts == {model.name for model, _ in _models(statements) if model.contract is not None}


def test_partitions_and_clusters_are_columns_of_the_table(statements: list[Statement]) -> None:
    for model, output in _models(statements):
        columns = dict(output)
        if partition := model.config.get("partition_by"):
            assert columns[partition["field"]] == partition["data_type"].upper(), model.name
        clusters = model.config.get("cluster_by") or []
        clusters = [clusters] if isinstance(clusters, str) else clusters
        assert len(clusters) <= 4, model.name
        assert all(columns[name] != "FLOAT64" for name in clusters), model.name


def test_no_outer_join_lacks_an_equality(statements: list[Statement]) -> None:
    lacking = {
        each.node.name: count
        for each in statements
        if isinstance(each.result, Analysed)
        and (count := outer_joins_without_equality(each.result.tree))
    }
    assert not lacking, listed(lacking)


def test_every_qualify_has_a_where(zetasql: ZetaSql, statements: list[Statement]) -> None:
    refused = {}
    for each in statements:
        if "qualify" in each.node.sql.lower():
            try:
                zetasql.analyse(each.node.sql, each.tables, qualify_is_reserved=False)
            except SqlError as refusal:
                refused[each.node.name] = str(refusal)
    assert not refused, listed(refused)
