"""Pins and edits as people and scripts read them: JSON objects, and a unified diff."""

import difflib
from collections.abc import Iterable
from typing import TypedDict

from runtimes.model import Pin


class PinObject(TypedDict):
    """One pin of ``pins --json``."""

    path: str
    line: int
    runtime: str
    kind: str
    raw: str
    version: str | None
    edit: str
    reason: str


def pin_object(pin: Pin) -> PinObject:
    """A pin as a JSON object."""
    return PinObject(
        path=pin.path,
        line=pin.line,
        runtime=pin.runtime,
        kind=pin.kind,
        raw=pin.raw,
        version=None if pin.version is None else str(pin.version),
        edit=pin.edit,
        reason=pin.reason,
    )


def pin_objects(pins: Iterable[Pin]) -> list[PinObject]:
    """Pins as JSON objects, in their order."""
    return [pin_object(pin) for pin in pins]


def unified_diff(path: str, before: str, after: str) -> str:
    """The change of one file as ``git apply`` takes it, empty when there is none."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        fromfile=f"a/{path}",
        tofile=f"b/{path}",
    )
    marked = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(marked)
