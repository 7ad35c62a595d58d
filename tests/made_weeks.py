"""Summaries built from plain records: a rich, a poor or a hostile week."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from campaigns.drafts import DraftState
from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.item import Item
from campaigns.reports.criteria import Criterion
from campaigns.summary.week import ItemEvent
from commands.overview.show_status import build_status
from commands.summary.read_summary import CampaignWeek, Summary, build_week
from storage.summary.queries import SummaryRecord
from tests.entities import CAMPAIGN, NOW, WEEK


def week(
    items: Iterable[Item],
    steps: Iterable[ItemEvent] = (),
    told: Sequence[tuple[str, bool]] = (),
    declined: Collection[int] = (),
    snoozes: Mapping[int, int] = MappingProxyType({}),
    campaign: Campaign = CAMPAIGN,
    now: datetime = NOW,
) -> CampaignWeek:
    """Build a campaign's week."""
    people = {"gus": "Gus Almeida", "mira": "Mira Okafor"}
    status = build_status(CampaignView(campaign, tuple(items)), people, now)
    return build_week(status, steps, told, declined, snoozes)


def summary(
    *weeks: CampaignWeek,
    edits: Mapping[str, str] | None = None,
    late: tuple[Criterion, ...] = (),
    **changes: Any,  # noqa: ANN401 - fields
) -> Summary:
    """Build the draft of these weeks."""
    record = SummaryRecord(
        id=1,
        state=DraftState.draft,
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
