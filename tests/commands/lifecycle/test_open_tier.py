"""A lead opens a tier, which is recorded with who and why."""

import pytest

from campaigns.events import Event, EventKind
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.lifecycle.open_tier import OpenRequest, TierToOpen, open_tier, preview_open
from commands.overview.show_status import campaign_status
from tests.commands.conftest import Desk

LEAD, MEMBER = "U0FRIDA", "U0GUS"


def preview(desk: Desk, tier: str = "release-approval", by: str = LEAD) -> TierToOpen:
    request = OpenRequest(tier, "", "the images are ready")
    return preview_open(desk.store, desk.catalog, desk.actor(by), request)


def say(desk: Desk, key: str = "release-approval", by: str = LEAD) -> TierToOpen:
    request = OpenRequest(key, 1, "the images are ready")
    return open_tier(desk.store, desk.catalog, desk.actor(by), request, now=desk.clock())


def open_now(desk: Desk) -> list[str]:
    status = campaign_status(desk.store, 1, now=desk.clock())
    return [tier.tier.key for tier in status.tiers if tier.open]


def told(desk: Desk) -> list[Event]:
    return [event for event in desk.events() if event.kind == EventKind.tier_opened]


def test_the_preview_shows_whose_turn_it_is_and_what_is_skipped(started: Desk) -> None:
    before = told(started)

    found = preview(started)

    assert len(found.items) == 21
    assert [item.component for item in found.unfinished] == [
        "gitlab-runner",
        "gitlab-build-images",
        "gitlab-development-kit",
    ]
    assert (open_now(started), told(started)) == (["prerequisites", "independent"], before)


def test_opening_a_tier_records_who_and_why(started: Desk) -> None:
    say(started)

    assert open_now(started) == ["prerequisites", "release-approval", "independent"]
    last = told(started)[-1]
    assert (last.actor, last.after, last.reason) == (
        LEAD,
        "release-approval",
        "on the decision of Frida Lindqvist, because the images are ready",
    )
    assert sum(event.after == "release-approval" for event in told(started)) == 1


def test_a_tier_that_is_open_is_not_opened_again(started: Desk) -> None:
    say(started)
    with pytest.raises(OutOfDateError, match="is already open"):
        say(started)
    with pytest.raises(InvalidRequestError, match="is already open"):
        preview(started)


def test_only_the_leads_open_a_tier_and_it_is_checked_again_on_the_press(started: Desk) -> None:
    with pytest.raises(NotPermittedError, match="may open"):
        preview(started, by=MEMBER)
    with pytest.raises(NotPermittedError, match="may open"):
        say(started, by=MEMBER)
    assert open_now(started) == ["prerequisites", "independent"]


def test_a_tier_of_a_campaign_that_is_still_being_created_waits(planned: Desk) -> None:
    planned.accept()
    with pytest.raises(InvalidRequestError, match="tiers can only be opened in an active campaign"):
        preview(planned)
