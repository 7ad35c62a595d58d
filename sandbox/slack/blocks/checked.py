"""Preparing blocks as Slack does: validating them and adding missing ids."""

from collections.abc import Iterator

from sandbox.slack.blocks.block_rules import block_problems
from sandbox.slack.blocks.shapes import problem, texts_of
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace

# Reported for real Slack, which documents no number: bolt-js has seen 13,172 refused.
CHARACTERS_MOST = 13_200
HEADER_CHARACTERS = 100


def ready_blocks(workspace: Workspace, blocks: object) -> list[Json]:
    """Validate the blocks of a message and add missing ids.

    Raises:
        SlackError: ``invalid_blocks_format``, ``invalid_blocks`` with ``errors`` that locate the
            block, or ``msg_blocks_too_long``.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    problems = [*block_problems(blocks, "message"), *_file_problems(workspace, blocks)]
    if problems:
        messages = [f"[ERROR] {message}" for message in problems]
        raise SlackError(
            "invalid_blocks", errors=problems, response_metadata={"messages": messages}
        )
    if characters(blocks) > CHARACTERS_MOST:
        raise SlackError("msg_blocks_too_long")
    return with_ids(workspace, blocks)


def characters(blocks: list[Json]) -> int:
    """Count the characters of blocks that count against their message."""
    headers = len([block for block in blocks if block.get("type") == "header"])
    return HEADER_CHARACTERS * headers + sum(len(text) for text in texts_of(blocks))


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
