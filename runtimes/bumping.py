"""Move pins to a target by the smallest edit: only the version's own text changes.

A checksum or a digest beside a version is never left wrong in silence: a digest stops the edit
unless a resolver gives the new one, and a checksum is named in the notes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from runtimes.lists import AT, Edit, plan_line, plan_rows
from runtimes.model import Pin, Runtime, Span
from runtimes.proof import why_not
from runtimes.quoting import as_text
from runtimes.registry import get_runtime
from runtimes.spelling import complete, respell, version_of
from runtimes.versions import Version, parse_version, standing

# Given an image reference with its new tag, the digest "sha256:..." or None when unknown.
Resolver = Callable[[str], str | None]

_DIGEST = re.compile(r"[\w.+:-]*@(?P<digest>sha256:[0-9a-fA-F]{6,64})")
_CHECKSUM = re.compile(
    r"(?:sha\d*|checksum|md5|digest|hash|integrity)\w*[^\n]{0,40}?[:=\s\"']([0-9a-f]{32,128})\b|"
    r"\b[0-9a-f]{64}\b",
    re.IGNORECASE,
)
_IMAGE_START = re.compile(r"[^\s\"'=(]+$")
_NEAR = 6
_STAGE = re.compile(r"FROM[ \t]", re.IGNORECASE)
_BORDER = re.compile(rf"[ \t]*[)\]}}]+,?[ \t]*\r?$|{_STAGE.pattern}", re.IGNORECASE)
_WORD_OF = {
    "ask": "the edit is a choice of policy",
    "never": "the line must not be edited",
}


@dataclass(frozen=True, slots=True)
class Left:
    """A pin that was not moved, and why."""

    pin: Pin
    why: str


@dataclass(frozen=True, slots=True)
class Bumped:
    """A file after an edit.

    Attributes:
        text: The file's new text, the old one when nothing moved.
        left: The pins that were not moved, each with its reason.
        notes: What a person must still look at in what was moved.
    """

    text: str
    left: tuple[Left, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has decided about lines that are questions.

    Attributes:
        ask: Also move the literal single versions that are questions.
        ranges: Also move the bound of a range or floor.
        lists: What to do with a list: leave it, append the target, or replace the newest item.
        resolve: Gives the digest of an image; without it such pins are left.
    """

    ask: bool = False
    ranges: bool = False
    lists: str = "leave"
    resolve: Resolver | None = None


_PLAIN = Choices()


def bump(path: str, text: str, pin: Pin, target: Version | str, choices: Choices = _PLAIN) -> str:
    """The text with one pin moved to a target; unchanged when the pin stays where it is."""
    return bump_all(path, text, [pin], target, choices).text


def bump_all(
    path: str, text: str, pins: Iterable[Pin], target: Version | str, choices: Choices = _PLAIN
) -> Bumped:
    """Move the pins of one file to a target.

    Args:
        path: The file; pins of another file are left.
        text: The whole file, as the pins were found in it.
        pins: What to move; a pin whose text is no longer there is left.
        target: A cycle or a version; a patch that is missing is the newest known of its cycle.
        choices: What was decided about questions; by default they are left.
    """
    wanted = parse_version(target) if isinstance(target, str) else target
    left: list[Left] = []
    notes: list[str] = []
    edits: list[Edit] = []
    planned_pins: list[Pin] = []
    lines: list[str] = []
    for pin, planned in _plans(path, text, list(pins), wanted, choices):
        if isinstance(planned, str):
            left.append(Left(pin, planned))
            continue
        edits += planned
        planned_pins.append(pin)
        lines = lines or text.split("\n")
        notes += _notes(lines, pin)
    after = _apply(text, edits)
    # A list that grows has new lines; what else changes must read like before.
    refused = (
        why_not(path, text, after, _places(planned_pins))
        if edits and choices.lists == "leave"
        else ""
    )
    if refused:
        return Bumped(text, (*left, *(Left(pin, refused) for pin in planned_pins)))
    return Bumped(after, tuple(left), tuple(dict.fromkeys(notes)))


def _plans(
    path: str, text: str, pins: list[Pin], target: Version | None, choices: Choices
) -> Iterator[tuple[Pin, list[Edit] | str]]:
    """The edits of each pin, or why it is left; the lines of one list are planned together."""
    rows: dict[Pin, list[Edit] | str] = {}
    if target is not None and choices.lists != "leave":
        here = [pin for pin in pins if _is_here(path, text, pin)]
        rows = plan_rows(text, here, target, choices.lists)
    for pin in pins:
        yield pin, rows[pin] if pin in rows else _plan(path, text, pin, target, choices)


def _plan(
    path: str, text: str, pin: Pin, target: Version | None, choices: Choices
) -> list[Edit] | str:
    """The edits of one pin, or why it is left."""
    if target is None:
        return "the target is no version"
    if not _is_here(path, text, pin):
        return "the file is not the one in which the pin was found"
    runtime = get_runtime(pin.runtime)
    stays = _stays(pin, target, runtime)
    if stays:
        return stays
    if pin.edit == "never":
        return pin.reason or _WORD_OF["never"]
    if pin.edit == "ask":
        return _plan_asked(text, pin, target, choices)
    return _edits(text, pin, target, runtime) or AT


def _is_here(path: str, text: str, pin: Pin) -> bool:
    if pin.path != path.replace("\\", "/").removeprefix("./"):
        return False
    spans = (pin.span, *pin.also)
    return [text[start:end] for start, end in spans] != [] and "|".join(
        dict.fromkeys(text[start:end] for start, end in spans)
    ) == pin.raw


def _stays(pin: Pin, target: Version, runtime: Runtime) -> str:
    """Why a single version stays: it is there, it is ahead, or leaving it is a port."""
    if pin.version is None:
        return ""
    if pin.version.major != target.major and pin.version.major in runtime.ports:
        return f"{runtime.title} {pin.version.major} to {target.major} is a port, not a bump"
    if pin.edit != "yes":
        return ""
    where = standing(pin.version, target, runtime.cycle_parts)
    if where == "ahead":
        return f"ahead: {pin.version} is newer than {target}"
    return AT if where == "at" else ""


def _plan_asked(text: str, pin: Pin, target: Version, choices: Choices) -> list[Edit] | str:
    runtime = get_runtime(pin.runtime)
    digest = _DIGEST.match(text, pin.span[1])
    if digest is not None:
        return _plan_digest(text, pin, target, choices, digest)
    if pin.also and choices.lists != "leave":
        return plan_line(text, pin, target, choices.lists)
    is_range = version_of(pin.raw, pin.runtime) is None
    if not pin.also and ((choices.ranges and is_range) or (choices.ask and not is_range)):
        return _edits(text, pin, target, runtime) or AT
    return pin.reason or _WORD_OF["ask"]


def _plan_digest(
    text: str, pin: Pin, target: Version, choices: Choices, digest: re.Match[str]
) -> list[Edit] | str:
    """Tag and digest together, with the digest that the resolver knows."""
    edits = _edits(text, pin, target, get_runtime(pin.runtime))
    if not edits:
        return AT
    if choices.resolve is None:
        return pin.reason
    start = _IMAGE_START.search(text[max(0, pin.span[0] - 200) : pin.span[0]])
    before = start[0] if start else ""
    suffix = text[pin.span[1] : digest.start("digest") - 1]
    found = choices.resolve(before + edits[0][1] + suffix)
    if found is None:
        return "no digest is known for the target"
    return [*edits, (digest.span("digest"), found)]


def _edits(text: str, pin: Pin, target: Version, runtime: Runtime) -> list[Edit]:
    edits: list[Edit] = []
    if pin.kind == "go.mod go" and target.patch is None:
        # A module asks for the first release of a cycle, so that any of its patches may build it.
        target = Version(target.major, target.minor or 0, 0)
    if pin.part >= 0:
        return _part_edit(text, pin, target, runtime)
    spans = (pin.span, *pin.also)
    olds = {text[start:end] for start, end in spans}
    for start, end in spans:
        old = text[start:end]
        new = _rewritten(old, target, runtime, whole=pin.whole)
        if runtime.rules.has_abi and _is_abi(old, olds):
            new = f"{target.major}.{target.minor or 0}.0"
        if new != old:
            place = (_codename_start(text, start) if new.isdigit() else start, end)
            edits.append((place, as_text(pin.path, text, place, new)))
    return edits


def _codename_start(text: str, start: int) -> int:
    """Where ``lts/jod`` starts: its prefix belongs to the codename and goes with it."""
    return start - 4 if text[start - 4 : start].lower() in {"lts/", "lts-"} else start


def _part_edit(text: str, pin: Pin, target: Version, runtime: Runtime) -> list[Edit]:
    """One number of a version that is an argument of its own: ``golang:1.${GO_MINOR}``."""
    new = str(complete(target, runtime).numbers[pin.part])
    return [] if text[slice(*pin.span)] == new else [(pin.span, new)]


def _is_abi(old: str, olds: set[str]) -> bool:
    """``gems/2.3.0`` beside ``ruby-2.3.1``: the ABI of a cycle, which ends in .0."""
    cycle, _, patch = old.rpartition(".")
    return patch == "0" and any(
        other != old and other.rpartition(".")[0] == cycle and "." in cycle for other in olds
    )


def _rewritten(old: str, target: Version, runtime: Runtime, *, whole: bool) -> str:
    """A version's text at the target; in a range its first version moves."""
    if version_of(old, runtime.name) is not None:
        return respell(old, target, runtime, whole=_needs_patch(target, runtime, whole=whole))
    match = re.search(r"\d+(?:\.\d+){0,2}", old)
    if match is None:
        return old
    return old[: match.start()] + respell(match[0], target, runtime) + old[match.end() :]


def _needs_patch(target: Version, runtime: Runtime, *, whole: bool) -> bool:
    """Go up to 1.20 had no .0: there two numbers are a whole version."""
    begins = runtime.rules.whole_from
    return whole and (begins is None or complete(target, runtime).numbers[: len(begins)] >= begins)


def _places(pins: list[Pin]) -> Iterator[Span]:
    for pin in pins:
        yield from (pin.span, *pin.also)


def _apply(text: str, edits: list[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for (start, end), new in sorted(edits):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def _near(lines: list[str], line: int) -> list[int]:
    """The lines around one that belong to the same call or stage as it."""
    first, last = max(0, line - _NEAR), min(len(lines) - 1, line + _NEAR)
    above = [] if _STAGE.match(lines[line]) else range(line - 1, first - 1, -1)
    own = [
        *takewhile(lambda at: not _BORDER.match(lines[at]), above),
        line,
        *takewhile(lambda at: not _BORDER.match(lines[at]), range(line + 1, last + 1)),
    ]
    return sorted(own)


def _notes(lines: list[str], pin: Pin) -> list[str]:
    """Checksums near a moved version, which belong to the old one."""
    notes = [
        f"{pin.path}:{at + 1}: a checksum beside the version: it belongs to {pin.raw}"
        for at in _near(lines, pin.line - 1)
        if _CHECKSUM.search(lines[at])
    ]
    if pin.reason:
        notes.append(f"{pin.path}:{pin.line}: {pin.reason}")
    return notes
