"""The marts' contracts, as dbt's YAML states them."""

from pathlib import Path

import jinja2
import yaml

MODELS = Path(__file__).parents[2] / "dbt_trends" / "models" / "marts"

# DuckDB's names of the contracts' types.
DUCKDB = {"bool": "boolean", "int64": "bigint", "string": "varchar"}


class _Duckdb:
    type = "duckdb"


def _rendered(kind: str) -> str:
    """Return a data type as dbt renders it for DuckDB."""
    told = jinja2.Template(kind).render(target=_Duckdb)
    return DUCKDB.get(told, told)


def _contracts() -> dict[str, dict[str, str]]:
    return {
        model["name"]: {
            column["name"]: _rendered(column["data_type"]) for column in model["columns"]
        }
        for path in sorted(MODELS.rglob("*.yml"))
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
    }


# The columns of each mart with their types on DuckDB, in the order of the contract.
CONTRACTS = _contracts()
