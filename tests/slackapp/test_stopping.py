"""Stopping: prompt, also in the middle of work, and the next start goes on."""

from pathlib import Path

from sandbox.run import Sandbox
from slackapp.cli.demo import assistant_in
from slackapp.cli.play import CHANNEL, FACILITATOR
from tests.slackapp.test_start import ask_for_plan, channel_saying, count_made, press_start


def test_a_start_that_is_stopped_in_the_middle_goes_on_at_the_next_start(
    box: Sandbox, tmp_path: Path
) -> None:
    database = tmp_path / "assistant.db"
    with assistant_in(box, database):
        plan = ask_for_plan(box)
        press_start(box, plan)
        channel_saying(box, "Starting Go 1.20")

    with assistant_in(box, database) as assistant:
        channel_saying(box, "Started Go 1.20: 29 issues")

        assert count_made(assistant) == (1, 29)


def test_it_stops_while_many_things_wait(box: Sandbox, tmp_path: Path) -> None:
    with assistant_in(box, tmp_path / "assistant.db"):
        plan = ask_for_plan(box)
        press_start(box, plan)
        for number in range(40):
            box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", f"block kas by {number}")

    assert len(box.slack.ephemerals(FACILITATOR)) >= 40
