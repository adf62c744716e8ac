"""The dashboard and the alert rules, compared with what the code really exports."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.monitoring.promql import names, selectors, template_labels
from tests.monitoring.servers import (
    MONITORING,
    PROMTOOL,
    ROOT,
    RULES,
    Prometheus,
    Pushgateway,
    needs_servers,
    prometheus,
)

pytestmark = needs_servers

WAIT_SECONDS = 20
RULE_TESTS = RULES.with_name("prometheus-rules-test.yml")
RUNBOOK = "docs/operations/runbooks/trends-export.md"


def _panels() -> list[dict[str, Any]]:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text(encoding="utf-8"))
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def _rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


TARGETS = [
    pytest.param(target, id=f"{panel['title']} {target['refId']}")
    for panel in _panels()
    for target in panel["targets"]
]
ALERTS = [pytest.param(rule, id=rule["alert"]) for rule in _rules()]


@pytest.fixture(scope="module")
def server(
    everything: Pushgateway, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prometheus]:
    """Return a Prometheus with the project's own configuration that has scraped everything."""
    folder = tmp_path_factory.mktemp("prometheus")
    config = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(MONITORING / name) for name in config["rule_files"]]
    (scrape,) = config["scrape_configs"]
    scrape["static_configs"] = [{"targets": [everything.address]}]
    file = folder / "prometheus.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    with prometheus(file, folder / "data") as running:
        deadline = time.monotonic() + WAIT_SECONDS
        while not running.query("trends_last_run_failed") or _unknown(running):
            assert time.monotonic() < deadline, "Prometheus does not scrape and evaluate"
            time.sleep(0.1)
        yield running


def _loaded(server: Prometheus) -> list[dict[str, Any]]:
    return [rule for group in server.get("rules")["groups"] for rule in group["rules"]]


def _unknown(server: Prometheus) -> bool:
    return any(rule["health"] == "unknown" for rule in _loaded(server))


@pytest.fixture(scope="module")
def labels(everything: Pushgateway) -> dict[str, set[str]]:
    """Return the names of each metric's labels, as Prometheus has them."""
    exported = {name: {*found, "job"} for name, found in everything.metrics().labels.items()}
    return {**exported, "up": {"job", "instance"}}


def _check_names(expression: str, labels: dict[str, set[str]], shown: set[str]) -> None:
    """Check each name in an expression against the metrics, and the others against their labels."""
    found = names(expression)
    used = found & labels.keys()
    assert used, f"no metric in {expression}"
    unknown = (found - used) | shown
    assert unknown <= set.intersection(*(labels[name] for name in used))


@pytest.mark.parametrize("target", TARGETS)
def test_a_panel_shows_what_the_code_exports(
    server: Prometheus, labels: dict[str, set[str]], target: dict[str, Any]
) -> None:
    shown = template_labels(target["legendFormat"])
    _check_names(target["expr"], labels, shown)
    result = server.query(target["expr"])
    assert result
    assert all(shown <= sample["metric"].keys() for sample in result)
    legends = [tuple(sample["metric"][label] for label in sorted(shown)) for sample in result]
    assert len(set(legends)) == len(legends), "two series have the same legend"


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_asks_for_what_the_code_exports(
    server: Prometheus, labels: dict[str, set[str]], rule: dict[str, Any]
) -> None:
    _check_names(rule["expr"], labels, template_labels(rule["annotations"]["summary"]))
    assert selectors(rule["expr"])
    for selector in selectors(rule["expr"]):
        selected = server.query(selector)
        assert selected, f"nothing is selected by {selector}"
        for sample in selected:
            # No other label, such as exported_job.
            (name,) = names(selector) & labels.keys()
            assert sample["metric"].keys() - {"__name__"} == labels[name]


def test_prometheus_evaluates_every_rule_without_an_error(server: Prometheus) -> None:
    assert {rule["name"]: rule["health"] for rule in _loaded(server)} == {
        rule["alert"]: "ok" for rule in _rules()
    }


def test_what_went_wrong_alerts(server: Prometheus) -> None:
    """The metrics are of a refused run with a clock in 2025, so much is too old."""
    deadline = time.monotonic() + WAIT_SECONDS
    expected = {
        "TrendsDailyExportMissing",
        "TrendsDailyRefreshFailed",
        "TrendsDocumentOverdue",
        "TrendsErrorRateHigh",
        "TrendsGuardRefused",
        "TrendsMessageRejected",
    }
    while True:
        alerts = server.get("alerts")["alerts"]
        if {alert["labels"]["alertname"] for alert in alerts} == expected:
            break
        assert time.monotonic() < deadline, alerts
        time.sleep(0.1)
    assert not [a for a in alerts if re.search("<no value>|error", a["annotations"]["summary"])]


def test_every_metric_is_shown_or_watched(labels: dict[str, set[str]]) -> None:
    expressions = [rule["expr"] for rule in _rules()]
    expressions += [target["expr"] for panel in _panels() for target in panel["targets"]]
    used = {name for expression in expressions for name in names(expression)}
    assert {name for name in labels if name not in used} == set()


def test_panels_have_titles_of_their_own_and_do_not_overlap() -> None:
    panels = _panels()
    assert len({panel["title"] for panel in panels}) == len(panels)
    cells = [
        (panel["gridPos"]["x"] + across, panel["gridPos"]["y"] + down)
        for panel in panels
        for across in range(panel["gridPos"]["w"])
        for down in range(panel["gridPos"]["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert max(across for across, _ in cells) < 24


def test_every_query_goes_to_the_datasource_that_is_chosen() -> None:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text(encoding="utf-8"))
    (variable,) = dashboard["templating"]["list"]
    assert (variable["type"], variable["query"]) == ("datasource", "prometheus")
    chosen = {"type": "prometheus", "uid": f"${{{variable['name']}}}"}
    for panel in _panels():
        assert [panel["datasource"], *(t["datasource"] for t in panel["targets"])] == [chosen] * (
            1 + len(panel["targets"])
        )


def promtool(*arguments: str, folder: Path = MONITORING) -> None:
    ended = subprocess.run(
        [PROMTOOL, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_configuration_and_the_rules_are_valid() -> None:
    promtool("check", "config", "prometheus.yml")
    promtool("check", "rules", RULES.name)


def test_the_rules_fire_when_they_should_and_only_then() -> None:
    promtool("test", "rules", RULE_TESTS.name)


def _cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load(RULE_TESTS.read_text(encoding="utf-8"))["tests"]
    return cases


def test_each_alert_is_tested_to_fire_and_not_to_fire() -> None:
    for rule in _rules():
        outcomes = {
            bool(test["exp_alerts"])
            for case in _cases()
            for test in case["alert_rule_test"]
            if test["alertname"] == rule["alert"]
        }
        assert outcomes == {True, False}, rule["alert"]


def test_the_rules_are_tested_with_series_as_the_code_exports_them(
    labels: dict[str, set[str]],
) -> None:
    for case in _cases():
        for given in case["input_series"]:
            (family,) = text_string_to_metric_families(f"{given['series']} 0\n")
            (sample,) = family.samples
            assert sample.labels.keys() == labels[sample.name], given["series"]


@pytest.mark.parametrize("rule", ALERTS)
def test_an_alert_has_a_severity_and_a_section_of_the_runbook(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["runbook_url"] == f"{RUNBOOK}#{rule['alert'].lower()}"
    runbook = ROOT / RUNBOOK
    assert re.search(rf"^#+ {rule['alert']}$", runbook.read_text(encoding="utf-8"), re.MULTILINE)
