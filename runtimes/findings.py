"""What a person should look at in a repository's pins, beyond whether they are at the target.

The rules are GitLab's for Go (docs.gitlab.com/development/go_guide/go_upgrade): never a
``toolchain`` line, ``go.mod`` never newer than what CNG and Omnibus ship, and each project's
CI tests the shipped version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from runtimes.evidence import where_pin_stands
from runtimes.model import Pin
from runtimes.registry import get_runtime
from runtimes.versions import Version, parse_version, standing

FindingKind = Literal["toolchain", "newer_than_shipped", "shipped_not_tested", "left_behind"]
_CI = (".gitlab-ci.yml", ".gitlab-ci.yaml")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: where, and the words to say; without a line it is the whole file set.

    Attributes:
        kind: Which rule found it.
        path: The file, empty where the finding is about the repository.
        line: Counted from one, 0 where there is none.
        words: One clause for a person.
    """

    kind: FindingKind
    path: str
    line: int
    words: str


def find_findings(
    pins: Sequence[Pin], target: Version | str, shipped: Sequence[Version] = ()
) -> list[Finding]:
    """List what a person should look at.

    Args:
        pins: The pins of one component, of one runtime.
        target: The campaign's version.
        shipped: The versions that packages and images are built with; none where not known.
    """
    found = [*_toolchains(pins), *_newer(pins, shipped), *_left_behind(pins, target)]
    return found + list(_untested(pins, shipped))


def _toolchains(pins: Iterable[Pin]) -> Iterable[Finding]:
    for pin in pins:
        if pin.kind == "go.mod toolchain":
            words = f"a toolchain line ({pin.raw}) moves builds to another Go in silence"
            yield Finding("toolchain", pin.path, pin.line, words)


def _newer(pins: Iterable[Pin], shipped: Sequence[Version]) -> Iterable[Finding]:
    for pin in pins:
        newer = pin.kind == "go.mod go" and pin.version is not None and shipped
        if newer and pin.version is not None and pin.version > min(shipped):
            words = f"go.mod asks for {pin.raw}, newer than the shipped {min(shipped)}"
            yield Finding("newer_than_shipped", pin.path, pin.line, words)


def _untested(pins: Sequence[Pin], shipped: Sequence[Version]) -> Iterable[Finding]:
    """Find that CI names versions, and the shipped one is not among them."""
    in_ci = [pin for pin in pins if _is_ci(pin.path) and pin.edit != "never"]
    named = [v for pin in in_ci for raw in pin.raw.split("|") if (v := parse_version(raw))]
    parts = get_runtime(in_ci[0].runtime).cycle_parts if in_ci else 0
    for version in dict.fromkeys(shipped):
        cycle = Version(version.major, version.minor)
        if named and all(standing(one, cycle, parts) != "at" for one in named):
            words = f"CI does not test the shipped {version}"
            yield Finding("shipped_not_tested", in_ci[0].path, in_ci[0].line, words)


def _is_ci(path: str) -> bool:
    return path in _CI or path.startswith(".gitlab/ci/")


def _left_behind(pins: Sequence[Pin], target: Version | str) -> Iterable[Finding]:
    """Find what is behind while others in the same repository are there."""
    stands = [(pin, where_pin_stands(pin, target)) for pin in pins]
    if not any(where in ("at", "ahead") for _, where in stands):
        return
    for pin, where in stands:
        if where == "behind":
            yield Finding("left_behind", pin.path, pin.line, f"still {pin.raw}")
