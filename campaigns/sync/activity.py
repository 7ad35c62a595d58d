"""Activity on an item: people's changes in GitLab, as opposed to the assistant's."""

from datetime import datetime, timedelta

from campaigns.sync.snapshots import IssueSnapshot

# Clocks differ slightly, and GitLab may finish a request after responding to it.
MARGIN = timedelta(seconds=10)


def active_since(seen: IssueSnapshot, touched_at: datetime | None) -> datetime | None:
    """Return when somebody last changed an issue or its merge requests.

    Changes to the issue up to ``touched_at``, when the assistant last wrote to it, are attributed
    to the assistant.
    """
    own = touched_at is not None and (
        seen.changed_at is None or seen.changed_at <= touched_at + MARGIN
    )
    moments = [None if own else seen.changed_at, seen.requests_changed_at]
    return max((moment for moment in moments if moment is not None), default=None)
