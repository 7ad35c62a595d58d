"""The runtimes that are known: one folder each, read on first use.

A runtime is a folder beside this module with ``runtime.yml`` (its names), ``cycles.csv`` and
``releases.csv``. A new one needs no other change.
"""

import csv
import datetime as dt
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from runtimes.model import Cycle, Pattern, Release, Rules, Runtime, Words
from runtimes.tables import read_yaml
from runtimes.versions import Version, parse_version

_FOLDER = Path(__file__).parent


class UnknownRuntimeError(KeyError):
    """No runtime has that name."""

    def __str__(self) -> str:
        return f"no runtime is called {self.args[0]!r}"


@cache
def list_runtimes() -> tuple[Runtime, ...]:
    """All runtimes, by name."""
    return tuple(_read_runtime(path.parent) for path in sorted(_FOLDER.glob("*/runtime.yml")))


def find_runtime(word: str) -> Runtime | None:
    """The runtime that a person means: any case, any alias, with or without ``.js``."""
    wanted = word.strip().casefold()
    for runtime in list_runtimes():
        if wanted in {runtime.name, runtime.title.casefold(), *runtime.aliases}:
            return runtime
    return None


def get_runtime(name: str) -> Runtime:
    """The runtime of that name.

    Raises:
        UnknownRuntimeError: when there is none; aliases are not looked at.
    """
    for runtime in list_runtimes():
        if runtime.name == name:
            return runtime
    raise UnknownRuntimeError(name)


def _read_runtime(folder: Path) -> Runtime:
    described = read_yaml(folder / "runtime.yml")
    parts = int(described["cycle_parts"])
    cycles = tuple(_read_cycles(folder / "cycles.csv", described["cycles_source"]))
    releases = tuple(
        _read_releases(folder / "releases.csv", described["releases_source"], cycles, parts)
    )
    words = {key: tuple(spelt) for key, spelt in described["words"].items()}
    plausible = tuple((_numbers(low), _numbers(high)) for low, high in described["plausible"])
    return Runtime(
        name=folder.name,
        title=described["title"],
        aliases=tuple(described["aliases"]),
        releases=releases,
        cycle_parts=parts,
        cycles=cycles,
        words=Words(**words),
        plausible=plausible,
        codenames=tuple(described.get("codenames", {}).items()),
        ports=tuple(described.get("ports", ())),
        rules=_read_rules(described.get("rules", {})),
    )


def _read_rules(described: dict[str, Any]) -> Rules:
    patterns = (Pattern(tuple(p["words"]), p["pattern"]) for p in described.get("patterns", ()))
    whole_from = described.get("whole_from")
    return Rules(
        files=tuple(described.get("files", ())),
        tasks=tuple(described.get("tasks", ())),
        patterns=tuple(patterns),
        short=tuple(described.get("short", ())),
        foreign=described.get("foreign", ""),
        whole_from=_numbers(whole_from) if whole_from else None,
        has_abi=described.get("has_abi", False),
        in_builder_images=described.get("in_builder_images", False),
    )


def _read_cycles(path: Path, source: str) -> Iterable[Cycle]:
    for row in _rows(path):
        yield Cycle(
            name=row["cycle"],
            date=dt.date.fromisoformat(row["release"]),
            support=_day(row["support"]),
            eol=_day(row["eol"]),
            source=source,
        )


def _read_releases(
    path: Path, source: str, cycles: tuple[Cycle, ...], parts: int
) -> Iterable[Release]:
    ends = {cycle.name: cycle.eol for cycle in cycles}
    for row in sorted(_rows(path), key=lambda row: _order(row["version"])):
        version = _order(row["version"])
        cycle = ".".join(str(number) for number in version.numbers[:parts])
        yield Release(row["version"], dt.date.fromisoformat(row["date"]), source, ends.get(cycle))


def _order(text: str) -> Version:
    version = parse_version(text)
    if version is None:
        raise ValueError(f"{text!r} in a release table is no version")
    return version


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split("."))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
