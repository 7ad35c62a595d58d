"""The records of this room: a runtime with its releases, and a pin in a repository."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Release:
    """One released version of a runtime.

    Attributes:
        version: As its makers write it without a prefix, such as ``1.20.5``.
        date: The day it came out.
        source: The public page that states the date.
        eol: The last day of its cycle's support, where the makers have named one.
    """

    version: str
    date: dt.date
    source: str
    eol: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A line of releases that is supported together, such as Go 1.20 or Node 24.

    Attributes:
        name: ``1.20`` for Go, ``24`` for Node.
        date: The day of its first release.
        support: The day its ordinary bug fixes end, None when not stated.
        eol: The day its security fixes end, None when not stated.
        source: The public page that states the dates.
    """

    name: str
    date: dt.date
    support: dt.date | None
    eol: dt.date | None
    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """How repositories spell a runtime; every finder of pins reads these.

    Attributes:
        images: Last parts of container image names whose tag is the version.
        tools: Names in version managers' files (asdf, mise).
        variables: Names which, before ``_VERSION`` and its like, name the runtime.
        inputs: Keys that hold a version in CI configuration, such as ``go-version``.
        packages: Prefixes which glue a version to a name, such as ``golang-`` in an image tag.
        prose: How people write it in a sentence, such as ``Node.js``.
    """

    images: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Runtime:
    """A language runtime or framework that campaigns upgrade.

    Attributes:
        name: The word used everywhere, such as ``go``.
        title: The name in sentences, such as ``Go``.
        aliases: Other words people type for it.
        releases: Oldest first.
        cycle_parts: How many numbers name a cycle: two for Go (1.20), one for Node (24).
        cycles: Oldest first.
        words: How repositories spell it.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    releases: tuple[Release, ...]
    cycle_parts: int = 2
    cycles: tuple[Cycle, ...] = ()
    words: Words = field(default_factory=Words)
