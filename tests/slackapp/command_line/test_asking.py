"""Verbs that ask first, in a terminal: nothing happens before a yes."""

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import typer

from campaigns.states import CampaignState
from sandbox.run import Sandbox, start_sandbox
from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.cli.installed import installed_app
from slackapp.cli.main import cli
from slackapp.cli.story.waiting import CHANNEL, wait_for
from slackapp.listeners.show_help import VERBS
from tests.slackapp.started import Campaign
from tests.terminal import run as run_in
from tests.terminal import run_beside

BY = ("by", "2099-12-31")
ASKING = {verb.name: verb.asks for verb in VERBS if verb.asks}


def run(campaign: Campaign, *words: str) -> str:
    done = run_beside(campaign, *words)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", ASKING)
def test_a_verb_that_asks_first_takes_a_yes_and_what_could_be_ticked(name: str) -> None:
    commands = typer.main.get_command(cli).commands  # type: ignore[attr-defined]  # a group of commands
    flags = {flag for param in commands[name].params for flag in param.opts}

    assert {"--yes", *(tick.flag for tick in ASKING[name].buttons.ticks)} <= flags


def test_a_tick_is_a_flag(campaign: Campaign) -> None:
    words = ("cancel", "go-1.20", "because", "1.21 is out")
    for_scripts = json.loads(run(campaign, *words, "--close-issues", "--json"))
    unchanged = campaign.view().campaign.state
    done = run(campaign, *words, "--close-issues", "--yes")

    assert (for_scripts["slug"], unchanged) == ("go-1.20", CampaignState.active)
    assert done == "Go 1.20 is cancelled. Its epic and issues are being closed.\n"
    assert campaign.view().campaign.closing_reason == "1.21 is out"
    wait_for(lambda: True if campaign.issue("glab")["state"] == "closed" else None, "the issues")


def test_a_target_moves_only_with_a_yes(campaign: Campaign) -> None:
    asked = run(campaign, "retarget", "go", "to", "1.20.5")
    unmoved = campaign.view().campaign.version
    for_scripts = json.loads(run(campaign, "retarget", "go", "to", "1.20.5", "--json"))
    moved = run(campaign, "retarget", "go", "to", "1.20.5", "--yes")

    assert "Change the target of Go 1.20 to 1.20.5?" in asked
    assert str(unmoved) == "1.20"
    assert for_scripts["version"] == "1.20.5"
    assert "The target of Go 1.20 is now 1.20.5." in moved
    assert str(campaign.view().campaign.version) == "1.20.5"


def start(
    box: Sandbox, folder: Path, *words: str, **changed: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        "GITLAB_URL": box.gitlab.url,
        "GITLAB_TOKEN": box.gitlab.token,
        "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
        **changed,
    }
    return run_in("start", *words, environment=environment, folder=folder)


def test_a_start_that_gitlab_does_not_answer_fails_and_creates_nothing(
    box: Sandbox, tmp_path: Path
) -> None:
    unreachable = start(box, tmp_path, "go", "1.20", "--yes", GITLAB_URL="http://127.0.0.1:9")
    unset = start(box, tmp_path, "go", "1.20", "--yes", "--json", GITLAB_URL="")

    assert (unreachable.returncode, unreachable.stdout) == (1, "")
    assert unreachable.stderr.startswith(
        "The plan was not drawn up, and nothing was created: GitLab did not "
    )
    assert (unset.returncode, json.loads(unset.stdout)) == (
        1,
        {"error": "Set GITLAB_URL and GITLAB_TOKEN: a plan reads GitLab."},
    )


def test_a_start_without_a_project_fails_and_says_which(tmp_path: Path) -> None:
    options = {"hidden_projects": frozenset({"gitlab-org/gitaly"})}
    with start_sandbox(installed=installed_app(), gitlab_options=options) as box:
        done = start(box, tmp_path, "go", "1.20", *BY, "--yes")
        shown = start(box, tmp_path, "go", "1.20")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Nothing was created. I cannot create issues in `gitlab-org/gitaly` (gitaly): invite the "
        "assistant's GitLab user.\n"
    )
    assert shown.returncode == 0
    assert "no owner" in shown.stdout
    assert "There is no due date yet: add by <date>." in shown.stdout
    assert "_" not in shown.stdout.replace("_proxy", "")
    assert "press Edit" not in shown.stdout


def test_a_start_in_a_terminal_leaves_no_message_for_nobody(box: Sandbox, tmp_path: Path) -> None:
    done = start(box, tmp_path, "go", "1.20", *BY, "--yes")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Started Go 1.20: 29 issues")
    with closing(sqlite3.connect(tmp_path / "runtime-upgrade.db")) as database:
        channels = {channel for (channel,) in database.execute("SELECT channel FROM outbox")}
    assert channels == {CHANNEL}
