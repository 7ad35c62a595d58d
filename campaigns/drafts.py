"""The states of a draft, for both weekly summaries and announcements."""

from enum import StrEnum


class DraftState(StrEnum):
    """The state of a draft; a summary that Slack rejects becomes a draft again."""

    draft = "draft"
    posted = "posted"
    skipped = "skipped"
