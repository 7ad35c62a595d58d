"""What follows when a message is given up: whoever is waiting for it hears that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from commands.announcements.announcements import note_refused
from commands.clocks import Clocks
from commands.summary.decide_summary import reopen_summary, warn_of_summary

# docs.slack.dev, chat.postMessage, errors that people can mend.
MEANINGS = {
    "is_archived": "its channel is archived",
    "channel_not_found": "its channel is not there, or I may not see it",
    "not_in_channel": "I am not in its channel: invite me",
}


@dataclass(frozen=True)
class GivenUp:
    """A message that will not be sent: ``words`` say what became of it, ``why`` is the error.

    ``certain`` where it certainly did not arrive.
    """

    kind: str
    payload: Mapping[str, Any]
    words: str
    why: str
    certain: bool

    @property
    def sentence(self) -> str:
        """What became of it, as people read it."""
        meaning = MEANINGS.get(self.why)
        return f"was not posted, {meaning}" if meaning else self.words


def follow_given_up(session: Session, lost: GivenUp, *, now: Clocks) -> None:
    """Undo what only the message would have made true, and tell who waits for it."""
    if lost.kind in _FOLLOWED:
        _FOLLOWED[lost.kind](session, lost, now)


def _summary(session: Session, lost: GivenUp, now: Clocks) -> None:
    follow = reopen_summary if lost.certain else warn_of_summary
    follow(session, lost.payload["summary_id"], lost.sentence, now=now)


def _announcement(session: Session, lost: GivenUp, now: Clocks) -> None:
    note_refused(session, lost.payload["announcement_id"], lost.payload["channel"], now=now)


_FOLLOWED: dict[str, Callable[[Session, GivenUp, Clocks], None]] = {
    "summary": _summary,
    "announcement": _announcement,
}
