"""What Slack's CLI does with .slack/hooks.json: `slack run` starts us, Ctrl-C ends us."""

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from sandbox.run import Sandbox
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.cli.play import wait_for
from tests.slackapp.test_manifest import ROOT, hook


def environment_of(box: Sandbox, folder: Path, **changed: str) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_BOT_TOKEN": box.slack.bot_token,
        "SLACK_APP_TOKEN": box.slack.app_token,
        "SLACK_API_URL": box.slack.api_url,
        "GITLAB_URL": box.gitlab.url,
        "GITLAB_TOKEN": box.gitlab.token,
        "RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{folder}/slack-run.db",
        "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
        **changed,
    }


def ended_after(environment: dict[str, str], log: Path, event: str) -> int:
    """Run the start hook until it logs an event, press Ctrl-C, and give its exit code."""
    with log.open("w") as written:
        running = subprocess.Popen(  # noqa: S603 - our own
            hook("start"), cwd=ROOT, env=environment, stderr=written, start_new_session=True
        )
    try:
        wait_for(lambda: _has(log, event) or None, event)
        os.killpg(running.pid, signal.SIGINT)
        return running.wait(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def test_start_connects_with_the_tokens_of_the_environment_and_ends_on_ctrl_c(
    box: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "log"

    assert ended_after(environment_of(box, tmp_path), log, "connected") == 0
    assert "Traceback" not in log.read_text(encoding="utf-8")
    assert (tmp_path / "slack-run.db").stat().st_mode & 0o077 == 0


def test_a_token_that_gitlab_refuses_is_one_sentence_in_the_log(
    box: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    environment = environment_of(box, tmp_path, GITLAB_TOKEN="glpat-wrong")

    assert ended_after(environment, log, "gitlab_refuses") == 0
    assert "GitLab refuses GITLAB_TOKEN. See docs/configuration.md." in log.read_text()


def _has(log: Path, event: str) -> bool:
    lines = log.read_text(encoding="utf-8").splitlines()
    return any(line.startswith("{") and json.loads(line)["event"] == event for line in lines)
