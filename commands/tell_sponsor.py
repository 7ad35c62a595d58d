"""Telling the executive sponsor of what stays unanswered: only a lead's button gets there."""

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.reminders import RungKind
from campaigns.roles import Actor, Role
from campaigns.working_time import next_working_moment
from commands.actors import require
from commands.answer_reminder import Asked, get_asked
from commands.errors import InvalidRequestError, OutOfDateError
from commands.messages import want_digest_again
from commands.moments import Moment
from commands.recipients import availability_of, find_lead
from storage.catalog import Catalog
from storage.events import record_event
from storage.records import PersonRecord
from storage.reminders import add_reminders, find_told_sponsor, list_item_reminders
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store
from storage.tables import ReminderRow


def tell_sponsor(
    store: Store, catalog: Catalog, actor: Actor, reminder_id: int, *, now: Moment
) -> PersonRecord:
    """Put an item into the executive sponsor's digest, once a silence; gives who that is.

    Raises:
        NotPermittedError: only facilitator and functional lead tell the sponsor.
        OutOfDateError: it is answered, no longer needed, or told already.
        InvalidRequestError: there is no sponsor in Slack.
    """
    require(catalog, actor, "tell_sponsor")
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        asked = get_asked(session, actor, reminder_id)
        sponsor = find_lead(session, catalog, Role.executive_sponsor)
        if sponsor is None:
            raise InvalidRequestError(
                "There is no executive sponsor whom I know in Slack: name one in working-group.yml."
            )
        told = list_item_reminders(session, asked.item.id)
        if find_told_sponsor(told, asked.reminder) is not None:
            raise OutOfDateError(f"{sponsor.name} is told of {asked.item.title} already.")
        _tell(session, catalog, actor, asked, sponsor, now=now)
        return sponsor


def _tell(
    session: Session,
    catalog: Catalog,
    actor: Actor,
    asked: Asked,
    sponsor: PersonRecord,
    *,
    now: Moment,
) -> None:
    reminder, item = asked.reminder, asked.item
    row = ReminderRow(
        campaign_id=asked.campaign.id,
        item_id=item.id,
        cause=reminder.cause.value,
        blocker=reminder.blocker,
        person=sponsor.slack_id,
        owner=reminder.owner,
        since=reminder.since,
        step=reminder.step,
        kind=RungKind.executive_sponsor.value,
        due_at=next_working_moment(availability_of(catalog, sponsor), now.story),
    )
    add_reminders(session, [row])
    event = Event(
        EventKind.sponsor_asked,
        asked.campaign.slug,
        now.story,
        actor.slack_id,
        component=item.component,
        after=sponsor.name,
    )
    record_event(session, asked.campaign.id, event)
    if reminder.message:
        want_digest_again(session, reminder.message, now=now)
