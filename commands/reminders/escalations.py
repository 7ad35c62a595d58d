"""Reading the escalations of the active campaigns."""

from collections.abc import Iterable

from sqlmodel import Session

from campaigns.model.campaign import Campaign, CampaignView
from campaigns.model.reminder import Reminder
from campaigns.reminders.escalations import Escalation, find_escalation, list_questions
from campaigns.states import CampaignState
from commands.people.delegates import read_assignees
from commands.unit import Unit
from storage.lifecycle.campaigns import list_views
from storage.reminders.pauses import EVERYTHING, list_pauses
from storage.reminders.queries import list_on_their_way, list_reminders_of


def list_escalations(unit: Unit) -> tuple[Escalation, ...]:
    """List the escalations of the active campaigns, with a constant number of queries."""
    views = list_active(unit.session)
    assignees = read_assignees(unit, usernames_of(views))
    questions = list_questions(views, assignees, unit.catalog.working_group.policy.not_started_days)
    told: dict[int, list[Reminder]] = {}
    for reminder in list_reminders_of(unit.session, {one.item.id for one in questions}):
        told.setdefault(reminder.item_id, []).append(reminder)
    leaving = list_on_their_way(unit.session)
    return tuple(
        find_escalation(
            one,
            told.get(one.item.id, ()),
            assignees.availability(one.owner.person),
            leaving,
        )
        for one in questions
    )


def is_paused(session: Session, campaign: Campaign) -> bool:
    """Return whether the reminders of a campaign are paused."""
    return not list_pauses(session).keys().isdisjoint({EVERYTHING, campaign.slug})


def list_active(session: Session) -> list[CampaignView]:
    """List the active campaigns with their items."""
    views = list_views(session, only_open=True)
    return [view for view in views if view.campaign.state == CampaignState.active]


def usernames_of(views: Iterable[CampaignView]) -> set[str | None]:
    """Return the GitLab usernames of these campaigns' DRIs, backups and blocker assignees."""
    items = [item for view in views for item in view.items]
    named = {name for item in items for name in (item.dri, item.backup)}
    return named | {name for item in items for b in item.blockers for name in b.assignees}
