"""The job that notifies the facilitator of a manually closed epic, and offers `close`."""

from collections.abc import Iterator

from sqlmodel import Session

from campaigns.events import EventKind
from campaigns.lifecycle.messages import ClosedEpicMessage
from campaigns.people.working_time import is_working
from campaigns.states import OPEN_CAMPAIGN_STATES
from campaigns.summary.decisions import EPIC_CLOSED
from commands.clocks import Clocks
from commands.delivery.messages import enqueue
from commands.lifecycle.close_campaign import ClosingPreview, closing_of
from commands.people.delegates import read_assignees
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.delivery.queues import find_message
from storage.events import list_events
from storage.lifecycle.campaigns import list_campaigns
from storage.store import Store


def dispatch_closed_epics(store: Store, catalog: Catalog, *, now: Clocks) -> int:
    """Notify the facilitator of manually closed epics during working hours; return how many.

    The functional lead is notified if there is no facilitator.
    """
    with store.read() as session:
        if not any(_untold(session)):
            return 0
    with store.write() as session:
        unit = Unit(session, catalog, now)
        assignees = read_assignees(unit, ())
        lead = assignees.decider()
        if lead is None or not is_working(assignees.availability(lead), now.story):
            return 0
        told = list(_untold(session))
        for message in told:
            enqueue(session, message, to=lead.slack_id, now=now)
        return len(told)


def _untold(session: Session) -> Iterator[ClosedEpicMessage]:
    """Yield a message for each closed epic that has not been reported yet."""
    for campaign in list_campaigns(session, only_open=True):
        if EPIC_CLOSED not in campaign.notices:
            continue
        events = list_events(session, campaign.id, kind=EventKind.epic_closed)
        message = ClosedEpicMessage.of_closing(campaign.id, events[-1].at if events else None)
        if find_message(session, message.key) is None:
            yield message


def read_closed_epic(store: Store, campaign_id: int) -> ClosingPreview | None:
    """Return the preview of closing a campaign; None if it ended or its epic was reopened."""
    with store.read() as session:
        found = closing_of(session, campaign_id)
    campaign = found.campaign
    is_open = campaign.state in OPEN_CAMPAIGN_STATES
    return found if is_open and EPIC_CLOSED in campaign.notices else None
