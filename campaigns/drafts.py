"""The states of a draft, of a weekly summary as of an announcement."""

from enum import StrEnum


class DraftState(StrEnum):
    """A draft is posted or skipped; a summary that Slack refuses is a draft again."""

    draft = "draft"
    posted = "posted"
    skipped = "skipped"
