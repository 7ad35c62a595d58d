"""Verbs that ask first, in a terminal: nothing happens before a yes."""

import json

import pytest
import typer

from campaigns.states import CampaignState
from slackapp.cli.main import cli
from slackapp.cli.story.waiting import wait_for
from slackapp.listeners.show_help import VERBS
from tests.slackapp.started import Campaign
from tests.terminal import run_beside

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
