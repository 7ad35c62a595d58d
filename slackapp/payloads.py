"""The parts of Slack's payloads that the assistant reads (docs.slack.dev, "Interaction payloads").

Every field may be missing, depending on the client, the version or Enterprise Grid.
"""

from collections.abc import Mapping
from typing import TypeAlias, TypedDict


class ChosenOption(TypedDict):
    """A chosen or ticked option."""

    value: str


class InputState(TypedDict, total=False):
    """The state of an input; the fields depend on its type."""

    value: str | None
    selected_date: str | None
    selected_user: str | None
    selected_option: ChosenOption | None
    selected_options: list[ChosenOption]


# By block_id, then by action_id.
InputValues: TypeAlias = Mapping[str, Mapping[str, InputState]]


class FormState(TypedDict, total=False):
    """The state of the inputs of a message or a modal."""

    values: InputValues


class ViewBlock(TypedDict):
    """A block of a submitted modal."""

    block_id: str
    type: str


class ViewTitle(TypedDict):
    """A modal's title."""

    text: str


class SubmittedView(TypedDict):
    """A submitted modal."""

    private_metadata: str
    state: FormState
    blocks: list[ViewBlock]
    title: ViewTitle


class PayloadUser(TypedDict, total=False):
    """The user who pressed a button or submitted a modal."""

    id: str
    team_id: str


class PayloadTeam(TypedDict, total=False):
    """The workspace of an interaction, or its organization."""

    id: str


class Interaction(TypedDict, total=False):
    """A pressed button or a submitted modal."""

    user: PayloadUser
    team: PayloadTeam | None
    enterprise: PayloadTeam | None
    actions: list[InputState]
    state: FormState
    response_url: str
    trigger_id: str


class SlackMessage(TypedDict, total=False):
    """A message in a conversation, from an event or from the history."""

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
    """The envelope of an event."""

    team_id: str
