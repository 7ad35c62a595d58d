"""An item's activity: its notes and label events in chronological order."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sandbox.gitlab.page.addresses import Item
from sandbox.gitlab.records import Label, LabelEvent, Note, User


@dataclass(frozen=True)
class Entry:
    """An entry of the activity: a note, or labels that somebody changed together."""

    at: datetime
    user: User
    note: Note | None = None
    added: tuple[Label, ...] = ()
    removed: tuple[Label, ...] = ()


def timeline(item: Item) -> list[Entry]:
    """Merge notes and label changes, oldest first; labels changed together are one entry."""
    notes = [Entry(note.created_at, note.author, note) for note in item.notes]
    changes = [
        _change(at, user, list(events))
        for (at, user), events in groupby(item.label_events, lambda e: (e.created_at, e.user))
    ]
    return sorted([*notes, *changes], key=lambda entry: entry.at)


def _change(at: datetime, user: User, events: list[LabelEvent]) -> Entry:
    return Entry(
        at,
        user,
        added=tuple(event.label for event in events if event.action == "add"),
        removed=tuple(event.label for event in events if event.action == "remove"),
    )
