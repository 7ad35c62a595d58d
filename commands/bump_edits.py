"""From a repository's files to the edits of a merge request: pure, one file after another."""

from collections.abc import Iterable
from dataclasses import dataclass

from commands.notes import as_markdown
from gitlab_gateway.merge_requests import FileEdit, FileSeen
from runtimes.bumping import Bumped, Left, bump_all
from runtimes.evidence import where_pin_stands
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.versions import Version

_SETTLED = frozenset({"at", "ahead"})


@dataclass(frozen=True)
class Moved:
    """One line that a merge request moves."""

    path: str
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class Edits:
    """What a merge request changes, and what it leaves to a person (as Markdown).

    ``questions`` are the places that a person must decide on, such as `go.mod:3`.
    """

    files: tuple[FileEdit, ...]
    moved: tuple[Moved, ...]
    left: tuple[str, ...]
    questions: tuple[str, ...]


def plan_edits(files: Iterable[FileSeen], runtime: str, target: Version) -> Edits:
    """Move every pin of a runtime in these files; what is a question stays, and is named."""
    edits: list[FileEdit] = []
    moved: list[Moved] = []
    left: list[str] = []
    questions: list[str] = []
    for file in files:
        pins = find_pins(file.path, file.text, runtime)
        bumped = bump_all(file.path, file.text, pins, target)
        if bumped.text != file.text:
            edits.append(FileEdit(file.path, bumped.text, file.last_commit_id))
            moved += _moved(file, pins, bumped, runtime)
        open_ones = [one for one in bumped.left if _is_question(one, target)]
        left += [_asked(one) for one in open_ones]
        left += [as_markdown(note) for note in bumped.notes]
        questions += [f"{one.pin.path}:{one.pin.line}" for one in open_ones]
    return Edits(
        tuple(edits), tuple(moved), tuple(dict.fromkeys(left)), tuple(dict.fromkeys(questions))
    )


def _moved(file: FileSeen, pins: Iterable[Pin], bumped: Bumped, runtime: str) -> list[Moved]:
    """Pair the moved pins with what their lines say now: an edit adds and drops no line."""
    stayed = {left.pin.line for left in bumped.left}
    now = {pin.line: pin.raw for pin in find_pins(file.path, bumped.text, runtime)}
    return [
        Moved(pin.path, pin.line, pin.raw, now.get(pin.line, pin.raw))
        for pin in pins
        if pin.line not in stayed
    ]


def _is_question(left: Left, target: Version) -> bool:
    """Tell whether a pin that stayed waits for a person: it is no reference and not there yet."""
    return left.pin.edit != "never" and where_pin_stands(left.pin, target) not in _SETTLED


def _asked(left: Left) -> str:
    place = f"`{left.pin.path.replace('`', '')}:{left.pin.line}`"
    return f"{place} stays at {as_markdown(left.pin.raw)}: {as_markdown(left.why)}"
