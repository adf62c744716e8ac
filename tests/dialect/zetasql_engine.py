"""Google's own analyser and reference evaluator (the zetasql package), with BigQuery's rules.

Requests go to the package's WebAssembly service as protocol buffers; loading it takes 20-40 s, so a
session loads it once. Types are BigQuery's names (``STRING``, ``INT64`` …); a row is a tuple, None
for NULL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zetasql.core.exceptions import ServerError  # type: ignore[import-untyped]
from zetasql.core.local_service import ZetaSqlLocalService  # type: ignore[import-untyped]
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2  # type: ignore[import-untyped]
from zetasql.wasi._pb2.zetasql.proto import options_pb2 as analyzer_pb2  # type: ignore[import-untyped]
from zetasql.wasi._pb2.zetasql.proto import simple_catalog_pb2
from zetasql.wasi._pb2.zetasql.public import options_pb2, type_pb2, value_pb2  # type: ignore[import-untyped]

from tests.dialect.resolved_tree import Node

Row = tuple[Any, ...]

TYPE_KINDS = {
    "STRING": type_pb2.TYPE_STRING,
    "INT64": type_pb2.TYPE_INT64,
    "FLOAT64": type_pb2.TYPE_DOUBLE,
    "NUMERIC": type_pb2.TYPE_NUMERIC,
    "BIGNUMERIC": type_pb2.TYPE_BIGNUMERIC,
    "BOOL": type_pb2.TYPE_BOOL,
    "DATE": type_pb2.TYPE_DATE,
    "DATETIME": type_pb2.TYPE_DATETIME,
    "TIMESTAMP": type_pb2.TYPE_TIMESTAMP,
}
TYPE_NAMES = {kind: name for name, kind in TYPE_KINDS.items()}

# What BigQuery documents and this project may use. All else that ZetaSQL knows (aggregate filters,
# lateral joins and column references, FLOAT32, `zeroifnull` …) is off: it fails here as there.
FEATURES = (
    "ADDITIONAL_STRING_FUNCTIONS",
    "ALLOW_DASHES_IN_TABLE_NAME",
    "ANALYTIC_FUNCTIONS",
    "BIGNUMERIC_TYPE",
    "CIVIL_TIME",
    "DATE_ARITHMETICS",
    "DATE_TIME_CONSTRUCTORS",
    "DECIMAL_ALIAS",
    "DISABLE_FLOAT32",
    "EXTENDED_DATE_TIME_SIGNATURES",
    "GROUP_BY_ARRAY",
    "GROUP_BY_ROLLUP",
    "GROUP_BY_STRUCT",
    "HAVING_IN_AGGREGATE",
    "INTERVAL_TYPE",
    "IS_DISTINCT",
    "LIMIT_IN_AGGREGATE",
    "NULLS_FIRST_LAST_IN_ORDER_BY",
    "NULL_HANDLING_MODIFIER_IN_AGGREGATE",
    "NULL_HANDLING_MODIFIER_IN_ANALYTIC",
    "NUMERIC_TYPE",
    "ORDER_BY_IN_AGGREGATE",
    "PARAMETERIZED_TYPES",
    "QUALIFY",
    "ROUND_WITH_ROUNDING_MODE",
    "SAFE_FUNCTION_CALL",
    "SELECT_STAR_EXCEPT_REPLACE",
    "WEEK_WITH_WEEKDAY",
    "WITH_ON_SUBQUERY",
    "WITH_RECURSIVE",
)

EPOCH_DATE = date(1970, 1, 1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NUMERIC_SCALE = Decimal(10) ** 9


class SqlError(Exception):
    """The analyser refuses a statement, or the evaluator cannot finish it; ZetaSQL's message."""


@dataclass(frozen=True)
class Table:
    """A table to read: ``relation`` as dbt writes it, ``columns`` name -> BigQuery type."""

    relation: str
    columns: Mapping[str, str]
    rows: Sequence[Row] = ()

    @property
    def path(self) -> list[str]:
        """The parts of the relation's name: project, dataset, table."""
        return [part.strip("`") for part in self.relation.split("`.`")]

    @property
    def flat_name(self) -> str:
        """A name of one part: the evaluator takes rows only for tables at its catalog's root."""
        return "__".join(self.path).replace("-", "_")


@dataclass(frozen=True)
class Analysed:
    """An accepted query: its output ``columns`` in order, (name, BigQuery type), and its tree."""

    columns: list[tuple[str, str]]
    tree: Node


class ZetaSql:
    """The service. Make one per session."""

    def __init__(self) -> None:
        self._client = ZetaSqlLocalService.get_instance().wasm_client
        self._options = _analyzer_options(reserved=["QUALIFY"])
        self._options_without_reserved = _analyzer_options(reserved=[])

    def analyse(
        self, sql: str, tables: Sequence[Table] = (), *, qualify_is_reserved: bool = True
    ) -> Analysed:
        """Type-check a query against these tables. Raises SqlError.

        BigQuery reserves QUALIFY; unreserved, it needs a WHERE, GROUP BY or HAVING beside it.
        """
        options = self._options if qualify_is_reserved else self._options_without_reserved
        request = local_service_pb2.AnalyzeRequest(
            sql_statement=sql, options=options, simple_catalog=_catalog(options, tables)
        )
        data = memoryview(self._call("Analyze", request))
        statement = Node(local_service_pb2.AnalyzeResponse.DESCRIPTOR, data).one(
            "resolved_statement"
        )
        columns = [
            (output.one("name"), TYPE_NAMES[output.one("column").one("type").one("type_kind")])
            for output in statement.all("output_column_list")
        ]
        return Analysed(columns=columns, tree=statement)

    def evaluate(self, sql: str, tables: Sequence[Table] = ()) -> Table:
        """Evaluate a query on these tables' rows; the result has no order. Raises SqlError."""
        catalog = _catalog(self._options, ())
        request = local_service_pb2.PrepareQueryRequest(options=self._options)
        for table in tables:
            sql = sql.replace(table.relation, table.flat_name)
            _add_table(catalog, table.flat_name, table)
            content = request.table_content[table.flat_name].table_data
            content.SetInParent()  # a table without rows has content too
            kinds = list(table.columns.values())
            for row in table.rows:
                content.row.add(
                    cell=[_to_proto(value, kind) for value, kind in zip(row, kinds, strict=True)]
                )
        request.sql = sql
        request.simple_catalog.CopyFrom(catalog)
        response = local_service_pb2.PrepareQueryResponse.FromString(
            self._call("PrepareQuery", request)
        )
        prepared = response.prepared
        try:
            execute = local_service_pb2.EvaluateQueryRequest(
                prepared_query_id=prepared.prepared_query_id
            )
            result = local_service_pb2.EvaluateQueryResponse.FromString(
                self._call("EvaluateQuery", execute)
            )
        finally:
            forget = local_service_pb2.UnprepareQueryRequest(
                prepared_query_id=prepared.prepared_query_id
            )
            self._call("UnprepareQuery", forget)
        columns = {column.name: TYPE_NAMES[column.type.type_kind] for column in prepared.columns}
        rows = [
            tuple(
                _from_proto(cell, kind)
                for cell, kind in zip(row.cell, columns.values(), strict=True)
            )
            for row in result.content.table_data.row
        ]
        return Table(relation="", columns=columns, rows=rows)

    def _call(self, method: str, request: Any) -> bytes:
        """Call the service and return its serialised answer."""
        # One level below the client's public call, which parses the answer: see resolved_tree.
        try:
            answer = self._client._call_grpc_method(
                f"ZetaSqlLocalService_{method}", request.SerializeToString()
            )
        except ServerError as error:
            raise SqlError(str(error)) from error
        return bytes(answer)


def _analyzer_options(reserved: list[str]) -> Any:
    language = analyzer_pb2.LanguageOptionsProto(
        product_mode=options_pb2.PRODUCT_EXTERNAL,
        name_resolution_mode=options_pb2.NAME_RESOLUTION_DEFAULT,
        enabled_language_features=[
            options_pb2.LanguageFeature.Value(f"FEATURE_{name}") for name in FEATURES
        ],
        reserved_keywords=reserved,
    )
    # BigQuery's default time zone; ZetaSQL's own is Los Angeles.
    return analyzer_pb2.AnalyzerOptionsProto(language_options=language, default_timezone="UTC")


def _catalog(options: Any, tables: Sequence[Table]) -> Any:
    root = simple_catalog_pb2.SimpleCatalogProto(name="root")
    root.builtin_function_options.language_options.CopyFrom(options.language_options)
    for table in tables:
        folder = root
        for part in table.path[:-1]:
            inner = next((catalog for catalog in folder.catalog if catalog.name == part), None)
            folder = inner if inner is not None else folder.catalog.add(name=part)
        _add_table(folder, table.path[-1], table)
    return root


def _add_table(catalog: Any, name: str, table: Table) -> None:
    entry = catalog.table.add(name=name, full_name=table.relation)
    for column, data_type in table.columns.items():
        # A parameter (NUMERIC(5, 1)) bounds what may be stored; queries see the plain type.
        kind = TYPE_KINDS[data_type.split("(")[0].strip().upper()]
        entry.column.add(name=column, type=type_pb2.TypeProto(type_kind=kind))


def _to_proto(value: Any, data_type: str) -> Any:
    proto = value_pb2.ValueProto()
    if value is None:
        return proto
    match data_type.split("(")[0]:
        case "STRING":
            proto.string_value = value
        case "INT64":
            proto.int64_value = value
        case "FLOAT64":
            proto.double_value = value
        case "BOOL":
            proto.bool_value = value
        case "DATE":
            proto.date_value = (value - EPOCH_DATE).days
        case "TIMESTAMP":
            proto.timestamp_value.FromDatetime(value)
        case "NUMERIC":
            scaled = int(Decimal(value) * NUMERIC_SCALE)
            proto.numeric_value = scaled.to_bytes(
                scaled.bit_length() // 8 + 1, "little", signed=True
            )
        case _:
            raise NotImplementedError(data_type)
    return proto


def _from_proto(proto: Any, data_type: str) -> Any:
    if not proto.ListFields():
        return None
    match data_type:
        case "STRING":
            return proto.string_value
        case "INT64":
            return proto.int64_value
        case "FLOAT64":
            return proto.double_value
        case "BOOL":
            return proto.bool_value
        case "DATE":
            return EPOCH_DATE + timedelta(days=proto.date_value)
        case "TIMESTAMP":
            instant = proto.timestamp_value
            return EPOCH + timedelta(seconds=instant.seconds, microseconds=instant.nanos // 1000)
        case "NUMERIC":
            return (
                Decimal(int.from_bytes(proto.numeric_value, "little", signed=True)) / NUMERIC_SCALE
            )
        case _:
            raise NotImplementedError(data_type)
