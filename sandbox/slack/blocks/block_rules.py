"""Slack's rules for blocks (docs.slack.dev, reference/block-kit/blocks)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sandbox.slack.blocks.element_rules import element_problems
from sandbox.slack.blocks.shapes import (
    Problems,
    anything,
    at_most,
    either,
    either_text,
    fields,
    items,
    matching,
    only,
    plain,
    problem,
    required,
    texts_of,
)
from sandbox.slack.wire import Json

BLOCKS_MOST = {"message": 50, "modal": 100, "home": 100}
TABLE_CHARACTERS_MOST = 10_000
_PICTURE_URL = matching(r"https?://\S{1,2990}", "must be a valid URL")
_FILE_ID = matching("F[A-Z0-9]{8,}", "input must match regex pattern: ^[F][A-Z0-9]{8,}$")
TABLE_ROWS_MOST, TABLE_COLUMNS_MOST = 100, 20


@dataclass(frozen=True)
class BlockRule:
    """The rule for a kind of block: its surfaces, its fields, and checks across fields."""

    checks: dict[str, Callable[[str, object], Problems]]
    needs: tuple[str, ...] = ()
    beyond: Callable[[str, Json], Problems] = anything
    surfaces: frozenset[str] = frozenset({"message", "modal", "home"})


def block_problems(blocks: list[Json], surface: str, root: str = "/blocks") -> Iterator[str]:
    """List the problems for which Slack would reject a message's, modal's or Home's blocks."""
    yield from items(root, blocks, BLOCKS_MOST[surface], 0 if surface == "home" else 1)
    for index, block in enumerate(blocks):
        yield from _block(f"{root}/{index}", block, surface)
    yield from _repeated(root, blocks)
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield problem(root, "only one table block is allowed")


def _block(path: str, block: Json, surface: str) -> Problems:
    kind = block.get("type")
    rule = BLOCKS.get(kind) if isinstance(kind, str) else None
    if rule is None or surface not in rule.surfaces:
        yield problem(f"{path}/type", f"unsupported type: {kind}")
        return
    checks = {"type": anything, "block_id": at_most(255, 1), **rule.checks}
    yield from required(path, block, rule.needs)
    yield from fields(path, block, checks)
    yield from only(path, block, checks)
    yield from rule.beyond(path, block)


def _repeated(root: str, blocks: list[Json]) -> Problems:
    """List block_ids that are used twice, and action_ids that are used twice within a block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id in seen:
            message = f'`block_id` "{block_id}" already exists'
            yield problem(f"{root}/{index}/block_id", message)
        seen.add(str(block_id)) if block_id else None
        yield from _repeated_actions(f"{root}/{index}/elements", block.get("elements"))


def _repeated_actions(path: str, elements: object) -> Problems:
    seen: set[str] = set()
    for index, element in enumerate(elements if isinstance(elements, list) else []):
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if action_id is None:
            continue
        if action_id in seen:
            message = f'`action_id` "{action_id}" already exists'
            yield problem(f"{path}/{index}/action_id", message)
        seen.add(action_id)


def _section_beyond(path: str, block: Json) -> Problems:
    if block.get("text") is None and not block.get("fields"):
        yield problem(path, "missing required field: text or fields")
    accessory = block.get("accessory")
    if isinstance(accessory, dict):
        yield from element_problems(f"{path}/accessory", accessory, "section")


def _section_fields(path: str, value: object) -> Problems:
    yield from items(path, value, 10)
    for index, one in enumerate(value if isinstance(value, list) else []):
        yield from either_text(f"{path}/{index}", one, 2000)


def _elements(place: str, most: int) -> Callable[[str, object], Problems]:
    def check(path: str, value: object) -> Problems:
        yield from items(path, value, most)
        for index, element in enumerate(value if isinstance(value, list) else []):
            if isinstance(element, dict):
                yield from _element_in(f"{path}/{index}", element, place)

    return check


def _element_in(path: str, element: Json, place: str) -> Problems:
    if place == "context" and element.get("type") in ("mrkdwn", "plain_text"):
        yield from either_text(path, element, 3000)
    else:
        yield from element_problems(path, element, place)


def _input_element(path: str, value: object) -> Problems:
    if isinstance(value, dict):
        yield from element_problems(path, value, "input")
    else:
        yield problem(path, "must be an object")


def _image_beyond(path: str, block: Json) -> Problems:
    if not block.get("image_url") and not block.get("slack_file"):
        yield problem(path, "missing required field: image_url")


def _slack_file(path: str, value: object) -> Problems:
    if not isinstance(value, dict):
        yield problem(path, "must be an object")
        return
    checks = {"id": _FILE_ID, "url": _PICTURE_URL}
    yield from only(path, value, checks)
    yield from fields(path, value, checks)
    if len(value) != 1:
        yield problem(path, "must have either id or url")


def _table_rows(path: str, value: object) -> Problems:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        yield problem(path, "must be an array of arrays")
        return
    if len(value) > TABLE_ROWS_MOST:
        yield problem(path, f"no more than {TABLE_ROWS_MOST} items allowed")
    for index, row in enumerate(value):
        if len(row) > TABLE_COLUMNS_MOST:
            yield problem(f"{path}/{index}", f"no more than {TABLE_COLUMNS_MOST} items allowed")
    if sum(len(text) for text in texts_of(value)) > TABLE_CHARACTERS_MOST:
        yield problem(path, f"must be less than {TABLE_CHARACTERS_MOST + 1} characters")


_RICH_TEXT = frozenset(
    {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
)


def _rich_text(path: str, value: object) -> Problems:
    yield from items(path, value, 1000)
    for index, one in enumerate(value if isinstance(value, list) else []):
        if isinstance(one, dict) and one.get("type") not in _RICH_TEXT:
            yield problem(f"{path}/{index}/type", f"unsupported type: {one.get('type')}")


_MESSAGES = frozenset({"message"})
BLOCKS: dict[str, BlockRule] = {
    "divider": BlockRule({}),
    "header": BlockRule({"text": plain(150), "level": anything}, ("text",)),
    "section": BlockRule(
        {
            "text": either(3000),
            "fields": _section_fields,
            "accessory": anything,
            "expand": anything,
        },
        beyond=_section_beyond,
    ),
    "context": BlockRule({"elements": _elements("context", 10)}, ("elements",)),
    "actions": BlockRule({"elements": _elements("actions", 25)}, ("elements",)),
    "input": BlockRule(
        {
            "label": plain(2000),
            "element": _input_element,
            "hint": plain(2000),
            "optional": anything,
            "dispatch_action": anything,
        },
        ("label", "element"),
    ),
    "image": BlockRule(
        {
            "image_url": _PICTURE_URL,
            "alt_text": at_most(2000, 1),
            "title": plain(2000),
            "slack_file": _slack_file,
        },
        ("alt_text",),
        _image_beyond,
    ),
    "rich_text": BlockRule({"elements": _rich_text}, ("elements",)),
    "markdown": BlockRule({"text": at_most(12_000, 1)}, ("text",), surfaces=_MESSAGES),
    "table": BlockRule(
        {"rows": _table_rows, "column_settings": anything}, ("rows",), surfaces=_MESSAGES
    ),
}
