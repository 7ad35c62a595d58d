"""Reading the facts of a weekly summary for each campaign."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from campaigns.model.campaign import Campaign
from campaigns.model.evidence import EvidenceState
from campaigns.model.item import Item
from campaigns.reports.criteria import Criterion, is_late
from campaigns.states import OPEN_CAMPAIGN_STATES, ItemState
from campaigns.summary.decisions import Decision, find_decisions
from campaigns.summary.week import (
    ItemEvent,
    ReminderCount,
    WeekChanges,
    count_reminders,
    find_week_changes,
)
from commands.clocks import Clocks
from commands.overview.show_status import CampaignStatus, build_status
from storage.events import list_ended_since, list_steps_between
from storage.lifecycle.campaigns import get_view, list_views
from storage.people.queries import names_by_gitlab, names_by_slack_id
from storage.reminders.answers import count_snoozed
from storage.reminders.declines import list_undecided
from storage.reports import list_criteria
from storage.store import Store
from storage.summary.queries import SummaryRecord, get_summary, list_reminders_between


@dataclass(frozen=True)
class CampaignWeek:
    """The facts about a campaign for a weekly summary."""

    status: CampaignStatus
    moved: WeekChanges
    blocked: tuple[Item, ...]
    standings: Mapping[EvidenceState, int]
    reminders: ReminderCount
    decisions: tuple[Decision, ...]
    by_component: Mapping[str, Item]

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.status.campaign

    @property
    def verified(self) -> int:
        """The number of items verified by their repositories."""
        return sum(bool(item.evidence and item.evidence.verified) for item in self.status.items)

    @property
    def ended(self) -> bool:
        """Whether the campaign was completed or cancelled."""
        return self.campaign.state not in OPEN_CAMPAIGN_STATES

    def item(self, component: str) -> Item | None:
        """Return the item of a component; None if it is no longer in the campaign."""
        return self.by_component.get(component)


@dataclass(frozen=True)
class Summary:
    """A weekly summary with its facts; ``people`` maps Slack ids to names.

    ``late`` are the working group's overdue exit criteria.
    """

    record: SummaryRecord
    weeks: tuple[CampaignWeek, ...]
    people: Mapping[str, str]
    late: tuple[Criterion, ...]
    now: datetime


def read_summary(store: Store, summary_id: int, *, now: Clocks) -> Summary:
    """Read a summary and the facts of its week; raise `KeyError` if it does not exist."""
    with store.read() as session:
        record = get_summary(session, summary_id)
        return read_week(session, record, now=now)


def read_week(session: Session, record: SummaryRecord, *, now: Clocks) -> Summary:
    """Read the week of each campaign that is open or ended during the summary, oldest first."""
    ended = [get_view(session, id_) for id_ in list_ended_since(session, record.since)]
    views = (*ended, *reversed(list_views(session, only_open=True)))
    dris = names_by_gitlab(session, [item.dri for view in views for item in view.items])
    ids = [view.campaign.id for view in views]
    steps = list_steps_between(session, ids, record.since, record.until)
    told = list_reminders_between(session, ids, record.since, record.until)
    declined, snoozes = list_undecided(session), count_snoozed(session)
    weeks = tuple(
        build_week(
            build_status(view, dris, now.story),
            steps[view.campaign.id],
            told[view.campaign.id],
            declined,
            snoozes,
        )
        for view in views
    )
    silent = [owner for week in weeks for owner in week.reminders.silent]
    people = names_by_slack_id(session, [*silent, record.decided_by or ""])
    late = tuple(c for c in list_criteria(session) if is_late(c, now.story.date()))
    return Summary(record, weeks, people, late, now.story)


def build_week(
    status: CampaignStatus,
    steps: Iterable[ItemEvent],
    told: Sequence[tuple[str, bool]],
    declined: Collection[int] = (),
    snoozes: Mapping[int, int] = MappingProxyType({}),
) -> CampaignWeek:
    """Build a campaign's week from its events and reminders."""
    blocked = [item for item in status.items if item.state == ItemState.blocked]
    return CampaignWeek(
        status=status,
        moved=find_week_changes(steps),
        blocked=tuple(sorted(blocked, key=lambda item: item.state_since or status.now)),
        standings=Counter(item.evidence.standing for item in status.items if item.evidence),
        reminders=count_reminders(told),
        decisions=find_decisions(status.view, declined=declined, snoozes=snoozes, now=status.now),
        by_component={item.component: item for item in status.items},
    )
