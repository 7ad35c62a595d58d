"""What a key with a common name means, from the keys around it: ``version``, ``default``."""

import re
from dataclasses import replace
from functools import cache

from runtimes.lexicon.names import Named, find_word, read_name
from runtimes.registry import list_runtimes
from runtimes.syntax.keys import ITEM, Place

_TELLING = ("uses", "task", "key", "name", "id", "repository", "plugin", "tool")
_PARENTS_ONLY = frozenset({"default", "stack", "options", "current", "next"})
_STEP_KEYS = frozenset({"with", "inputs"})


@cache
def _tasks() -> dict[str, str]:
    """The runtimes by their words and by the names of the steps that install them."""
    tasks = {task: each.name for each in list_runtimes() for task in each.rules.tasks}
    return tasks | {word: each.name for each in list_runtimes() for word in each.words.variables}


@cache
def _setup() -> re.Pattern[str]:
    told = "|".join(map(re.escape, sorted(_tasks(), key=len, reverse=True)))
    return re.compile(
        rf"(?:^|[-/])(?:setup|install|use|actions)?[-/]?(?P<word>{told})"
        r"(?:-version|tool|-toolchain)?(?:$|[@:/])"
    )


def context(place: Place) -> Named | None:
    """Return whose version a loose key holds, from its siblings, else from its parents."""
    key = place.key.lower()
    if key == "runtime_version":
        return _beside_runtime(place)
    sibling = None if key in _PARENTS_ONLY else _sibling(place)
    if sibling is not None:
        return sibling
    return _parent(place, needs_version=key == "value")


def _beside_runtime(place: Place) -> Named | None:
    """The runtime that a key of this name, beside or above, says: App Engine's settings."""
    for depth in range(-1, -1 - len(place.steps), -1):
        said = find_word(place.siblings(depth).get("runtime", ""))
        if said:
            return Named(said, "", bare=False)
    return None


def _sibling(place: Place) -> Named | None:
    """A neighbour in the same mapping, or the step that a ``with:`` belongs to."""
    keys = place.keys
    depths = [-1, -2] if len(keys) > 1 and keys[-2].lower() in _STEP_KEYS else [-1]
    for depth in depths:
        beside = place.siblings(depth)
        for telling in _TELLING:
            named = read_told(beside[telling]) if telling in beside else None
            if named is not None:
                return named
    return None


def read_told(text: str) -> Named | None:
    """Return the runtime that a sibling names: ``actions/setup-go@v5``, ``NODE_VERSION``."""
    word = text.strip().split(None, 1)[0].lower() if text.strip() else ""
    setup = _setup().search(word)
    if setup is not None:
        return Named(_tasks()[setup["word"]], "", bare=False)
    if re.fullmatch(r"[\w.-]+", word):
        named = read_name(text.strip())
        if named is not None and not named.bare:
            return named
    last = word.rsplit("/", 1)[-1]
    for runtime in list_runtimes():
        if last in runtime.words.images and "/" not in word.replace("library/", ""):
            return Named(runtime.name, "", bare=False)
    return None


def _parent(place: Place, *, needs_version: bool) -> Named | None:
    """The nearest key above that a loose key belongs to."""
    above = [key for key in place.keys[:-1] if key != ITEM]
    if not above:
        return None
    named = _parent_name(above[-1])
    if named is not None and needs_version:
        read = read_name(above[-1])
        return named if read is not None and not read.bare else None
    return named


def _parent_name(key: str) -> Named | None:
    named = read_name(key)
    if named is not None:
        return replace(named, bare=False, name=key)
    if "/" in key:
        return read_told(key.split("/", maxsplit=1)[0]) or read_told(key)
    return None
