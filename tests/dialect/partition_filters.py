"""Scans of a table that requires a partition filter, read off the analyser's tree.

A filter counts in the select that scans the table: `column <op> constant` (=, <, <=, >, >=,
between, in), joined by `and` in its where, or in the condition of a join that keeps no row without
it. BigQuery sees more (it pushes filters into subqueries); the project does not rely on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.dialect.resolved_tree import Node, call_of, column_ids, conjuncts

INNER, LEFT, RIGHT, FULL = range(4)
COMPARISONS = {"$equal", "$less", "$less_or_equal", "$greater", "$greater_or_equal"}


def unfiltered_scans(tree: Node, partition_columns: Mapping[str, str]) -> list[str]:
    """Return the tables scanned without a constant predicate on their partition column.

    ``partition_columns`` maps a table's full name to its column.
    """
    return [
        table
        for table, scan, conditions in _scans(tree, [])
        if table in partition_columns
        and not _is_filtered(scan, partition_columns[table], conditions)
    ]


def _scans(node: Node, conditions: list[Node]) -> Iterator[tuple[str, Node, list[Node]]]:
    """Yield (full name, scan, the conditions that each of its rows must meet)."""
    if node.kind == "ResolvedTableScan":
        yield node.one("table").one("full_name"), node, conditions
    elif node.kind == "ResolvedFilterScan":
        where = node.one("filter_expr")
        yield from _scans(node.one("input_scan"), [*conditions, *conjuncts([where])])
        yield from _scans(where, [])
    elif node.kind == "ResolvedJoinScan":
        join_type, on = node.one("join_type"), node.all("join_expr")
        both, none = [*conditions, *conjuncts(on)], list[Node]()
        # An outer join keeps its side's rows whatever its condition says.
        left, right = {
            INNER: (both, both),
            LEFT: (conditions, conjuncts(on)),
            RIGHT: (conjuncts(on), conditions),
            FULL: (none, none),
        }[join_type]
        yield from _scans(node.one("left_scan"), left)
        yield from _scans(node.one("right_scan"), right)
        for expression in on:
            yield from _scans(expression, [])
    else:
        for child in node.children():
            yield from _scans(child, [])


def _is_filtered(scan: Node, column_name: str, conditions: list[Node]) -> bool:
    ids = {
        column.one("column_id")
        for column in scan.all("column_list")
        if column.one("name") == column_name
    }
    return any(_bounds(condition, ids) for condition in conditions)


def _bounds(condition: Node, ids: set[int]) -> bool:
    """Whether a condition compares one of these columns, as it is, with constants."""
    call = call_of(condition)
    if not call:
        return False
    name, arguments = call
    is_column = [
        argument.kind == "ResolvedColumnRef" and column_ids(argument) <= ids
        for argument in arguments
    ]
    if name in COMPARISONS:
        return sum(is_column) == 1 and _is_constant(arguments[is_column.index(False)])
    if name in ("$between", "$in"):
        return is_column[0] and all(_is_constant(argument) for argument in arguments[1:])
    return False


def _is_constant(expression: Node) -> bool:
    return not any(
        node.kind in ("ResolvedColumnRef", "ResolvedSubqueryExpr") for node in expression.walk()
    )
