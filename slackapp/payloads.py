"""The parts of Slack's payloads that the assistant reads (docs.slack.dev, "Interaction payloads").

Everything in them may be missing: a client, a version or an Enterprise Grid leaves parts out.
"""

from collections.abc import Mapping
from typing import TypeAlias, TypedDict


class ChosenOption(TypedDict):
    """An option that was chosen or ticked."""

    value: str


class InputState(TypedDict, total=False):
    """What one input holds, by its kind."""

    value: str | None
    selected_date: str | None
    selected_user: str | None
    selected_option: ChosenOption | None
    selected_options: list[ChosenOption]


# By block_id, then by action_id.
InputValues: TypeAlias = Mapping[str, Mapping[str, InputState]]


class FormState(TypedDict, total=False):
    """The inputs of a message or a modal."""

    values: InputValues


class ViewBlock(TypedDict):
    """One block of a submitted modal."""

    block_id: str
    type: str


class ViewTitle(TypedDict):
    """A modal's title."""

    text: str


class SubmittedView(TypedDict):
    """A modal as it was submitted."""

    private_metadata: str
    state: FormState
    blocks: list[ViewBlock]
    title: ViewTitle


class PayloadUser(TypedDict, total=False):
    """Who pressed or submitted."""

    id: str
    team_id: str


class PayloadTeam(TypedDict, total=False):
    """The workspace of an interaction."""

    id: str


class Interaction(TypedDict, total=False):
    """A pressed button or a submitted modal."""

    user: PayloadUser
    team: PayloadTeam | None
    actions: list[InputState]
    state: FormState
    response_url: str
    trigger_id: str


class SlackMessage(TypedDict, total=False):
    """A message of a conversation, as an event or from its history."""

    user: str
    user_team: str
    bot_id: str
    app_id: str
    subtype: str
    channel: str
    channel_type: str
    text: str
    ts: str
    thread_ts: str
    reply_count: int


class EventBody(TypedDict, total=False):
    """What surrounds an event."""

    team_id: str
