"""Pausing and resuming the reminders of a campaign, or all reminders."""

from dataclasses import dataclass

from sqlmodel import Session

from campaigns.events import Event, EventKind
from campaigns.model.campaign import Campaign
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.items.find_items import get_open_campaign
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.events import record_event
from storage.reminders.pauses import EVERYTHING, add_pause, end_pause
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


@dataclass(frozen=True)
class Paused:
    """The paused or resumed campaign, or None for all; ``already`` if nothing changed."""

    campaign: Campaign | None
    already: bool = False


def pause_reminders(
    store: Store, catalog: Catalog, actor: Actor, campaign: str, *, now: Clocks
) -> Paused:
    """Pause the reminders of a campaign, or all reminders if ``campaign`` is empty.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may pause.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, Permission.pause)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        found = _find_campaign(session, campaign)
        new = add_pause(session, _scope(found), by=actor.slack_id, now=now.story)
        if new:
            _note(unit, EventKind.reminders_paused, actor, found)
    return Paused(found, already=not new)


def resume_reminders(
    store: Store, catalog: Catalog, actor: Actor, campaign: str, *, now: Clocks
) -> Paused:
    """Resume the reminders of a campaign, or end the general pause if ``campaign`` is empty.

    Raises:
        NotPermittedError: only the facilitator and the functional lead may resume.
        InvalidRequestError: no such open campaign.
    """
    require(catalog, actor, Permission.resume)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        unit = Unit(session, catalog, now)
        found = _find_campaign(session, campaign)
        ended = end_pause(session, _scope(found))
        if ended:
            _note(unit, EventKind.reminders_resumed, actor, found)
    return Paused(found, already=not ended)


def _find_campaign(session: Session, words: str) -> Campaign | None:
    return get_open_campaign(session, words) if words.strip() else None


def _scope(campaign: Campaign | None) -> str:
    return EVERYTHING if campaign is None else campaign.slug


def _note(unit: Unit, kind: EventKind, actor: Actor, campaign: Campaign | None) -> None:
    event = Event(kind, _scope(campaign), unit.now.story, actor.slack_id)
    record_event(unit.session, None if campaign is None else campaign.id, event)
