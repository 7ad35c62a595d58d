"""Finding conversations, messages, views and elements on a person's screen."""

from collections.abc import Iterator

from sandbox.slack.acting.inputs import (
    NotOnScreenError,
    entered,
    initial_values,
    is_empty,
    option_of,
    options_of,
)
from sandbox.slack.blocks.checked import elements_of
from sandbox.slack.records import Channel
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace


def reachable(workspace: Workspace, user_id: str, channel_id: str) -> Channel:
    """Return a conversation that the person can open; the app's user id selects its DM."""
    workspace.person(user_id)
    if channel_id in workspace.people:
        return workspace.direct_channel(user_id)
    channel = workspace.channel(channel_id)
    if channel.im_user not in (None, user_id):
        raise NotOnScreenError(f"{user_id} cannot see the direct messages of {channel.im_user}")
    if channel.is_private and user_id not in channel.members:
        raise NotOnScreenError(f"{user_id} is not in {channel_id}")
    return channel


def message_on_screen(
    workspace: Workspace, user_id: str, channel_id: str, ts: str
) -> tuple[Channel, Json, bool]:
    """Return a message with its channel, and whether only this person sees it."""
    channel = reachable(workspace, user_id, channel_id)
    if ts in channel.messages:
        return channel, channel.messages[ts], False
    ephemeral = workspace.screen(user_id).ephemerals.get(ts)
    if ephemeral is None:
        raise NotOnScreenError(f"{user_id} cannot see message {ts} in {channel_id}")
    return channel, ephemeral, True


def view_on_screen(workspace: Workspace, user_id: str, view_id: str) -> Json:
    """Return an open modal or the person's Home."""
    screen = workspace.screen(user_id)
    if view_id not in screen.modals and view_id != screen.home_id:
        raise NotOnScreenError(f"{user_id} has no view {view_id} open")
    return workspace.views[view_id]


def choices_in(workspace: Workspace, user_id: str, message: Json) -> dict[str, dict[str, Json]]:
    """Return the person's unsent choices in a message, which callers may change."""
    screen = workspace.screen(user_id)
    return screen.choices.setdefault(message["ts"], initial_values(message.get("blocks", [])))


def _elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def find_element(blocks: list[Json], wanted: str, value: object) -> tuple[Json, Json]:
    """Find the only matching element by its ids or label, and by its value if given."""
    pairs = [(b, e) for b, e in _elements(blocks) if wanted in _names(b, e)]
    if len(pairs) > 1 and value is not None:
        pairs = [(b, e) for b, e in pairs if value in _values(e)]
    if len(pairs) == 1:
        return pairs[0]
    shown = ", ".join(f"{e['action_id']} ({_label(b, e)})" for b, e in _elements(blocks))
    problem = "no" if not pairs else "more than one"
    raise NotOnScreenError(f"{problem} element {wanted!r} with value {value!r}; available: {shown}")


def _values(element: Json) -> list[object]:
    """List an element's possible values: a button's value, or those of a menu's options."""
    return [element.get("value"), *(option.get("value") for option in options_of(element))]


def _names(block: Json, element: Json) -> tuple[str, ...]:
    ids = f"{block['block_id']}/{element['action_id']}"
    return (element["action_id"], block["block_id"], ids, _label(block, element))


def _label(block: Json, element: Json) -> str:
    text = element.get("text") or block.get("label") or element.get("placeholder") or {}
    return str(text.get("text", ""))


def choose(element: Json, value: object) -> Json | None:
    """Build the state after choosing ``value``; None for a button, whose value must match."""
    if element["type"] == "button":
        if value is not None and value != element.get("value"):
            raise NotOnScreenError(f"the button's value is {element.get('value')!r}, not {value!r}")
        return None
    if element["type"] == "overflow":
        return {"type": "overflow", "selected_option": option_of(element, str(value))}
    return entered(element, value)


def enter(view: Json, values: Json) -> None:
    """Fill in a view's inputs, named by their ids or label."""
    for wanted, value in values.items():
        block, element = find_element(view["blocks"], wanted, None)
        state = view["state"]["values"].setdefault(block["block_id"], {})
        state[element["action_id"]] = entered(element, value)


def need_complete(view: Json) -> None:
    """Refuse a view with an empty required input, as Slack's client does."""
    for block in view["blocks"]:
        if block["type"] != "input" or block.get("optional"):
            continue
        entry = view["state"]["values"][block["block_id"]][block["element"]["action_id"]]
        if is_empty(entry):
            raise NotOnScreenError(f"please complete this required field: {block['label']['text']}")
