"""Editing, posting and skipping drafts: the parts that summaries and announcements share.

A draft can be edited until it is posted or skipped. The person who posted it is notified of a
failed delivery, and every message that shows the draft is refreshed.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from campaigns.drafts import DraftState
from campaigns.messages import MessagePayload
from campaigns.people.roles import Actor, Permission
from commands.clocks import Clocks
from commands.delivery.messages import enqueue, enqueue_wherever_shown
from commands.errors import OutOfDateError
from commands.people.actors import require
from commands.unit import Unit
from storage.catalog.read import Catalog
from storage.drafts import DraftTable, change_draft
from storage.people.queries import names_by_slack_id
from storage.store import ACKNOWLEDGE_WAIT_SECONDS, Store


class Draft(Protocol):
    """The fields that summaries and announcements share."""

    @property
    def id(self) -> int:
        """The primary key."""

    @property
    def state(self) -> str:
        """A `DraftState`."""

    @property
    def version(self) -> int:
        """The number of changes so far, for optimistic locking."""

    @property
    def decided_by(self) -> str | None:
        """The Slack id of the person who posted or skipped it."""


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True)
class DraftKind(Generic[D]):
    """A kind of draft: its name in messages, the permission to decide, and its storage.

    ``prefix`` maps a draft's id to the prefix that its message keys share.
    """

    name: str
    permission: Permission
    table: DraftTable
    get: Callable[[Session, int], D]
    prefix: Callable[[int], str]


@dataclass(frozen=True)
class DraftDecision:
    """A decision to post or skip a draft, with a reason for skipping if required."""

    actor: Actor
    state: DraftState
    reason: str | None = None


@contextmanager
def open_for_decision(
    store: Store, catalog: Catalog, actor: Actor, kind: DraftKind[D], *, now: Clocks
) -> Iterator[Unit]:
    """Open a write unit for an actor who may decide on drafts of a kind.

    Raises:
        NotPermittedError: the actor lacks the permission.
    """
    require(catalog, actor, kind.permission)
    with store.write(wait_seconds=ACKNOWLEDGE_WAIT_SECONDS) as session:
        yield Unit(session, catalog, now)


def get_undecided(session: Session, kind: DraftKind[D], draft_id: int) -> D:
    """Return a draft; raise `OutOfDateError` if it was already posted or skipped."""
    draft = kind.get(session, draft_id)
    require_undecided(kind, draft, names_by_slack_id(session, [draft.decided_by or ""]))
    return draft


def require_undecided(kind: DraftKind[D], draft: D, people: Mapping[str, str]) -> None:
    """Raise `OutOfDateError` for a posted or skipped draft; ``people`` maps Slack ids to names."""
    if draft.state != DraftState.draft:
        who = people.get(draft.decided_by or "", "the assistant")
        raise OutOfDateError(f"This {kind.name} was already {draft.state} by {who}.")


def edit_draft(unit: Unit, kind: DraftKind[D], draft_id: int, version: int, **values: object) -> D:
    """Update a draft.

    Raises:
        OutOfDateError: it was posted, skipped or changed since ``version`` was read.
    """
    get_undecided(unit.session, kind, draft_id)
    if not change_draft(unit.session, kind.table, draft_id, version=version, **values):
        raise OutOfDateError(
            f"Somebody else changed this {kind.name} while you were editing. Copy your text, "
            "close this dialog, and press Edit again."
        )
    return show_draft_again(unit.session, kind, draft_id, now=unit.now)


def decide_draft(
    unit: Unit, kind: DraftKind[D], draft_id: int, version: int, decision: DraftDecision
) -> D:
    """Post or skip a draft.

    Raises:
        OutOfDateError: it was changed since ``version`` was read.
    """
    reason = {} if decision.reason is None else {"reason": decision.reason}
    decided = {"state": decision.state.value, "decided_by": decision.actor.slack_id, **reason}
    if not change_draft(
        unit.session, kind.table, draft_id, version=version, decided_at=unit.now.story, **decided
    ):
        raise OutOfDateError(
            f"Somebody has changed this {kind.name}: read it again before you continue."
        )
    return show_draft_again(unit.session, kind, draft_id, now=unit.now)


def show_draft_again(session: Session, kind: DraftKind[D], draft_id: int, *, now: Clocks) -> D:
    """Refresh every message that shows a draft, and return the draft."""
    enqueue_wherever_shown(session, kind.prefix(draft_id), now=now)
    return kind.get(session, draft_id)


def notify_poster(session: Session, draft: Draft, message: MessagePayload, *, now: Clocks) -> None:
    """Send a message to the person who posted a draft, if a person did."""
    if draft.decided_by and draft.decided_by.startswith(("U", "W")):
        enqueue(session, message, to=draft.decided_by, now=now)
