"""scripts/deploy_schedules.sh over a stand-in for gcloud and bq that keeps what was made."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.documents import SCHEDULES
from scripts.cloud import runner
from tests.operations import cloud_stand_in

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "deploy_schedules.sh"
PLACE = ("--project", "my-project", "--region", "us-central1")
TO = ("--to", "gs://my-bucket/feed")
IMAGE = "us-central1-docker.pkg.dev/my-project/trends/runner:1"
APPLY = ("apply", *PLACE, *TO, "--image", IMAGE, "--source-project", "sources")
DELETE = ("delete", *PLACE, *TO, "--source-project", "sources")
RUNNER = "trends-runner@my-project.iam.gserviceaccount.com"
PUSH = "trends-push@my-project.iam.gserviceaccount.com"
PUBSUB = "service-4711@gcp-sa-pubsub.iam.gserviceaccount.com"
TOPICS = [schedule.topic for schedule in SCHEDULES]
# Verbs of commands that change nothing that is there already.
HARMLESS = ("describe", "enable", "add-iam-policy-binding")


class Cloud:
    """The stand-in's folder, and commands run over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tools = folder / "bin"
        tools.mkdir(parents=True)
        for tool in ("gcloud", "bq"):
            shutil.copy(cloud_stand_in.__file__, tools / tool)
            (tools / tool).chmod(0o755)
        self.path = f"{tools}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}/usr/bin:/bin"

    def run(
        self, *command: str | Path, stdin: str | None = None, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command with the stand-in on its PATH."""
        return subprocess.run(
            command,
            env={"PATH": self.path, "CLOUD_STAND_IN": str(self.folder), **variables},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def __call__(self, *arguments: str) -> list[list[str]]:
        """Run the script; it must succeed. Return the commands that it ran."""
        before = len(self.calls)
        run = self.run(SCRIPT, *arguments)
        assert run.returncode == 0, run.stderr
        return self.calls[before:]

    @property
    def calls(self) -> list[list[str]]:
        """Every command so far."""
        file = self.folder / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @property
    def things(self) -> dict[str, dict[str, str]]:
        """What there is, with the flags it was made with."""
        file = self.folder / "state.json"
        things: dict[str, dict[str, str]] = json.loads(file.read_text()) if file.exists() else {}
        return things


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "cloud")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Cloud:
    """What the first apply made; read-only."""
    cloud = Cloud(tmp_path_factory.mktemp("whole") / "cloud")
    cloud(*APPLY)
    return cloud


@pytest.fixture
def applied(cloud: Cloud, whole: Cloud) -> Cloud:
    """A copy of it, to be changed."""
    shutil.copytree(whole.folder, cloud.folder, dirs_exist_ok=True)
    return cloud


def verbs(calls: list[list[str]]) -> set[str]:
    return {word for call in calls for word in call if word in cloud_stand_in.VERBS}


def of_kind(cloud: Cloud, kind: str) -> dict[str, dict[str, str]]:
    return {
        key.removeprefix(f"{kind} "): flags
        for key, flags in cloud.things.items()
        if key.startswith(f"{kind} ")
    }


def test_the_first_apply_makes_a_job_a_topic_and_a_delivery_for_each_schedule(
    applied: Cloud,
) -> None:
    jobs = of_kind(applied, "scheduler jobs")
    assert {
        name: (job["schedule"], job["time-zone"], job["topic"], json.loads(job["message-body"]))
        for name, job in jobs.items()
    } == {
        "trends-daily-export": (
            *("0 6,9,12-23 * * *", "America/New_York", "trends-daily-export"),
            {"group": "daily", "documents": ["whos-hot", "bounce-back"]},
        ),
        "trends-weekly-export": (
            *("0 6 * * 1", "America/New_York", "trends-weekly-export"),
            {"group": "weekly", "documents": ["what-matters", "team-tendencies"]},
        ),
        "trends-quickhits-export": (
            *("0 8 * * 3", "America/New_York", "trends-quickhits-export"),
            {"group": "weekly", "documents": ["quick-hits"]},
        ),
        "trends-monthly-export": (
            *("0 6 1 * *", "America/New_York", "trends-monthly-export"),
            {"group": "monthly", "documents": ["deep-dive"]},
        ),
    }
    assert set(of_kind(applied, "pubsub topics")) == {*TOPICS, "trends-dead-letter"}
    deliveries = of_kind(applied, "pubsub subscriptions")
    assert set(deliveries) == {*(f"{topic}-runner" for topic in TOPICS), "trends-dead-letter"}
    for topic in TOPICS:
        delivery = deliveries[f"{topic}-runner"]
        assert delivery["topic"] == topic
        assert delivery["push-endpoint"] == cloud_stand_in.URL
        assert delivery["push-auth-service-account"] == PUSH
        assert delivery["dead-letter-topic"] == "trends-dead-letter"
        assert delivery["max-delivery-attempts"] == "10"
        assert delivery["expiration-period"] == "never"


def test_the_runner_takes_one_request_at_a_time_and_knows_its_settings(applied: Cloud) -> None:
    ((name, service),) = of_kind(applied, "run services").items()
    assert name == "trends-runner"
    assert (service["image"], service["service-account"]) == (IMAGE, RUNNER)
    assert (service["concurrency"], service["max-instances"]) == ("1", "1")
    assert service["ingress"] == "internal"
    (deploy,) = [call for call in applied.calls if "deploy" in call]
    assert "--no-allow-unauthenticated" in deploy
    assert service["set-env-vars"].removeprefix("^|^").split("|") == [
        "TRENDS_DESTINATION=gs://my-bucket/feed",
        "TRENDS_TARGET=bigquery",
        "TRENDS_BIGQUERY_PROJECT=my-project",
        "TRENDS_BIGQUERY_DATASET=trends",
        "TRENDS_BIGQUERY_LOCATION=US",
        "TRENDS_BIGQUERY_SOURCE_PROJECT=sources",
    ]


def test_a_delivery_waits_longer_than_the_request_and_that_longer_than_the_export(
    applied: Cloud,
) -> None:
    request = int(of_kind(applied, "run services")["trends-runner"]["timeout"])
    assert request > runner.EXPORT_SECONDS + runner.STOP_SECONDS + runner.STATUS_SECONDS
    for topic in TOPICS:
        wait = int(of_kind(applied, "pubsub subscriptions")[f"{topic}-runner"]["ack-deadline"])
        assert request < wait <= 600, "Pub/Sub waits at most ten minutes"


def test_nobody_gets_more_than_the_smallest_role_on_the_smallest_thing(applied: Cloud) -> None:
    assert {key for key in applied.things if key.startswith("role ")} == {
        f"role roles/bigquery.jobUser on projects my-project for {RUNNER}",
        f"role roles/storage.objectUser on storage buckets gs://my-bucket for {RUNNER}",
        f"role roles/run.invoker on run services trends-runner for {PUSH}",
        "role roles/iam.serviceAccountTokenCreator on iam service-accounts trends-push"
        f" for {PUBSUB}",
        f"role roles/pubsub.publisher on pubsub topics trends-dead-letter for {PUBSUB}",
        *(
            f"role roles/pubsub.subscriber on pubsub subscriptions {topic}-runner for {PUBSUB}"
            for topic in TOPICS
        ),
    }
    (grants,) = [call[-1].split("; ") for call in applied.calls if call[0] == "bq"]
    assert grants == [
        *(
            f"grant `roles/bigquery.dataViewer` on schema `sources`.{dataset}"
            f' to "serviceAccount:{RUNNER}"'
            for dataset in ("nba_analytics", "nba_raw", "nba_reference")
        ),
        "grant `roles/bigquery.dataEditor` on schema `my-project`.trends"
        f' to "serviceAccount:{RUNNER}"',
    ]


def test_a_second_apply_creates_nothing_and_changes_nothing(applied: Cloud) -> None:
    before = applied.things
    calls = applied(*APPLY)
    assert verbs(calls) == {*HARMLESS, "deploy", "update"}
    assert applied.things == before


def test_apply_brings_back_what_somebody_changed(applied: Cloud) -> None:
    good = applied.things
    file = applied.folder / "state.json"
    changed = json.loads(json.dumps(good))
    changed["scheduler jobs trends-daily-export"]["schedule"] = "0 7 * * *"
    changed["pubsub subscriptions trends-daily-export-runner"]["ack-deadline"] = "10"
    del changed["scheduler jobs trends-monthly-export"]
    file.write_text(json.dumps(changed))
    applied(*APPLY)
    assert applied.things == good


def test_a_new_image_and_a_setting_reach_the_runner(applied: Cloud) -> None:
    applied(
        *("apply", *PLACE, *TO, "--image", "registry/runner:2", "--env", "A=1,2", "--env", "B=x y")
    )
    service = of_kind(applied, "run services")["trends-runner"]
    assert service["image"] == "registry/runner:2"
    assert service["set-env-vars"].endswith(
        "|TRENDS_BIGQUERY_SOURCE_PROJECT=my-project|A=1,2|B=x y"
    )


def test_pause_and_resume_do_it_once_and_touch_only_the_jobs(applied: Cloud) -> None:
    before = applied.things
    for command, state in (("pause", "PAUSED"), ("resume", "ENABLED")):
        assert verbs(applied(command, *PLACE)) == {"describe", command}
        assert {job["state"] for job in of_kind(applied, "scheduler jobs").values()} == {state}
        assert verbs(applied(command, *PLACE)) == {"describe"}
    assert applied.things == before


def test_delete_leaves_nothing_but_the_enabled_services(applied: Cloud) -> None:
    applied(*DELETE)
    assert {key.split()[0] for key in applied.things} == {"service"}
    (revokes,) = [call[-1] for call in applied.calls if call[0] == "bq" and "revoke" in call[-1]]
    (grants,) = [call[-1] for call in applied.calls if call[0] == "bq" and "grant" in call[-1]]
    assert revokes == grants.replace("grant ", "revoke ").replace(' to "', ' from "')
    assert verbs(applied(*DELETE)) == {"describe"}


@pytest.mark.parametrize(
    "command",
    [
        "gcloud services enable",
        "gcloud iam service-accounts create trends-push",
        "bq ",
        "gcloud run deploy",
        "gcloud pubsub subscriptions create trends-weekly-export-runner",
        "gcloud scheduler jobs create pubsub trends-monthly-export",
    ],
)
def test_a_command_that_fails_stops_apply_and_the_next_apply_resumes(
    cloud: Cloud, whole: Cloud, command: str
) -> None:
    run = cloud.run(SCRIPT, *APPLY, CLOUD_STAND_IN_FAILS=command)
    assert (run.returncode, run.stdout.count("done")) == (1, 0)
    refusal, failed, error = run.stderr.splitlines()
    assert refusal == "ERROR: (gcloud) PERMISSION_DENIED: The caller does not have permission"
    assert failed.startswith(f"failed: {command}")
    assert error.endswith(
        "error: apply stopped there; what was done before stands."
        " Run it again once the cause is gone"
    )
    assert " ".join(cloud.calls[-1]).startswith(command), "nothing was tried after it"
    cloud(*APPLY)
    assert cloud.things == whole.things


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (APPLY, "gcloud pubsub topics describe trends-daily-export"),
        (DELETE, "gcloud pubsub topics describe trends-daily-export"),
        (DELETE, "gcloud projects describe"),
        (("pause", *PLACE), "gcloud scheduler jobs describe"),
    ],
)
def test_what_cannot_be_looked_up_does_not_count_as_missing(
    cloud: Cloud, arguments: tuple[str, ...], command: str
) -> None:
    run = cloud.run(SCRIPT, *arguments, CLOUD_STAND_IN_FAILS=command)
    assert run.returncode == 1
    assert "PERMISSION_DENIED" in run.stderr
    assert f"failed: {command}" in run.stderr or f'="$({command}' in run.stderr
    assert " ".join(cloud.calls[-1]).startswith(command)


def test_a_delete_that_was_cut_short_can_be_finished(applied: Cloud) -> None:
    run = applied.run(SCRIPT, *DELETE, CLOUD_STAND_IN_FAILS="service-accounts delete")
    assert run.returncode == 1
    assert any(key.startswith("iam service-accounts") for key in applied.things)
    applied(*DELETE)
    assert {key.split()[0] for key in applied.things} == {"service"}


@pytest.mark.parametrize(
    ("arguments", "before"),
    [
        (APPLY, "nothing"),
        (APPLY, "everything"),
        (("pause", *PLACE), "everything"),
        (("resume", *PLACE), "paused"),
        (DELETE, "everything"),
    ],
)
def test_a_dry_run_runs_nothing_and_prints_the_commands_of_the_real_run(
    tmp_path: Path, whole: Cloud, arguments: tuple[str, ...], before: str
) -> None:
    real, dry = Cloud(tmp_path / "real"), Cloud(tmp_path / "dry")
    for cloud in (real, dry):
        if before != "nothing":
            shutil.copytree(whole.folder, cloud.folder, dirs_exist_ok=True)
        if before == "paused":
            cloud("pause", *PLACE)
    calls = len(dry.calls)
    printed = dry.run(SCRIPT, *arguments, "--dry-run")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert len(dry.calls) == calls
    followed = dry.run("bash", stdin=printed.stdout)
    assert (followed.returncode, followed.stderr) == (0, "")
    assert dry.calls[calls:] == real(*arguments)
    assert dry.things == real.things


def without_google(folder: Path) -> str:
    """Return a PATH with what the script needs, and neither gcloud nor bq."""
    folder.mkdir()
    for tool in ("bash", "env", "dirname", "sed", "cat", "date"):
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    (folder / "python3").symlink_to(sys.executable)
    return str(folder)


def test_without_gcloud_a_dry_run_prints_and_a_real_run_says_what_is_missing(
    cloud: Cloud, tmp_path: Path
) -> None:
    path = without_google(tmp_path / "bin")
    dry = cloud.run(SCRIPT, *APPLY, "--dry-run", PATH=path)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout == cloud.run(SCRIPT, *APPLY, "--dry-run").stdout
    run = cloud.run(SCRIPT, *APPLY, PATH=path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.rstrip().endswith(
        "error: gcloud is not on PATH: install the Google Cloud SDK, or look at --dry-run"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "COMMAND is missing"),
        (
            ("create",),
            "unknown COMMAND 'create'; the commands are apply, pause, resume, delete",
        ),
        (("pause", "resume"), "one COMMAND is wanted, not 'pause' and 'resume'"),
        (("apply", *PLACE, *TO), "apply needs --image"),
        (("apply", *PLACE, "--image", IMAGE), "apply needs --to"),
        (("delete", *PLACE), "delete needs --to"),
        (("pause", "--project", "my-project"), "pause needs --region"),
        (("pause", "--region", "us-central1"), "pause needs --project"),
        (("pause", "--project"), "--project needs a value"),
        (("pause", *PLACE, "--force"), "unknown option --force"),
        (
            ("pause", "--project", "My Project", *PLACE[2:]),
            "--project 'My Project' is not a project",
        ),
        (("pause", *PLACE[:2], "--region", "US"), "--region 'US' is not a region like us-central1"),
        (("delete", *PLACE, "--to", "site"), "--to 'site' is not like gs://my-bucket/feed"),
        (("delete", *PLACE, "--to", "gs://b/$(id)"), "--to may not hold a quote, $ or |"),
        ((*APPLY, "--image", "a'; id; '"), "--image may not hold a quote, $ or |"),
        ((*APPLY, "--env", "lower=1"), "--env lower=1 is not NAME=VALUE"),
        ((*APPLY, "--env", "A=1|B=2"), "--env may not hold a quote, $ or |"),
        ((*APPLY, "--dataset", "a b"), "--dataset 'a b' is not a dataset"),
    ],
)
def test_usage_errors(cloud: Cloud, arguments: tuple[str, ...], message: str) -> None:
    run = cloud.run(SCRIPT, *arguments)
    assert (run.returncode, run.stdout, cloud.calls) == (2, "", [])
    assert f"error: {message}" in run.stderr
    assert run.stderr.endswith("(scripts/deploy_schedules.sh --help)\n")


def test_help_shows_examples_that_work(cloud: Cloud) -> None:
    run = cloud.run(SCRIPT, "--help")
    assert (run.returncode, run.stderr) == (0, "")
    examples = run.stdout.split("Examples\n")[1].replace("\\\n", "").splitlines()
    for example in examples:
        done = cloud.run("bash", "-c", f"{example} --dry-run", PWD=str(ROOT))
        assert done.returncode == 0, done.stderr
    assert len(examples) == 2


@pytest.fixture
def gcloud(tmp_path: Path) -> Callable[..., Any]:
    """The real gcloud, without an account or the network; it returns parsed JSON."""
    path = shutil.which("gcloud")
    if path is None:
        pytest.skip("gcloud is not installed, so its own parser cannot judge the commands")

    def run(*arguments: str) -> Any:
        done = subprocess.run(
            [path, *arguments],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "CLOUDSDK_CONFIG": str(tmp_path / "gcloud"),
                "CLOUDSDK_CORE_PROJECT": "my-project",
                "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "1",
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return run


def test_gclouds_own_parser_accepts_every_command(
    applied: Cloud, gcloud: Callable[..., Any], tmp_path: Path
) -> None:
    for arguments in (APPLY, ("pause", *PLACE), ("resume", *PLACE), DELETE):
        applied(*arguments)
    distinct = {tuple(call): None for call in applied.calls if call[0] == "gcloud"}
    lines = [" ".join(f"'{word}'" if " " in word else word for word in call) for call in distinct]
    file = tmp_path / "commands.json"
    # A wrong one shows that the judge is awake.
    lines.append("gcloud pubsub topics create trends --no-such-flag")
    file.write_text(
        json.dumps([{"id": str(place), "command_string": line} for place, line in enumerate(lines)])
    )
    verdicts = gcloud("meta", "lint-gcloud-commands", f"--commands-file={file}")
    assert len(verdicts) == len(lines)
    refused = [
        f"{verdict['command_string']}: {verdict['error_message']}"
        for verdict in verdicts
        if not verdict["success"]
    ]
    assert len(refused) == 1, refused
    assert "--no-such-flag" in refused[0]


def test_the_documentation_shows_the_limits_as_they_are(whole: Cloud) -> None:
    text = (ROOT / "docs" / "operations" / "deploy.md").read_text(encoding="utf-8")
    request = of_kind(whole, "run services")["trends-runner"]["timeout"]
    delivery = of_kind(whole, "pubsub subscriptions")[f"{TOPICS[0]}-runner"]["ack-deadline"]
    assert (
        f"an export may take {runner.EXPORT_SECONDS} s (`scripts/cloud/runner.py`),"
        f" a request {request} s, a delivery {delivery} s" in text
    )
