"""Summaries made of plain records: a week as rich, as poor or as hostile as a test wants it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from campaigns.evidence import EvidenceState
from campaigns.reports.criteria import Criterion
from campaigns.states import CampaignState, ItemState
from campaigns.summary.week import ItemEvent
from commands.overview.show_status import build_status
from commands.summary.decisions import DecisionFacts
from commands.summary.read_summary import CampaignWeek, Summary, build_week
from storage.records import (
    BlockerRecord,
    CampaignRecord,
    CampaignView,
    EvidenceRecord,
    ItemRecord,
)
from storage.summary.queries import DRAFT, SummaryRecord

NOW = datetime(2023, 9, 4, 7, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
GITLAB = "https://gitlab.example.com"
TIERS = (
    {"key": "one", "title": "Prerequisites", "ordered": False, "gates": True},
    {"key": "two", "title": "Components", "ordered": False, "gates": True},
    {"key": "later", "title": "Released independently", "ordered": False, "gates": False},
)
NOTHING_KNOWN = DecisionFacts(frozenset(), {})

CAMPAIGN = CampaignRecord(
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


def item(number: int, title: str, state: str = "not_started", **changes: Any) -> ItemRecord:  # noqa: ANN401 - fields
    """Make an item of the first tier; its key is its title in small letters."""
    key = title.casefold().replace(" ", "-")
    made = ItemRecord(
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


def blocker(text: str, **changes: Any) -> BlockerRecord:  # noqa: ANN401 - fields
    """Make a blocker of words only."""
    made = BlockerRecord(
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


def blocked_by(other: ItemRecord) -> BlockerRecord:
    """Make a blocker that is another item's issue."""
    return blocker(
        other.title, kind="issue", project=other.project, iid=other.issue_iid, web_url=other.web_url
    )


def evidence(standing: EvidenceState, **changes: Any) -> EvidenceRecord:  # noqa: ANN401 - fields
    """Make what a repository says; at the target it is verified."""
    made = EvidenceRecord(
        standing=standing.value,
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


def week(
    items: Iterable[ItemRecord],
    steps: Iterable[ItemEvent] = (),
    told: Sequence[tuple[str, bool]] = (),
    known: DecisionFacts = NOTHING_KNOWN,
    campaign: CampaignRecord = CAMPAIGN,
    now: datetime = NOW,
) -> CampaignWeek:
    """Make a campaign's week."""
    people = {"gus": "Gus Almeida", "mira": "Mira Okafor"}
    status = build_status(CampaignView(campaign, tuple(items)), people, now)
    return build_week(status, steps, told, known)


def summary(
    *weeks: CampaignWeek,
    edits: Mapping[str, str] | None = None,
    late: tuple[Criterion, ...] = (),
    **changes: Any,  # noqa: ANN401 - fields
) -> Summary:
    """Make the draft of these weeks."""
    record = SummaryRecord(
        id=1,
        state=DRAFT,
        since=NOW - WEEK,
        until=NOW,
        edits=edits or {},
        version=1,
        created_at=NOW,
        lead_asked_at=None,
        decided_by=None,
        decided_at=None,
        reason=None,
    )
    people = {"U0GUS": "Gus Almeida", "U0MIRA": "Mira Okafor", "U0FRIDA": "Frida Lindqvist"}
    return Summary(replace(record, **changes), weeks, people, late, NOW)
