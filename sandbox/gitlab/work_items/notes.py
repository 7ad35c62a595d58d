"""Notes: people's comments and system notes (docs.gitlab.com/api/notes)."""

from sandbox.gitlab.records import By, Epic, Issue, MergeRequest, Note
from sandbox.gitlab.state import GitLabState

Noteable = Issue | Epic | MergeRequest


def add_note(
    state: GitLabState, item: Noteable, body: str, by: By, *, internal: bool = False
) -> Note:
    """Add a person's note."""
    note = Note(state.next_id("note"), body, by.user, by.now, by.now, internal=internal)
    item.notes.append(note)
    item.updated_at = by.now
    return note


def add_system_note(state: GitLabState, item: Noteable, body: str, by: By) -> Note:
    """Add a system note about a change."""
    note = Note(state.next_id("note"), body, by.user, by.now, by.now, system=True)
    item.notes.append(note)
    return note


def people_notes(item: Noteable) -> int:
    """Count the notes that people wrote (``user_notes_count``)."""
    return sum(not note.system for note in item.notes)
