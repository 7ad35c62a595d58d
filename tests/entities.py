"""Entities for tests: a campaign, its items and people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from campaigns.model.campaign import Campaign, CampaignView, Tier
from campaigns.model.evidence import Evidence, EvidenceState
from campaigns.model.item import Blocker, Item
from campaigns.model.person import Person
from campaigns.model.reminder import Reminder
from campaigns.reminders.ladder import ReminderState, RungKind
from campaigns.states import CampaignState, ItemState

NOW = datetime(2023, 9, 4, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
GITLAB = "https://gitlab.example.com"
TIERS = (
    Tier("one", "Prerequisites"),
    Tier("two", "Components"),
    Tier("later", "Released independently", gates=False),
)

CAMPAIGN = Campaign(
    id=1,
    slug="go-1.20",
    runtime="go",
    runtime_title="Go",
    version="1.20",
    state=CampaignState.active,
    due_on=date(2023, 10, 1),
    group_path="gitlab-org",
    label="runtime-upgrade-go-1.20",
    epic_title="Upgrade to Go 1.20",
    epic_iid=7,
    epic_id=70,
    epic_project=None,
    epic_url=f"{GITLAB}/groups/gitlab-org/-/epics/7",
    tiers=TIERS,
    started_by="U0FRIDA",
    started_at=NOW - 10 * WEEK,
    synced_at=NOW,
    links_read_at=NOW,
    sync_failure=None,
    notices=(),
    closing_reason=None,
)


def item(number: int, title: str, state: str = "not_started", **changes: Any) -> Item:  # noqa: ANN401 - fields
    """Build an item of the first tier; its key is its title in lower case."""
    key = title.casefold().replace(" ", "-")
    made = Item(
        id=number,
        campaign_id=1,
        component=key,
        title=title,
        tier="one",
        position=number,
        project=f"gitlab-org/{key}",
        project_id=number,
        issue_iid=number,
        issue_id=number,
        web_url=f"{GITLAB}/gitlab-org/{number}/-/issues/{number}",
        dri="gus",
        backup=None,
        state=ItemState(state),
        state_before_block=None,
        state_since=NOW - WEEK,
        closed=False,
        in_epic=True,
        gone=False,
        creation_failure=None,
    )
    return replace(made, **changes)


def blocker(text: str, **changes: Any) -> Blocker:  # noqa: ANN401 - fields
    """Build a blocker in words."""
    made = Blocker(
        id=1,
        item_id=1,
        kind="text",
        text=text,
        project=None,
        iid=None,
        web_url=None,
        ours=True,
        open=True,
        since=NOW - WEEK,
        added_by="U0GUS",
    )
    return replace(made, **changes)


def blocked_by(other: Item) -> Blocker:
    """Build a blocker that is another item's issue."""
    return blocker(
        other.title, kind="issue", project=other.project, iid=other.issue_iid, web_url=other.web_url
    )


def evidence(standing: EvidenceState, **changes: Any) -> Evidence:  # noqa: ANN401 - fields
    """Build evidence; at the target it is verified."""
    made = Evidence(
        standing=standing,
        commit="c0ffee",
        pins=(),
        findings=(),
        failure=None,
        since=NOW - WEEK,
        verified_at=NOW - WEEK if standing == EvidenceState.at_target else None,
        backslid_at=None,
        looked_at=NOW,
    )
    return replace(made, **changes)


def view(*items: Item, campaign: Campaign = CAMPAIGN) -> CampaignView:
    """Build a campaign with these items."""
    return CampaignView(campaign, items)


def person(name: str, **changes: Any) -> Person:  # noqa: ANN401 - fields
    """Build a member of the workspace in UTC, whose GitLab username is their name."""
    made = Person(
        slack_id=f"U0{name.upper()}",
        team_id="T0",
        name=name.title(),
        tz="UTC",
        gitlab_username=name,
        is_guest=False,
        is_bot=False,
        is_stranger=False,
        deleted=False,
    )
    return replace(made, **changes)


def reminder(number: int, about: Item, **changes: Any) -> Reminder:  # noqa: ANN401 - fields
    """Build a reminder that its item's DRI got a week ago, in their digest."""
    owner = f"U0{(about.dri or '').upper()}"
    made = Reminder(
        id=number,
        campaign_id=about.campaign_id,
        item_id=about.id,
        person=owner,
        owner=owner,
        since=about.state_since or NOW,
        step=0,
        kind=RungKind.digest,
        due_at=NOW - WEEK,
        state=ReminderState.sent,
        message=f"digest:{owner}",
        sent_at=NOW - WEEK,
        answered_by=None,
        answered_at=None,
        quiet_until=None,
        reason=None,
    )
    return replace(made, **changes)
