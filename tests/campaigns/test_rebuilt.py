from datetime import UTC, datetime

from campaigns.events import Event, EventKind
from campaigns.states import CampaignState, ItemState
from tests.campaigns.rebuilt import ReplayedState, rebuild

AT = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)


def event(kind: EventKind, component: str | None = None, after: object = None) -> Event:
    return Event(kind, "go-1.20", AT, "U0FRIDA", component=component, after=after)


STARTED = (
    event(EventKind.campaign_started, after="1.20"),
    event(EventKind.issue_created, "gitaly", "g/gitaly#1"),
    event(EventKind.creation_failed, "cli"),
    event(EventKind.campaign_activated),
)


def test_an_empty_log_means_a_planned_campaign() -> None:
    assert rebuild([]) == ReplayedState(CampaignState.planned, {})


def test_a_started_campaign_is_active_and_its_items_not_started() -> None:
    assert rebuild(STARTED) == ReplayedState(
        CampaignState.active, {"gitaly": ItemState.not_started}
    )


def test_the_last_state_of_each_item_counts_whoever_changed_it() -> None:
    story = (
        *STARTED,
        event(EventKind.state_changed, "gitaly", "in_dev"),
        event(EventKind.item_blocked, "gitaly", "blocked"),
        event(EventKind.dri_changed, "gitaly", "mira"),
        event(EventKind.item_unblocked, "gitaly", "in_dev"),
        event(EventKind.state_changed, "gitaly", "production"),
        event(EventKind.issue_created, "gitaly", "found again"),
        event(EventKind.campaign_completed),
    )

    assert rebuild(story) == ReplayedState(
        CampaignState.completed, {"gitaly": ItemState.production}
    )


def test_a_cancelled_campaign_stays_cancelled_when_its_issues_change() -> None:
    story = (*STARTED, event(EventKind.campaign_cancelled), event(EventKind.issue_gone, "gitaly"))

    assert rebuild(story).state == CampaignState.cancelled
