"""The publisher reads exactly the columns that the marts' dbt contracts enforce."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.documents import DOCUMENTS
from publisher.values import Mart

MODELS = Path(__file__).parents[2] / "dbt_trends" / "models" / "marts"
MARTS = [mart for document in DOCUMENTS for mart in (document.header, *document.details)]


def contracts() -> dict[str, Any]:
    """Return the marts' models from every YAML file, by name."""
    return {
        model["name"]: model
        for path in sorted(MODELS.rglob("*.yml"))
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
    }


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_the_mart_is_contracted_with_the_columns_that_are_read(mart: Mart) -> None:
    model = contracts()[mart.name]
    names = [column["name"] for column in model["columns"]]
    assert names[0] == "as_of_date"
    assert set(names) == {"as_of_date", *mart.columns}
    assert all(column.get("data_type") for column in model["columns"])
