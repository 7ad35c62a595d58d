"""What a pin is part of, read from the tree: a list, a matrix, a name that says the version."""

import re
from collections.abc import Hashable, Iterable, Iterator

from runtimes import reasons
from runtimes.lexicon.vocabulary import words
from runtimes.model import Pin
from runtimes.registry import get_runtime
from runtimes.source import Source
from runtimes.spelling import version_of
from runtimes.syntax.keys import ITEM, Place, pairs_of
from runtimes.syntax.tree import SyntaxTree

# The items of these are different things one after the other, and no choices of one.
_SEQUENCE = re.compile(
    r"\w*steps|\w*scripts?|dependencies|tasks|services|containers|repos|hooks|commands|image_repos"
)
_MATRICES = frozenset({"matrix", "include"})
_TWO = 2
_PARTS = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
_DIGITS = re.compile(r"\d+(?:[._-]\d+)*")


def cycle_of(pin: Pin) -> str:
    """Return the cycle that a pin names, empty where it names none."""
    return pin.version.cycle_of(get_runtime(pin.runtime)) if pin.version is not None else ""


def differing(keyed: Iterable[tuple[Hashable | None, Pin]], count: int) -> set[Pin]:
    """Return the pins whose key they share with pins of other cycles, so many in all."""
    groups: dict[Hashable, list[Pin]] = {}
    for key, pin in keyed:
        if key is not None:
            groups.setdefault(key, []).append(pin)
    return {
        pin
        for group in groups.values()
        if len({cycle_of(member) for member in group}) >= count
        for pin in group
    }


def listed_in_document(source: Source, pins: list[Pin], every: list[Pin]) -> dict[Pin, str]:
    """Return the pins of a document of keys that are one of several, each with the reason."""
    placed = [(pin, place) for pin in pins if (place := source.place(pin.span[0])) is not None]
    around = [(pin, place) for pin in every if (place := source.place(pin.span[0])) is not None]
    alike = differing(((_of_runtime(pin, _list_of(place)), pin) for pin, place in around), 2)
    named = differing(((_of_runtime(pin, _table_of(place)), pin) for pin, place in placed), 2)
    asked = {pin: reasons.LISTED for pin in pins if pin in alike or pin in named}
    for pin, place in placed:
        if _is_excluded(place) or _repeats_a_matrix(place, pin):
            asked[pin] = reasons.LISTED
        elif pin not in asked and lags(place.keys):
            asked[pin] = reasons.LAGS
    return asked


def listed_in_makefile(source: Source, pins: list[Pin]) -> dict[Pin, str]:
    """Return the pins of rules whose targets differ by a version: ``py311`` and ``py312``."""
    tree = source.tree if len(pins) >= _TWO else None
    if tree is None:
        return {}
    keyed = ((_of_runtime(pin, _targets(tree, pin)), pin) for pin in pins)
    return dict.fromkeys(differing(keyed, _TWO), reasons.LISTED)


def _targets(tree: SyntaxTree, pin: Pin) -> Hashable | None:
    rule = next((node for node in tree.path_to(pin.span[0]) if node.type == "rule"), None)
    targets = tree.text_of(tree.children_of(rule)[0]) if rule is not None else ""
    return _DIGITS.sub("#", targets) if _DIGITS.search(targets) else None


def _of_runtime(pin: Pin, key: Hashable | None) -> Hashable | None:
    return None if key is None else (pin.runtime, key)


def _list_of(place: Place) -> Hashable | None:
    """The list, matrix or mapping of keys that makes a pin a sibling of others there."""
    steps = place.steps
    if place.in_key:
        return steps[-1].holder.id, "key"
    for index in range(len(steps) - 1, -1, -1):
        step, above = steps[index], steps[index - 1].key if index else ""
        if step.key == ITEM:
            if _SEQUENCE.fullmatch(above.lower()):
                return None
            return step.holder.id, "/".join(place.keys[index + 1 :])
        if step.key in _MATRICES:
            return step.node.id, "/".join(place.keys[index + 1 :])
    return None


def _table_of(place: Place) -> Hashable | None:
    """The mapping whose keys are told apart by a version: jobs, targets, environments."""
    for index, step in enumerate(place.steps):
        if _DIGITS.search(step.key) and not step.key[0].isdigit():
            rest = "/".join(place.keys[index + 1 :])
            return step.holder.id, _DIGITS.sub("#", step.key), rest
    return None


def _is_excluded(place: Place) -> bool:
    return any(
        step.key == ITEM and place.steps[index].key.lower() == "exclude"
        for index, step in enumerate(place.steps[1:])
    )


def _repeats_a_matrix(place: Place, pin: Pin) -> bool:
    """Whether a pin stands under ``include`` with a version that its matrix lists."""
    for index, step in enumerate(place.steps):
        if step.key.lower() == "include" and ITEM in place.keys[index:]:
            offered = set(_versions_in(place, index, pin.runtime))
            return pin.version is not None and cycle_of(pin) in offered
    return False


def _versions_in(place: Place, index: int, runtime: str) -> Iterator[str]:
    """The cycles in the lists of the matrix that a step stands in."""
    tree, known = place.tree, get_runtime(runtime)
    for key, pair in pairs_of(tree, place.steps[index].holder):
        if key.lower() not in {"include", "exclude"}:
            for word in re.findall(r"[\w.]+", tree.text_of(pair).partition(":")[2]):
                version = version_of(word, runtime)
                if version is not None:
                    yield version.cycle_of(known)


def lags(keys: Iterable[str]) -> bool:
    """Whether something on the way to a pin says that it lags on purpose: ``test-previous``."""
    parts = {part for key in keys for part in _PARTS.findall(key.lower())}
    return not words("on_purpose").isdisjoint(parts)
