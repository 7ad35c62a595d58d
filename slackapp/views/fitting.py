"""Slack's limits, applied to everything just before it is sent: no view is ever too large.

Texts that are too long are divided or cut at a line, and what is left out is counted. Sources:
docs.slack.dev, reference/block-kit; the characters of a whole message are not documented, but
Slack is reported to refuse about 13,200, and each header to count for some 100 more.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import TypeVar

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    MarkdownTextObject,
    SectionBlock,
    TextObject,
)
from slack_sdk.models.views import View

from slackapp.views.message import MESSAGE_BLOCKS, SECTION_LIMIT, Message, context, pieces, section
from slackapp.views.mrkdwn import Mrkdwn

Element = TypeVar("Element")

CHARACTERS = 12_000
HEADER_CHARACTERS = 100
# chat.update refuses more than 4,000, which may be bytes.
TEXT_BYTES = 3_900
FIELDS, FIELD_LIMIT = 10, 2_000
CONTEXT_ELEMENTS = 10
ACTIONS = 25
# A view may have 250 KB.
VIEW_BLOCKS, VIEW_CHARACTERS = 100, 40_000
MORE_CHARACTERS = 40


def fit_message(message: Message) -> Message:
    """Return a message that Slack accepts; one that is within the limits stays as it is."""
    return Message(
        Mrkdwn(cut_bytes(message.text, TEXT_BYTES)),
        fit_blocks(message.blocks, MESSAGE_BLOCKS, CHARACTERS),
    )


def fit_view(view: View, characters: int = VIEW_CHARACTERS) -> View:
    """Return a modal or a Home that Slack accepts."""
    fitted = copy(view)
    fitted.blocks = fit_blocks(view.blocks or (), VIEW_BLOCKS, characters)
    return fitted


def fit_blocks(blocks: Sequence[Block], most: int, characters: int) -> list[Block]:
    """Divide blocks that are too large, then leave out those that do not fit, and count them.

    Buttons, inputs and images are always kept.
    """
    parts = [part for block in blocks for part in _divide(block)]
    if len(parts) <= most and sum(map(size, parts)) <= characters:
        return parts
    needed = [part for part in parts if _is_needed(part)]
    room = characters - MORE_CHARACTERS - sum(map(size, needed))
    return _keep(parts, most - 1 - len(needed), room)[:most]


def size(block: Block) -> int:
    """Count the characters of a block that Slack counts against a message."""
    extra = HEADER_CHARACTERS if isinstance(block, HeaderBlock) else 0
    return extra + sum(map(len, _texts(block.to_dict())))


def cut_bytes(text: str, most: int) -> str:
    """Cut a text to a number of bytes of UTF-8, with an ellipsis if anything is lost."""
    encoded = text.encode()
    if len(encoded) <= most:
        return text
    return encoded[: most - len("…".encode())].decode(errors="ignore") + "…"


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _texts(one)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)


def _is_needed(block: Block) -> bool:
    return isinstance(block, (ActionsBlock, InputBlock, ImageBlock))


def _keep(parts: Sequence[Block], places: int, room: int) -> list[Block]:
    """Keep parts in order while there is room; after the first that does not fit, count lines."""
    kept: list[Block] = []
    left_out, at = 0, 0
    for part in parts:
        if _is_needed(part):
            kept.append(part)
        elif not left_out and places > 0 and size(part) <= room:
            kept.append(part)
            places, room, at = places - 1, room - size(part), len(kept)
        else:
            left_out += sum(text.count("\n") + 1 for text in _texts(part.to_dict())) or 1
    if left_out:
        kept.insert(at, context(f"… and {left_out} more lines"[:MORE_CHARACTERS]))
    return kept


def _divide(block: Block) -> list[Block]:
    """Divide one block into blocks within Slack's limits."""
    if isinstance(block, SectionBlock):
        return _divide_section(block)
    if isinstance(block, ContextBlock):
        shorter = copy(block)
        shorter.elements = [_cut(one, SECTION_LIMIT) for one in block.elements]
        return _divide_elements(shorter, CONTEXT_ELEMENTS)
    if isinstance(block, ActionsBlock):
        return _divide_elements(block, ACTIONS)
    return [block]


def _divide_elements(block: ContextBlock | ActionsBlock, most: int) -> list[Block]:
    """Divide a row of elements; only the first keeps the id, which must be unique."""
    rows: list[Block] = []
    for start in range(0, len(block.elements), most):
        row = copy(block)
        row.elements = block.elements[start : start + most]
        row.block_id = None if start else block.block_id
        rows.append(row)
    return rows


def _divide_section(block: SectionBlock) -> list[Block]:
    """Put the beginning of a long text beside its button, and the rest below."""
    first = copy(block)
    if block.fields:
        first.fields = [_cut(field, FIELD_LIMIT) for field in block.fields[:FIELDS]]
    text = block.text.text if isinstance(block.text, TextObject) else ""
    if len(text) <= SECTION_LIMIT:
        return [first]
    beginning, *rest = _paragraphs(text)
    first.text = MarkdownTextObject(text=beginning, verbatim=True)
    return [first, *map(section, rest)]


def _paragraphs(text: str) -> list[Mrkdwn]:
    """Divide a sealed text at its lines, and a line that is too long at its spaces."""
    found: list[str] = [""]
    for line in (piece for whole in text.split("\n") for piece in pieces(Mrkdwn(whole))):
        if len(found[-1]) + len(line) + 1 > SECTION_LIMIT:
            found.append("")
        found[-1] = f"{found[-1]}\n{line}" if found[-1] else line
    return [Mrkdwn(paragraph) for paragraph in found if paragraph]


def _cut(element: Element, most: int) -> Element:
    """Cut a text element; others stay as they are."""
    if not isinstance(element, TextObject) or len(element.text or "") <= most:
        return element
    cut = copy(element)
    cut.text = f"{next(iter(pieces(Mrkdwn(element.text), most - 2)))} …"
    return cut
