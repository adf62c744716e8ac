#!/usr/bin/env -S python3 -IS
"""Stands in for gcloud and bq on PATH: records each command, and keeps what it made.

``CLOUD_STAND_IN`` names the folder of ``calls.jsonl`` (every command) and ``state.json`` (what
there is). Like the real ones, it finds nothing that nobody made, makes nothing twice, changes
and deletes only what is there, and requires the things that a command names to be there. A command
that contains the text ``CLOUD_STAND_IN_FAILS`` is refused.
"""

import json
import os
import sys
from pathlib import Path

VERBS = (
    *("describe", "create", "update", "delete", "deploy", "pause", "resume", "enable"),
    *("add-iam-policy-binding", "remove-iam-policy-binding"),
)
NUMBER = "4711"
URL = "https://trends-runner-abc-uc.a.run.app"
# The flags that name another thing, and the kind of that thing.
NAMES = {
    "topic": "pubsub topics",
    "dead-letter-topic": "pubsub topics",
    "service-account": "iam service-accounts",
    "push-auth-service-account": "iam service-accounts",
}

Things = dict[str, dict[str, str]]


def refuse(text: str) -> None:
    """End as gcloud does when a service answers with an error."""
    sys.exit(f"ERROR: (gcloud) {text}")


def must_be_there(things: Things, kind: str, name: str) -> None:
    """Refuse a command about something that nobody made."""
    if f"{kind} {name.split('@')[0]}" not in things:
        refuse(f"NOT_FOUND: there is no {kind} {name}")


def binding(things: Things, verb: str, kind: str, name: str, flags: dict[str, str]) -> None:
    """Grant or take a role on something."""
    if kind not in ("projects", "storage buckets"):
        must_be_there(things, kind, name)
    role, member = flags["role"], flags["member"].removeprefix("serviceAccount:")
    if not member.startswith(f"service-{NUMBER}@gcp-sa-"):
        must_be_there(things, "iam service-accounts", member)
    key = f"role {role} on {kind} {name.split('@')[0]} for {member}"
    if verb.startswith("add"):
        things[key] = {}
    elif things.pop(key, None) is None:
        refuse(f"there is no {key}")


def forget(things: Things, kind: str, name: str) -> None:
    """Delete a thing, and with it the roles on it."""
    del things[f"{kind} {name}"]
    for key in [key for key in things if f" on {kind} {name} for " in key]:
        del things[key]


def gcloud(things: Things, words: list[str], flags: dict[str, str]) -> None:
    """Apply one command to the things that there are."""
    position = next(place for place, word in enumerate(words) if word in VERBS)
    kind, verb = " ".join(words[:position]), words[position]
    rest = [word for word in words[position + 1 :] if (kind, word) != ("scheduler jobs", "pubsub")]
    if (kind, verb) == ("services", "enable"):
        things.update({f"service {name}": {} for name in rest})
        return
    if (kind, verb) == ("projects", "describe"):
        print(NUMBER)
        return
    (name,) = rest
    if verb.endswith("-iam-policy-binding"):
        binding(things, verb, kind, name, flags)
        return
    for flag, other in NAMES.items():
        if flag in flags:
            must_be_there(things, other, flags[flag])
    if verb == "deploy":
        things[f"{kind} services {name}"] = flags
        return
    key = f"{kind} {name.split('@')[0]}"
    if verb == "create":
        if key in things:
            refuse(f"ALREADY_EXISTS: {key}")
        things[key] = {**flags, "state": "ENABLED"} if kind == "scheduler jobs" else flags
        return
    if key not in things:
        refuse(f"Cannot find service [{name}]" if kind == "run services" else f"NOT_FOUND: {key}")
    thing = things[key]
    if verb == "describe":
        shown = flags.get("format")
        print({"value(state)": thing.get("state"), "value(status.url)": URL}.get(shown or "", key))
    elif verb == "update":
        thing.update(flags)
    elif verb == "delete":
        forget(things, kind, name.split("@")[0])
    else:
        before, after = ("ENABLED", "PAUSED") if verb == "pause" else ("PAUSED", "ENABLED")
        if thing["state"] != before:
            refuse(f"FAILED_PRECONDITION: the job is {thing['state']}")
        thing["state"] = after


def main() -> None:
    """Record the command, and do it."""
    place = Path(os.environ["CLOUD_STAND_IN"])
    command = [Path(sys.argv[0]).name, *sys.argv[1:]]
    with (place / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps(command) + "\n")
    if (fails := os.environ.get("CLOUD_STAND_IN_FAILS")) and fails in " ".join(command):
        refuse("PERMISSION_DENIED: The caller does not have permission")
    if command[0] == "bq":
        return
    state = place / "state.json"
    things: Things = json.loads(state.read_text()) if state.exists() else {}
    words = [word for word in command[1:] if not word.startswith("--")]
    flags = dict(
        word.removeprefix("--").split("=", 1)
        for word in command[1:]
        if word.startswith("--") and "=" in word
    )
    flags.pop("project")
    gcloud(things, words, flags)
    state.write_text(json.dumps(things))


if __name__ == "__main__":
    main()
