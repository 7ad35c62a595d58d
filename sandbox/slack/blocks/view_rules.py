"""Slack's rules for modals and Home (docs.slack.dev, reference/views)."""

from sandbox.slack.blocks.block_rules import block_problems
from sandbox.slack.blocks.shapes import (
    Problems,
    anything,
    at_most,
    fields,
    only,
    plain,
    problem,
    required,
)
from sandbox.slack.wire import Json

ROOT = "/view"
_SHARED = {
    "type": anything,
    "blocks": anything,
    "private_metadata": at_most(3000),
    "callback_id": at_most(255),
    "external_id": at_most(255),
}
_MODAL = _SHARED | {
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": anything,
    "notify_on_close": anything,
    "submit_disabled": anything,
}


def view_problems(view: Json, surface: str) -> Problems:
    """List the problems for which Slack would reject a view."""
    checks = _MODAL if surface == "modal" else _SHARED
    if view.get("type") != surface:
        yield problem(f"{ROOT}/type", f"must be {surface}")
    yield from required(ROOT, view, ("title", "blocks") if surface == "modal" else ("blocks",))
    yield from fields(ROOT, view, checks)
    yield from only(ROOT, view, checks)
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield problem(f"{ROOT}/blocks", "must be an array of objects")
        return
    yield from block_problems(blocks, surface, f"{ROOT}/blocks")
    has_input = any(block.get("type") == "input" for block in blocks)
    if surface == "modal" and has_input and not view.get("submit"):
        yield problem(ROOT, "missing required field: submit")
