"""Shared parts of summary and announcement drafts: the buttons and the decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from slackapp.views.mrkdwn import escape, moment


class Decided(Protocol):
    """A draft that records who decided on it, and when."""

    @property
    def state(self) -> str:
        """A `DraftState`."""

    @property
    def decided_by(self) -> str | None:
        """The Slack id of the person who decided."""

    @property
    def decided_at(self) -> datetime | None:
        """The moment of the decision."""


@dataclass(frozen=True)
class DraftButtons:
    """A draft's action ids, which never change because posted messages contain them."""

    post: str
    edit: str
    skip: str
    skip_label: str = "Skip"

    def build(self, value: str) -> ActionsBlock:
        """Build the buttons; ``value`` identifies the draft."""
        return ActionsBlock(
            elements=[
                ButtonElement(text="Post", action_id=self.post, value=value, style="primary"),
                ButtonElement(text="Edit", action_id=self.edit, value=value),
                ButtonElement(text=self.skip_label, action_id=self.skip, value=value),
            ]
        )


def decided_words(draft: Decided, people: Mapping[str, str], why: str | None = None) -> str:
    """Describe who posted or skipped a draft, when and why; ``people`` maps Slack ids to names."""
    who = escape(people.get(draft.decided_by or "", "the assistant"))
    at = f" {moment(draft.decided_at)}" if draft.decided_at else ""
    because = f": {escape(why)}" if why else ""
    return f"{draft.state.capitalize()} by {who}{at}{because}."


def carry_version(draft_id: int, version: int) -> str:
    """Encode a draft's id and version for a button or a modal."""
    return f"{draft_id}:{version}"


def parse_version(carried: str) -> tuple[int, int]:
    """Decode the id and version that `carry_version` encoded."""
    draft_id, _, version = carried.partition(":")
    return int(draft_id), int(version)
