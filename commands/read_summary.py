"""What a weekly summary tells: per campaign the facts, read from what is stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from campaigns.states import ItemState
from campaigns.summaries import Moved, ReminderCount, count_reminders, what_moved
from commands.moments import Moment
from commands.show_status import CampaignStatus, build_status
from storage.campaigns import list_views
from storage.events import list_steps_between
from storage.people import names_by_gitlab, names_by_slack_id
from storage.records import CampaignRecord, CampaignView, ItemRecord
from storage.store import Store
from storage.summaries import SummaryRecord, get_summary, list_told_between


class DecisionKind(StrEnum):
    """What the group has to decide on this week."""

    overdue = "overdue"
    issue_gone = "issue_gone"
    no_owner = "no_owner"
    mismatch = "mismatch"


@dataclass(frozen=True)
class Decision:
    """Something that only people can decide, about these items or the whole campaign."""

    kind: DecisionKind
    items: tuple[ItemRecord, ...] = ()


@dataclass(frozen=True)
class CampaignWeek:
    """One campaign's week."""

    status: CampaignStatus
    moved: Moved
    blocked: tuple[ItemRecord, ...]
    standings: Mapping[str, int]
    reminders: ReminderCount
    decisions: tuple[Decision, ...]
    by_component: Mapping[str, ItemRecord]

    @property
    def campaign(self) -> CampaignRecord:
        """The campaign."""
        return self.status.campaign

    @property
    def verified(self) -> int:
        """How many items the repositories confirm."""
        return sum(bool(item.evidence and item.evidence.verified) for item in self.status.items)

    def item(self, component: str) -> ItemRecord | None:
        """Give the item of a component; None where it is no longer in the campaign."""
        return self.by_component.get(component)


@dataclass(frozen=True)
class Summary:
    """A weekly summary with what it tells; ``people`` maps Slack ids to names."""

    record: SummaryRecord
    weeks: tuple[CampaignWeek, ...]
    people: Mapping[str, str]
    now: datetime


def read_summary(store: Store, summary_id: int, *, now: Moment) -> Summary:
    """Read a summary and the week it tells of; raises KeyError where there is none."""
    with store.read() as session:
        record = get_summary(session, summary_id)
        return read_week(session, record, now=now)


def read_week(session: Session, record: SummaryRecord, *, now: Moment) -> Summary:
    """Read the week of every campaign that is open, or was until this week."""
    views = tuple(reversed(list_views(session, only_open=True)))
    dris = names_by_gitlab(session, [item.dri for view in views for item in view.items])
    weeks = tuple(_week(session, view, record, dris, now=now) for view in views)
    silent = [owner for week in weeks for owner in week.reminders.silent]
    people = names_by_slack_id(session, [*silent, record.decided_by or ""])
    return Summary(record, weeks, people, now.story)


def _week(
    session: Session,
    view: CampaignView,
    record: SummaryRecord,
    dris: Mapping[str, str],
    *,
    now: Moment,
) -> CampaignWeek:
    campaign = view.campaign
    steps = list_steps_between(session, campaign.id, record.since, record.until)
    told = list_told_between(session, campaign.id, record.since, record.until)
    status = build_status(view, dris, now.story)
    blocked = [item for item in view.items if item.state == ItemState.blocked]
    return CampaignWeek(
        status=status,
        moved=what_moved(steps),
        blocked=tuple(sorted(blocked, key=lambda item: item.state_since or now.story)),
        standings=Counter(item.evidence.standing for item in view.items if item.evidence),
        reminders=count_reminders(told),
        decisions=tuple(_decisions(status, now.story)),
        by_component={item.component: item for item in view.items},
    )


def _decisions(status: CampaignStatus, now: datetime) -> Iterable[Decision]:
    campaign, items = status.campaign, status.items
    unfinished = status.progress.done < status.progress.total
    if campaign.due_on is not None and campaign.due_on < now.date() and unfinished:
        yield Decision(DecisionKind.overdue)
    found = {
        DecisionKind.issue_gone: [item for item in items if item.gone],
        DecisionKind.no_owner: [
            item
            for tier in status.tiers
            if tier.open
            for item in tier.items
            if item.dri is None and item.state != ItemState.production
        ],
        DecisionKind.mismatch: [i for i in items if i.evidence and i.evidence.mismatched_at],
    }
    for kind, concerned in found.items():
        if concerned:
            yield Decision(kind, tuple(concerned))
