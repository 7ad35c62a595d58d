"""Which runtime a variable, key or input means: ``GO_VERSION``, ``goVersion``, ``node-version``."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from runtimes import reasons
from runtimes.lexicon.vocabulary import words
from runtimes.registry import list_runtimes

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GLUED = re.compile(r"^(.+?)(versions?|ver|toolchain)$")
_SPLIT = re.compile(r"[^A-Za-z0-9]+")

_PREFIXES = frozenset({"env", "inputs", "matrix", "vars", "params", "parameters", "variables"})
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says.

    Attributes:
        runtime: The runtime's name.
        reason: Why its version moves by policy (a floor, a second version), else empty.
        bare: Whether the name is the runtime's alone, without a word such as version.
        name: The name itself, as it was written; empty where only its place is known.
    """

    runtime: str
    reason: str
    bare: bool
    name: str = ""


@lru_cache(maxsize=8192)
def read_name(name: str) -> Named | None:
    """The runtime whose version a name holds, None for any other name."""
    parts = _split(name)
    runtime_at = [at for at, part in enumerate(parts) if part in _runtime_words()]
    if not runtime_at or len(parts) > _LONGEST:
        return None
    at = runtime_at[-1]
    named = _judge(_runtime_words()[parts[at]], parts[:at], parts[at + 1 :])
    return None if named is None else replace(named, name=name)


def is_runtime_word(word: str, runtime: str) -> bool:
    """Whether one lower-case word alone means a runtime, such as ``golang`` for go."""
    return _runtime_words().get(word) == runtime


@lru_cache(maxsize=1)
def all_words() -> str:
    """Return every word that means a runtime, as the alternatives of a regular expression."""
    return "|".join(re.escape(word) for word in sorted(_runtime_words(), key=len, reverse=True))


def find_word(word: str) -> str:
    """Return the runtime that one word means, such as ``golang``; empty for any other word."""
    return _runtime_words().get(word.strip().lower(), "")


@lru_cache(maxsize=1)
def _runtime_words() -> dict[str, str]:
    return {word: each.name for each in list_runtimes() for word in each.words.variables}


def _split(name: str) -> list[str]:
    pieces = (piece for part in _SPLIT.split(name) for piece in _CAMEL.split(part))
    return [part for piece in pieces if piece for part in _unglued(piece.lower())]


def _unglued(word: str) -> tuple[str, ...]:
    """GOVERSION is two words; so is PYVER."""
    match = _GLUED.match(word)
    if match and match[1] in _runtime_words():
        return match[1], match[2]
    return (word,)


def _judge(runtime: str, before: list[str], after: list[str]) -> Named | None:
    versions, beside = words("version_words"), [each for each in before if each not in _PREFIXES]
    known = versions | words("neutral") | words("floors") | words("lagging")
    if words("other_thing") & {*before} or words("other_after") & {*after}:
        return None
    if any(each not in known and not each.isdigit() for each in after):
        return None
    is_version = not versions.isdisjoint(after) or (not versions.isdisjoint(before) and not after)
    if not is_version and not all(each in known for each in beside):
        return None
    return Named(runtime, _policy({*beside, *after}), bare=not is_version)


def _policy(beside: set[str]) -> str:
    if not words("floors").isdisjoint(beside):
        return reasons.FLOOR
    return "" if words("lagging").isdisjoint(beside) else reasons.LAGS
