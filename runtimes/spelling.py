"""How a version's own text is read and written again: ``1.20.x``, ``1_20``, ``310``, ``iron``."""

import re
from functools import lru_cache

from runtimes.model import Runtime
from runtimes.registry import get_runtime
from runtimes.versions import Version, parse_version, patch_to_write

# The version's own text: numbers, wildcards, a preview or patch level; never a prefix or a suffix.
TEXT = (
    r"\d{1,5}(?:[._]\d{1,5}){0,3}(?:\.[x*]){0,3}"
    r"(?:[-.]?(?:rc|beta|alpha|preview)[-.]?\d{1,3}|[ab]\d{1,3}|-?p\d{1,4}(?![\d.]))?"
)
_PIECES = re.compile(r"(\d+(?:[._]\d+)*)((?:\.[x*])*)(.*)", re.DOTALL)
_CONDENSED = re.compile(r"[1-9]\d{1,2}")
_PARTS = 3
_MOST = 4
_LONGEST = 40


@lru_cache(maxsize=8192)
def version_of(raw: str, name: str) -> Version | None:
    """The version that a text names for the runtime ``name``, None when it cannot be one of it.

    ``310`` is 3.10 for a runtime whose cycles have two numbers; ``iron`` is Node 20.
    """
    runtime = get_runtime(name)
    if len(raw) > _LONGEST:
        return None
    text = raw.lower().removeprefix("lts/").removeprefix("lts-")
    for codename, cycle in runtime.codenames:
        if text == codename:
            return parse_version(cycle)
    pieces = _PIECES.fullmatch(text)
    if pieces is None:
        return None
    numbers = _numbers(pieces[1], runtime)
    if not _is_plausible(numbers, runtime):
        return None
    read = parse_version(".".join(str(number) for number in numbers[:_MOST]) + pieces[3])
    return read or parse_version(".".join(str(number) for number in numbers[:_MOST]))


def respell(raw: str, target: Version, runtime: Runtime, *, whole: bool = False) -> str:
    """Write a target in the manner of a text: its separators, wildcards and number of parts.

    ``target`` is completed with :func:`complete` where the text asks for more numbers.
    ``whole`` asks for a patch even where the text has none.
    """
    named = _codename(raw, target, runtime)
    if named:
        return named
    pieces = _PIECES.fullmatch(raw)
    if pieces is None:
        return raw
    written, wildcards, preview = pieces.groups()
    if _is_condensed(written, runtime):
        return f"{target.major}{target.minor or 0}"
    separator = "_" if "_" in written else "."
    count = len(re.split(r"[._]", written))
    if (whole or preview) and not wildcards and (count > 1 or whole):
        count = _PARTS
    if count == _PARTS:
        # A fourth number belongs to the patch: Rails 7.0.4.3.
        count = _MOST
    numbers = complete(target, runtime).numbers[:count]
    return separator.join(str(number) for number in numbers) + wildcards


def complete(target: Version, runtime: Runtime) -> Version:
    """A target with all three numbers: the newest known patch of its cycle, else zeros."""
    if target.patch is not None:
        return target
    return patch_to_write(runtime, target) or Version(target.major, target.minor or 0, 0)


def _numbers(written: str, runtime: Runtime) -> tuple[int, ...]:
    if _is_condensed(written, runtime):
        return int(written[0]), int(written[1:])
    return tuple(int(number) for number in re.split(r"[._]", written))


def _is_condensed(written: str, runtime: Runtime) -> bool:
    return runtime.cycle_parts > 1 and _CONDENSED.fullmatch(written) is not None


def _is_plausible(numbers: tuple[int, ...], runtime: Runtime) -> bool:
    if numbers == (0,):  # a counter that starts; Node 0.10 has two numbers
        return False
    for low, high in runtime.plausible:
        size = min(len(numbers), len(low))
        if low[:size] <= numbers[:size] and numbers[: len(high)] <= high:
            return True
    return False


def _codename(raw: str, target: Version, runtime: Runtime) -> str:
    """The codename of the target's cycle, when the text is one and the target has one."""
    names = {cycle: name for name, cycle in runtime.codenames}
    if raw.lower() not in names.values():
        return ""
    named = names.get(target.cycle_of(runtime))
    if named is None:
        return target.cycle_of(runtime)
    return named.title() if raw.istitle() else named
