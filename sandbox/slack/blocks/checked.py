"""Preparing blocks as Slack does: validating them and adding missing ids."""

from collections.abc import Iterator

from sandbox.slack.blocks.block_rules import block_problems
from sandbox.slack.blocks.shapes import problem
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace


def ready_blocks(workspace: Workspace, blocks: object) -> list[Json]:
    """Validate the blocks of a message and add missing ids.

    Raises:
        SlackError: ``invalid_blocks_format``, or ``invalid_blocks`` with ``errors`` that locate
            the block.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    problems = [*block_problems(blocks, "message"), *_file_problems(workspace, blocks)]
    if problems:
        messages = [f"[ERROR] {message}" for message in problems]
        raise SlackError(
            "invalid_blocks", errors=problems, response_metadata={"messages": messages}
        )
    return with_ids(workspace, blocks)


def _file_problems(workspace: Workspace, blocks: list[Json]) -> Iterator[str]:
    """List the image blocks whose file is unknown, not yet processed, or not an image."""
    now = workspace.wire_now()
    for index, block in enumerate(blocks):
        file = block.get("slack_file")
        if block.get("type") != "image" or not isinstance(file, dict) or "id" not in file:
            continue
        if not workspace.files.is_picture(file["id"], now):
            yield problem(f"/blocks/{index}/slack_file", "invalid slack file")


def with_ids(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """Add missing block_ids and action_ids, as Slack does."""
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
