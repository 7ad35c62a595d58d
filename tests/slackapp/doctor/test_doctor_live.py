"""`doctor --live` tries one message and a campaign's writes, and reports them without names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from sandbox.run import Sandbox
from tests import terminal
from tests.slackapp.doctor.test_doctor import sandboxed

SCRATCH = "gitlab-org/labkit"
OPERATORS = "C0OPERATORS"


def doctor(box: Sandbox, folder: Path, *words: str) -> CompletedProcess[str]:
    environment = terminal.environment_of(box)
    return terminal.run("doctor", *words, environment=environment, folder=folder)


@contextmanager
def as_owner() -> Iterator[Sandbox]:
    """Start a sandbox in which the assistant may delete what it made."""
    with sandboxed() as box:
        group = box.gitlab.state.find_group("gitlab-org")
        assert group is not None
        group.members[9001] = 50
        yield box


def live(done: CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if " live " in line]


def report_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "doctor-report.json").read_text("utf-8"))
    return found


def test_an_owner_leaves_nothing_behind(tmp_path: Path) -> None:
    with as_owner() as box:
        before = set(box.gitlab.state.issues)
        done = doctor(box, tmp_path, "--live", "--project", SCRATCH)
        left = set(box.gitlab.state.issues) - before

        assert list(box.slack.messages(OPERATORS)) == []
        names = [call.operation for call in box.slack.faults.journal()]
        calls = [name for name in names if name.startswith("chat.")]
    assert calls == ["chat.postMessage", "chat.update", "chat.delete"]
    assert done.returncode == 0, done.stdout
    assert left == set()
    assert all(line.startswith("✔ live") for line in live(done)), live(done)


def test_a_reporter_closes_what_only_an_owner_may_delete(tmp_path: Path) -> None:
    with sandboxed() as box:
        before = set(box.gitlab.state.issues)
        done = doctor(box, tmp_path, "--live", "--project", SCRATCH)
        made = [box.gitlab.state.issues[id_] for id_ in set(box.gitlab.state.issues) - before]

    assert done.returncode == 0, done.stdout
    assert [issue.state for issue in made] == ["closed", "closed"]
    assert any(line.startswith("! live       GitLab could not delete ") for line in live(done))


def test_the_report_has_the_schema_and_no_names(tmp_path: Path) -> None:
    with sandboxed() as box:
        doctor(box, tmp_path, "--live", "--project", SCRATCH)
        secret = [box.slack.bot_token, box.slack.app_token, box.gitlab.token]
        hosts = [box.gitlab.url.partition("://")[2], box.slack.url.partition("://")[2]]
    text = (tmp_path / "doctor-report.json").read_text("utf-8")
    report = report_of(tmp_path)

    assert [word for word in (*secret, *hosts, SCRATCH, "Frida") if word in text] == []
    assert report["format"] == 1
    assert report["gitlab"]["capabilities"]
    fields = {one["name"] for one in report["gitlab"]["introspection"]["WorkItem"]["fields"]}
    assert {"widgets", "title"} <= fields
    assert {step["step"] for step in report["live"]} >= {"post a message", "create an issue"}
    assert {line["theme"] for line in report["lines"]} >= {"settings", "slack", "gitlab"}


def test_a_project_that_cannot_be_written_fails(tmp_path: Path) -> None:
    with sandboxed() as box:
        done = doctor(box, tmp_path, "--live", "--project", "gitlab-org/nowhere")

    assert done.returncode == 1
    assert "✖ live       GitLab could not create an issue: " in done.stdout


def test_a_project_needs_live(tmp_path: Path) -> None:
    with sandboxed() as box:
        done = doctor(box, tmp_path, "--project", SCRATCH)

    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []
