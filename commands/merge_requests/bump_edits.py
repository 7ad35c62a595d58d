"""Pure functions that derive a merge request's edits from a repository's files."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from commands.markdown import Markdown, as_markdown, code, markdown
from gitlab_gateway.merge_requests import FileEdit
from gitlab_gateway.repository import GONE, FileText
from runtimes.bumping import Bumped, Left, bump, bump_all
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import where_pins_stand
from runtimes.versions import Version

_SETTLED = frozenset({"at", "ahead"})


@dataclass(frozen=True)
class MovedLine:
    """A line that a merge request changes."""

    path: str
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class RepositoryEdits:
    """The changes in a merge request, and what is left for manual work (as Markdown).

    ``questions`` are the lines that need a person's decision, such as `go.mod:3`.
    """

    files: tuple[FileEdit, ...]
    moved: tuple[MovedLine, ...]
    left: tuple[Markdown, ...]
    questions: tuple[str, ...]


def plan_edits(
    files: Iterable[FileText], runtime: str, target: Version, patch: Version | None = None
) -> RepositoryEdits:
    """Update every pin of a runtime in these files, and list those that need a decision.

    ``patch`` is written where a full version is required but the target has no patch version; pins
    already at the target are not changed to it.
    """
    listed = list(files)
    seen = {file.path: file for file in listed if file.failure is None}
    unread = [file for file in listed if file.failure not in (None, GONE)]
    pins = [pin for file in seen.values() for pin in find_pins(file.path, file.text, runtime)]
    to_move: dict[str, list[Pin]] = {path: [] for path in seen}
    for one in where_pins_stand(pins, target):
        if one.where not in _SETTLED:
            to_move[one.pin.path].append(one.pin)
    bumped = [
        (file, to_move[path], bump_all(path, file.text, to_move[path], patch or target))
        for path, file in seen.items()
    ]
    left = [one for _, _, done in bumped for one in done.left if one.pin.edit != "never"]
    notes = [as_markdown(note) for _, _, done in bumped for note in done.notes]
    return RepositoryEdits(
        files=tuple(
            FileEdit(file.path, done.text, file.text)
            for file, _, done in bumped
            if done.text != file.text
        ),
        moved=tuple(one for each in bumped for one in _moved(*each, patch or target)),
        left=tuple(dict.fromkeys([*map(_unread, unread), *map(_asked, left), *notes])),
        questions=tuple(dict.fromkeys(f"{one.pin.path}:{one.pin.line}" for one in left)),
    )


def _moved(file: FileText, pins: Iterable[Pin], bumped: Bumped, target: Version) -> list[MovedLine]:
    """List the changed lines with their new text."""
    stayed = {left.pin for left in bumped.left}
    return [
        MovedLine(pin.path, pin.line, pin.raw, _written(file, pin, target))
        for pin in pins
        if pin not in stayed
    ]


def _written(file: FileText, pin: Pin, target: Version) -> str:
    """Return the version that an edit writes at a pin's first position."""
    start, end = pin.span
    first = replace(pin, also=(), raw=file.text[start:end])
    text = bump(file.path, file.text, first, target)
    return text[start : len(text) - len(file.text) + end]


def _unread(file: FileText) -> Markdown:
    return markdown("{} was not read: {}", code(file.path), file.failure)


def _asked(left: Left) -> Markdown:
    place = code(left.pin.path, left.pin.line)
    return markdown("{} stays at {}: {}", place, left.pin.raw, left.why)
