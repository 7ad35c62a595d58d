"""References across the files of a repository: where ``${GO_VERSION}`` is set, and to what.

A reference names a variable, an input, a key of a matrix, or a file. Its sources are the pins of
the same runtime that hold that name, in its own file if there are any, else in the others (CI
files that are included, variables that a pipeline hands to a build); or the pins of that file.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from runtimes import reasons
from runtimes.evidence import FLOOR, Where, where_pin_stands
from runtimes.model import Pin
from runtimes.versions import Version

_VARIABLE = re.compile(
    r"(?:\$\{\{|\{\{|<<|\$\[\[|[$%#@]\{?\(?|<%=)[\s.!]*(?:[\w-]+\.)*(?P<name>[A-Za-z_][\w-]*)"
)
_OF_MATRIX = re.compile(r"(?:\$\{\{|<<)\s*matrix\.")
_MATRIX_GAP = 8
_FILE = re.compile(r"[\w./-]*[A-Za-z][\w./-]*")
_Key = tuple[str, str]
_Asked = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """A pin, where it stands, and for a reference the pins that set it."""

    pin: Pin
    where: Where
    sources: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    """Pins by runtime and name, by runtime and file, and what is known of references."""

    names: dict[_Key, list[Pin]]
    files: dict[_Key, list[Pin]]
    known: dict[_Asked, tuple[Pin, ...]]


def where_pins_stand(pins: Iterable[Pin], target: Version | str) -> list[Standing]:
    """Where the pins of one repository stand, a reference by what it refers to.

    A reference is behind when one of its sources is, and cannot tell when none is known.
    """
    known = list(pins)
    index = _index(known)
    return [_stand(pin, _sources(pin, index), target) for pin in known]


def tell_sources(pins: Iterable[Pin]) -> list[Pin]:
    """The pins of one repository; the reason of a reference says where it is set, and to what."""
    known = list(pins)
    index = _index(known)
    return [_told(pin, _sources(pin, index)) for pin in known]


def _index(pins: Iterable[Pin]) -> _Index:
    names: dict[_Key, list[Pin]] = {}
    files: dict[_Key, list[Pin]] = {}
    for pin in pins:
        # GO_VERSION: ${GO_VERSION} hands the variable on and sets nothing.
        if pin.edit != "never" or _plain(pin.name) != _referred(pin):
            names.setdefault((pin.runtime, _plain(pin.name)), []).append(pin)
        files.setdefault((pin.runtime, pin.path), []).append(pin)
    return _Index(names, files, {})


def _sources(pin: Pin, index: _Index) -> tuple[Pin, ...]:
    """The pins that a reference leads to, empty for any other pin and where nothing sets it."""
    if pin.edit != "never":
        return ()
    asked = (pin.path, pin.runtime, pin.raw)
    if asked not in index.known:
        index.known[asked] = tuple(dict.fromkeys(_follow(pin, index)))
    return index.known[asked]


def _follow(pin: Pin, index: _Index) -> Iterator[Pin]:
    """Every pin on the way that sets a version; a way is gone once, so that rings end."""
    ahead, seen = [pin], set[_Asked]()
    while ahead:
        reference = ahead.pop()
        asked = (reference.path, reference.runtime, reference.raw)
        if asked in seen:
            continue
        seen.add(asked)
        for source in _nearest(reference, index):
            if source.edit == "never":
                ahead.append(source)
            elif source.version is not None:
                yield source


def _nearest(pin: Pin, index: _Index) -> list[Pin]:
    """The pins that a reference names: of its own file if there are any, else of the others."""
    name = _referred(pin)
    if not name:
        return _of_file(pin, index) if _FILE.fullmatch(pin.raw) else []
    named = index.names.get((pin.runtime, name), [])
    own = [each for each in named if each.path == pin.path]
    if _OF_MATRIX.match(pin.raw):
        return _of_matrix(pin, own) or own or named
    return own or named


def _of_matrix(pin: Pin, own: list[Pin]) -> list[Pin]:
    """The lines of the nearest matrix above a reference to one: other jobs have their own."""
    lines: list[Pin] = []
    for each in sorted(own, key=lambda one: -one.line):
        is_near = not lines or lines[-1].line - each.line <= _MATRIX_GAP
        if each.line < pin.line and each.reason == reasons.LISTED and is_near:
            lines.append(each)
    return lines[::-1]


def _referred(pin: Pin) -> str:
    """The name that a reference asks for, empty when it asks for a file."""
    variable = _VARIABLE.match(pin.raw)
    return _plain(variable["name"]) if variable else ""


def _of_file(pin: Pin, index: _Index) -> list[Pin]:
    """The pins of a file that is named from the top of the repository or from beside the pin."""
    beside = posixpath.join(posixpath.dirname(pin.path), pin.raw)
    for path in (pin.raw.lstrip("/"), beside):
        found = index.files.get((pin.runtime, posixpath.normpath(path)))
        if found:
            return found
    return []


def _plain(name: str) -> str:
    return name.rpartition(".")[2].lower().replace("-", "_").strip("_")


def _stand(pin: Pin, sources: tuple[Pin, ...], target: Version | str) -> Standing:
    # The go line is a floor, but whoever reads go.mod for the version builds with that one.
    read = (replace(each, kind="") if each.kind == FLOOR else each for each in sources)
    places = [where_pin_stands(source, target) for source in read]
    for where in ("behind", "unknown", "at", "ahead") if places else ():
        if where in places:
            return Standing(pin, where, sources)
    return Standing(pin, where_pin_stands(pin, target), sources)


def _told(pin: Pin, sources: tuple[Pin, ...]) -> Pin:
    if not sources:
        return pin
    places = ", ".join(f"{each.path}:{each.line} ({each.raw})" for each in sources)
    return replace(pin, reason=f"follows {pin.raw}, set in {places}: edit it there")
