"""Converting blocks to plain text, as a person or a screen reader reads them."""

import re
from html import unescape

from sandbox.slack.acting.inputs import options_of
from sandbox.slack.wire import Json
from sandbox.slack.workspace import Workspace

_TOKEN = re.compile(r"<([^<>]+)>")


def read_mrkdwn(workspace: Workspace, text: str) -> str:
    """Return mrkdwn as plain text, with names for mentions, text for links, fallbacks for dates."""
    return unescape(_TOKEN.sub(lambda found: _read_token(workspace, found[1]), text))


def _read_token(workspace: Workspace, token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        person = workspace.people.get(target[1:])
        return f"@{person.name if person else label or target[1:]}"
    if target.startswith("#"):
        channel = workspace.channels.get(target[1:])
        return f"#{channel.name if channel else label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:]}"
    return label or target


def read_message(workspace: Workspace, message: Json) -> str:
    """Return the plain text of a message's blocks (or its text if it has none) and its files."""
    if message.get("blocks"):
        return read_blocks(workspace, message["blocks"])
    files = [f"[file: {file['name']}]" for file in message.get("files", [])]
    return "\n".join([*filter(None, [read_mrkdwn(workspace, message.get("text", ""))]), *files])


def read_blocks(workspace: Workspace, blocks: list[Json]) -> str:
    """Return blocks as lines of plain text, with interactive elements in brackets."""
    lines = [_read_block(workspace, block) for block in blocks]
    return "\n".join(line for line in lines if line)


def _read_block(workspace: Workspace, block: Json) -> str:
    return _READERS.get(block.get("type", ""), _read_nested)(workspace, block)


def _read_divider(_workspace: Workspace, _block: Json) -> str:
    return "----"


def _read_header(workspace: Workspace, block: Json) -> str:
    return f"*{_read_text(workspace, block['text'])}*"


def _read_row(workspace: Workspace, block: Json) -> str:
    return " ".join(_read_element(workspace, one) for one in block["elements"])


def _read_input(workspace: Workspace, block: Json) -> str:
    label = _read_text(workspace, block["label"])
    return f"{label}: {_read_element(workspace, block['element'])}"


def _read_picture(_workspace: Workspace, block: Json) -> str:
    return f"[picture: {block.get('alt_text', '')}]"


def _read_section(workspace: Workspace, block: Json) -> str:
    parts = [_read_text(workspace, block["text"])] if "text" in block else []
    parts += [_read_text(workspace, one) for one in block.get("fields", [])]
    if "accessory" in block:
        parts.append(_read_element(workspace, block["accessory"]))
    return "  ".join(parts)


def _read_text(workspace: Workspace, text: Json) -> str:
    if text.get("type") == "mrkdwn":
        return read_mrkdwn(workspace, text["text"])
    return str(text.get("text", ""))


def _read_element(workspace: Workspace, element: Json) -> str:
    kind = element.get("type")
    if kind in ("mrkdwn", "plain_text"):
        return _read_text(workspace, element)
    if kind == "button":
        return f"[{element['text']['text']}]"
    if kind == "image":
        return f"[picture: {element.get('alt_text', '')}]"
    if kind == "overflow":
        return f"[… {', '.join(option['text']['text'] for option in options_of(element))}]"
    if kind in ("checkboxes", "radio_buttons"):
        chosen = element.get("initial_options") or [element.get("initial_option")]
        return " ".join(_read_option(option, chosen) for option in options_of(element))
    placeholder = element.get("placeholder", {}).get("text", "")
    return f"[{element.get('initial_value') or placeholder}]"


def _read_option(option: Json, chosen: list[Json | None]) -> str:
    values = {one["value"] for one in chosen if one}
    return f"[{'x' if option.get('value') in values else ' '}] {option['text']['text']}"


def _read_table(workspace: Workspace, block: Json) -> str:
    rows = [[_read_nested(workspace, cell) for cell in row] for row in block.get("rows", [])]
    return "\n".join(" | ".join(row) for row in rows)


def _read_nested(workspace: Workspace, node: Json) -> str:
    """Return rich text as plain text: the text of every leaf, in order."""
    if node.get("type") == "user":
        return read_mrkdwn(workspace, f"<@{node['user_id']}>")
    if "text" in node and isinstance(node["text"], str):
        return str(node["text"])
    inner = [_read_nested(workspace, one) for one in node.get("elements", [])]
    separator = "\n" if node.get("type") in ("rich_text", "rich_text_list") else ""
    return separator.join(inner) or str(node.get("url", ""))


_READERS = {
    "divider": _read_divider,
    "header": _read_header,
    "section": _read_section,
    "context": _read_row,
    "actions": _read_row,
    "input": _read_input,
    "image": _read_picture,
    "table": _read_table,
}
