"""Versions of runtimes: read them as people write them, order them, compare them to a target."""

import re
from dataclasses import dataclass
from typing import Literal

from runtimes.model import Release, Runtime

_VERSION = re.compile(
    r"(?:[a-z][a-z.]*?[-_ @]?)?v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,5}))?"
    r"(?:\.(\d{1,4}))?(?:\.[xX*])*"
    r"(?:[-.+_]?((?:alpha|beta|rc|pre|preview|a|b|c)[-.]?\d{0,3}|p\d{1,4}|t))?",
    re.IGNORECASE,
)
_QUOTES = "\"'\u201c\u201d\u2018\u2019"
Standing = Literal["at", "behind", "ahead"]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of one to four numbers, such as ``24``, ``1.20`` or ``7.0.4.3``.

    ``pre`` is the mark of a preview (``rc1``), which sorts before the release itself.
    """

    major: int
    minor: int | None = None
    patch: int | None = None
    pre: str = ""
    fourth: int | None = None

    def __str__(self) -> str:
        return ".".join(str(number) for number in self.numbers) + self.pre

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    def __le__(self, other: "Version") -> bool:
        return self._key <= other._key

    def __gt__(self, other: "Version") -> bool:
        return self._key > other._key

    def __ge__(self, other: "Version") -> bool:
        return self._key >= other._key

    @property
    def _key(self) -> tuple[tuple[int, ...], bool, tuple[int, ...], str]:
        numbers = tuple(int(digits) for digits in re.findall(r"\d+", self.pre))
        return self.four, not self.pre, numbers, self.pre

    @property
    def four(self) -> tuple[int, ...]:
        """All four numbers, zero for those that were not written."""
        return self.major, self.minor or 0, self.patch or 0, self.fourth or 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that were written: (1, 20) for ``1.20``."""
        four = (self.major, self.minor, self.patch, self.fourth)
        return tuple(number for number in four if number is not None)

    @property
    def cycle(self) -> str:
        """The first two numbers, ``1.20`` for 1.20.5; one number stays alone."""
        return ".".join(str(number) for number in self.numbers[:2])

    @property
    def is_cycle(self) -> bool:
        """Whether it names a cycle (two numbers) and no patch."""
        return self.minor is not None and self.patch is None

    def cycle_of(self, runtime: Runtime) -> str:
        """The cycle as the runtime counts it: ``1.20`` for Go, ``24`` for Node."""
        return ".".join(str(number) for number in self.numbers[: runtime.cycle_parts])


def parse_version(text: str) -> Version | None:
    """Read a version as people write it: ``v1.20``, ``go1.20``, ``1.20.x``, ``ruby-3.2.2``.

    Returns None when the text is no single version.
    """
    match = _VERSION.fullmatch(text.strip().strip(_QUOTES))
    if match is None:
        return None
    major, minor, patch, fourth, pre = match.groups()
    # A Ruby patch level (3.2.0p0) and a free-threaded build (3.14t) are the same version.
    preview = "" if pre is None or re.fullmatch(r"p\d+|t", pre, re.IGNORECASE) else pre.lower()
    return Version(int(major), _number(minor), _number(patch), preview, _number(fourth))


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def is_newer(a: Version | str, b: Version | str) -> bool:
    """Whether ``a`` is newer than ``b``; False when either cannot be read."""
    first, second = _read(a), _read(b)
    return first is not None and second is not None and first > second


def standing(version: Version, target: Version, cycle_parts: int = 2) -> Standing:
    """Whether a version is at a target, behind it or ahead of it.

    A target without a patch is a cycle: every patch of it is at the target. A target with a
    patch asks for that patch or a later one of the same cycle. A later cycle is ahead.
    A version that names only a cycle is at every target of that cycle.
    """
    parts = min(cycle_parts, len(version.numbers), len(target.numbers))
    mine, wanted = version.numbers[:parts], target.numbers[:parts]
    if mine != wanted:
        return "ahead" if mine > wanted else "behind"
    # 7.0.4 is a whole version, older than 7.0.4.3, while 7.0 is at every target of its cycle.
    have = version.numbers if version.patch is None else version.four
    length = min(len(have), len(target.numbers))
    if have[:length] >= target.numbers[:length] and not _is_preview(version, target):
        return "at"
    return "behind"


def _is_preview(version: Version, target: Version) -> bool:
    return bool(version.pre) and version < target


def satisfies(version: Version, target: Version, cycle_parts: int = 2) -> bool:
    """Whether a version is at the target (see :func:`standing`; ahead does not satisfy)."""
    return standing(version, target, cycle_parts) == "at"


def find_release(runtime: Runtime, version: Version | str) -> Release | None:
    """The release of a version; for a cycle its first release. None when it is not known."""
    wanted = _read(version)
    if wanted is None:
        return None
    for release in runtime.releases:
        known = parse_version(release.version)
        if known is not None and _names(wanted, known):
            return release
    return None


def newest_patch(runtime: Runtime, cycle: Version | str) -> Release | None:
    """The newest known release of a cycle (``1.20``, or ``24`` for Node), else None."""
    wanted = _read(cycle)
    if wanted is None:
        return None
    prefix = wanted.numbers[: runtime.cycle_parts]
    newest: tuple[Version, Release] | None = None
    for release in runtime.releases:
        known = parse_version(release.version)
        if known is None or known.numbers[: len(prefix)] != prefix or known.pre:
            continue
        if newest is None or known > newest[0]:
            newest = known, release
    return None if newest is None else newest[1]


def patch_to_write(runtime: Runtime, target: Version) -> Version | None:
    """What an edit writes for a target without a patch: the newest known release of its cycle.

    None where the target names a patch, and where no such release is known.
    """
    newest = newest_patch(runtime, target) if target.patch is None else None
    known = parse_version(newest.version) if newest is not None else None
    if known is None or known.numbers[: len(target.numbers)] != target.numbers:
        return None
    return Version(known.major, known.minor or 0, known.patch or 0, fourth=known.fourth)


def _names(wanted: Version, known: Version) -> bool:
    """Whether ``wanted`` names the release ``known``; a cycle names its first one."""
    if wanted.patch is None:
        return known.numbers[: len(wanted.numbers)] == wanted.numbers and not known.pre
    padded = Version(known.major, known.minor or 0, known.patch or 0, known.pre, known.fourth)
    return padded == wanted


def _read(version: Version | str) -> Version | None:
    return parse_version(version) if isinstance(version, str) else version
