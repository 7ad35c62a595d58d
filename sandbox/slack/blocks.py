"""Blocks as Slack takes them: ids are given to those that have none."""

from collections.abc import Iterator

from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

BLOCKS_MOST = {"message": 50, "modal": 100, "home": 100}


def ready_blocks(workspace: Workspace, blocks: object, *, surface: str) -> list[Json]:
    """Check the blocks of a message or view and give ids to those that lack them.

    Raises:
        SlackError: ``invalid_blocks_format`` or ``invalid_blocks``.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    if len(blocks) > BLOCKS_MOST[surface]:
        raise SlackError("invalid_blocks")
    for block in blocks:
        block.setdefault("block_id", workspace.next_id("b"))
        for element in elements_of(block):
            element.setdefault("action_id", workspace.next_id("a"))
    return blocks


def elements_of(block: Json) -> Iterator[Json]:
    """List the interactive elements of one block."""
    if block.get("type") == "actions":
        yield from block.get("elements", [])
    for place in ("accessory", "element"):
        element = block.get(place)
        if isinstance(element, dict) and element.get("type") != "image":
            yield element
