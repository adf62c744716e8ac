"""Reads PromQL expressions as far as the tests need: which names they use."""

import re

# The functions, aggregations and operators that the project's expressions use.
WORDS = {"absent", "and", "avg_over_time", "by", "max", "or", "sum", "time", "unless"}
STRING = re.compile(r'"[^"]*"')
# Not part of a number or a duration, such as 7d.
NAME = re.compile(r"(?<![\w.:])[a-zA-Z_:][\w:]*")
SELECTOR = re.compile(r"(?<![\w:])(?:trends_\w+|up)(?:\{[^}]*\})?")
# In a legend {{command}}, in an annotation {{ $labels.command }}.
TEMPLATE_LABEL = re.compile(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}")


def names(expression: str) -> set[str]:
    """Return the names of metrics and labels in an expression."""
    return set(NAME.findall(STRING.sub("", expression))) - WORDS


def selectors(expression: str) -> list[str]:
    """Return what an expression selects: each metric with its matchers."""
    return SELECTOR.findall(expression)


def template_labels(text: str) -> set[str]:
    """Return the labels that a legend or an annotation shows."""
    return set(TEMPLATE_LABEL.findall(text))
