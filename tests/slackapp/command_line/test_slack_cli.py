"""Slack's CLI with .slack/hooks.json: `slack run` starts the app, Ctrl-C stops it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sandbox.gitlab.conditions import Conditions
from sandbox.run import Sandbox
from slackapp.cli.story.waiting import wait_for
from tests import terminal
from tests.slackapp.command_line.test_manifest import ROOT, hook


def environment_of(box: Sandbox, folder: Path, **changed: str) -> dict[str, str]:
    database = {"RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{folder}/slack-run.db"}
    return {**os.environ, **terminal.environment_of(box), **database, **changed}


@contextmanager
def started(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the start hook with its output going to a file."""
    with log.open("w") as written:
        running = subprocess.Popen(  # noqa: S603 - our own
            hook("start"),
            cwd=ROOT,
            env=environment,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def ended(running: subprocess.Popen[bytes]) -> int:
    """Press Ctrl-C, and return the exit code."""
    os.killpg(running.pid, signal.SIGINT)
    return running.wait(timeout=60)


def logged(log: Path, event: str) -> None:
    """Wait until an event that begins with this text is in the log."""
    wait_for(lambda: any(line["event"].startswith(event) for line in lines_of(log)) or None, event)


def lines_of(log: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_start_connects_with_the_tokens_of_the_environment_and_ends_on_ctrl_c(
    box: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with started(environment_of(box, tmp_path), log) as running:
        logged(log, "connected")

        assert ended(running) == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")
    assert (tmp_path / "slack-run.db").stat().st_mode & 0o077 == 0


def test_a_token_that_gitlab_refuses_is_one_sentence_in_the_log(
    box: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    environment = environment_of(box, tmp_path, GITLAB_TOKEN="glpat-wrong")

    with started(environment, log) as running:
        logged(log, "gitlab_refuses")

        assert ended(running) == 0
    assert "GitLab refuses GITLAB_TOKEN. See docs/configuration.md." in log.read_text()


def test_an_address_that_redirects_is_one_sentence_with_the_setting_in_the_log(
    box: Sandbox, tmp_path: Path
) -> None:
    box.gitlab.state.conditions = Conditions(redirect_to="https://gitlab.example")
    log = tmp_path / "log"

    with started(environment_of(box, tmp_path), log) as running:
        logged(log, "gitlab_refuses")

        assert ended(running) == 0
    sentence = (
        "GitLab redirects to another address: set GITLAB_URL to https://gitlab.example. "
        "See docs/configuration.md."
    )
    assert [line["why"] for line in lines_of(log) if line["event"] == "gitlab_refuses"] == [
        sentence
    ]
