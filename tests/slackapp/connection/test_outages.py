"""A long outage of the connection is noticed when it ends; a short one is left to Slack."""

import pytest

from slackapp.assistant import Assistant
from slackapp.connection.outages import OutageMonitor
from slackapp.jobs import LISTEN

Looks = list[tuple[float, bool]]


@pytest.mark.parametrize(
    ("looks", "heard_at"),
    [
        ([(0, True), (5, True), (10, True)], []),
        ([(0, True), (5, False), (15, False), (20, True)], []),
        ([(0, True), (5, False), (60, False), (65, True), (70, True)], [65]),
        ([(0, True), (40, True)], [40]),  # a computer that slept
        ([(0, False), (300, False), (305, True)], []),
        ([(0, True), (5, False), (50, True), (55, False), (99, True)], [50, 99]),
    ],
)
def test_what_was_written_during_a_long_outage_is_read_after_it(
    looks: Looks, heard_at: list[float]
) -> None:
    ahead, heard = list(looks), list[float]()
    listening = OutageMonitor(
        is_connected=lambda: ahead[0][1],
        after_a_while=lambda: heard.append(ahead[0][0]),
        clock=lambda: ahead[0][0],
    )
    while ahead:
        listening.look()
        ahead.pop(0)

    assert heard == heard_at


def test_the_assistant_watches_its_connection(assistant: Assistant) -> None:
    assert assistant.scheduler.get_job(LISTEN) is not None
