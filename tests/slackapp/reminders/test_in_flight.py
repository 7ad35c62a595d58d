"""What happens while Slack may have a message that the assistant does not know of."""

from dataclasses import replace

import pytest

from campaigns.states import ItemState
from commands.clocks import Clocks
from commands.notices.dispatch_notices import dispatch_notices
from sandbox.faults import Fault, FaultKind
from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import wait_for
from slackapp.delivery.clock_drift import ClockDrift
from slackapp.delivery.outbox import Timing
from slackapp.delivery.sender import send_due
from slackapp.views.reminders import digest_buttons as buttons
from tests.slackapp.conftest import WallClock
from tests.slackapp.reminders.test_reminders import (
    FRIDAY_0930,
    GUS,
    at,
    block_on_thursday_evening,
    press,
)
from tests.slackapp.started import Campaign

POST = "chat.postMessage"
AFTER_LEASE = Timing().lease.total_seconds() + Timing().needed.total_seconds()


@pytest.fixture
def blocked(campaign: Campaign) -> Campaign:
    """Return a campaign with Gitaly blocked and nothing pending to Slack."""
    block_on_thursday_evening(campaign)
    campaign.mention("blocked *Gitaly*")
    return campaign


def seen(campaign: Campaign, words: str) -> SeenMessage:
    """Wait until Gus sees this text, whatever the assistant knows."""

    def look() -> SeenMessage | None:
        told = campaign.slack.direct_messages(GUS)
        return next((m for m in told if words in m.plain), None)

    return wait_for(look, f"Gus to see {words}")


def asked(campaign: Campaign, kind: FaultKind) -> None:
    """Ask Gus about Gitaly, with a fault when posting."""
    campaign.slack.faults.plan(Fault(POST, kind, seconds=1.5))
    at(campaign, FRIDAY_0930)


def send_after_the_lease(campaign: Campaign) -> None:
    """Send as another process would after the lease of the first attempt expired."""
    first, clock, box = campaign.assistant.sender, WallClock(), campaign.box
    other = replace(
        first,
        by="another process",
        clock=lambda: Clocks(box.clock.now(), clock().wall),
        clock_drift=ClockDrift(clock.monotonic),
    )
    send_due(other)
    clock.let_pass(AFTER_LEASE)
    send_due(other)


def test_a_notice_that_changes_while_posted_is_updated(blocked: Campaign) -> None:
    blocked.say("unblock gitaly", "U0PIA")
    blocked.mention("unblocked")
    blocked.slack.faults.plan(Fault(POST, FaultKind.SLOW_BODY, times=None, seconds=1.5))
    blocked.box.clock.set(FRIDAY_0930)
    deps = blocked.assistant.deps
    dispatch_notices(deps.store, deps.catalog, clock=deps.clock)
    deps.wake_jobs()
    seen(blocked, "no longer blocked")

    blocked.say("block gitaly by labkit", GUS)

    seen(blocked, "It is now blocked")


def test_a_reply_below_a_digest_that_was_only_just_posted_counts(
    blocked: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    asked(blocked, FaultKind.SLOW_BODY)
    digest = seen(blocked, "Blocked comp")

    blocked.slack.say(GUS, digest.channel, "on it", digest.ts)

    assert caplog.messages == []  # Slack would deliver it again and hide the failure
    assert "Acknowledged by Gus" in seen(blocked, "on it").plain


def test_an_answer_to_a_digest_in_doubt_is_shown_once_it_is_found(blocked: Campaign) -> None:
    asked(blocked, FaultKind.LOSE_REPLY)
    digest = seen(blocked, "Blocked comp")
    press(blocked, digest, buttons.ACKNOWLEDGE)
    assert "Acknowledged by" not in seen(blocked, "Blocked comp").plain

    send_after_the_lease(blocked)

    assert "Acknowledged by Gus" in seen(blocked, "Blocked comp").plain
    assert len(blocked.slack.direct_messages(GUS)) == 1


def test_a_digest_that_never_arrived_asks_nothing_that_is_over(blocked: Campaign) -> None:
    asked(blocked, FaultKind.RESET)
    wait_for(
        lambda: any(post.fault for post in blocked.slack.faults.journal(POST)) or None,
        "the post to fail",
    )
    blocked.say("unblock gitaly", GUS)
    assert blocked.item("gitaly").state == ItemState.not_started

    send_after_the_lease(blocked)

    assert [m.plain for m in blocked.slack.direct_messages(GUS) if "Blocked comp" in m.plain] == []
