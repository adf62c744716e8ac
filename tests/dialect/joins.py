"""BigQuery's rule for outer joins, unchecked by the analyser: an equality of both sides."""

from __future__ import annotations

from tests.dialect.resolved_tree import Node, call_of, column_ids, conjuncts

INNER = 0


def output_ids(scan: Node) -> set[int]:
    """Return the columns that a scan yields."""
    return {column.one("column_id") for column in scan.all("column_list")}


def outer_joins_without_equality(tree: Node) -> int:
    """Count the left, right and full joins that equate nothing on one side with the other."""
    return sum(
        not any(_equates(condition, join) for condition in conjuncts(join.all("join_expr")))
        for join in tree.walk()
        if join.kind == "ResolvedJoinScan" and join.one("join_type") != INNER
    )


def _equates(condition: Node, join: Node) -> bool:
    call = call_of(condition)
    if not call or call[0] != "$equal":
        return False
    left, right = output_ids(join.one("left_scan")), output_ids(join.one("right_scan"))
    first, second = (column_ids(argument) for argument in call[1])
    return bool(first and second) and (
        (first <= left and second <= right) or (first <= right and second <= left)
    )
