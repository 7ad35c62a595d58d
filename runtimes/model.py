"""The records of this room: a runtime with its releases, and a pin in a repository."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from runtimes.versions import Version


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
        stems: Beginnings, in lower case, with which every mention starts.
        images: Last parts of container image names whose tag is the version.
        tools: Names in the files of version managers (asdf, mise).
        variables: The word in a variable's name that means the runtime, such as ``golang``.
        commands: Version managers whose arguments are versions, such as ``rbenv``.
        builders: Commands whose next argument is the version, such as ``ruby-build``.
        addresses: Beginnings of download addresses that end where the version starts.
        parts: Packages that are released with the runtime under the same version.
        prose: How people write it in a sentence, such as ``Node.js``.
    """

    stems: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    builders: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A command of one runtime only whose argument is a version.

    Attributes:
        words: Without one of these the pattern need not be looked for.
        pattern: What to look for; ``text`` is the version, ``ask`` one whose edit is a choice.
    """

    words: tuple[str, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What is true of one runtime only.

    Attributes:
        files: Names of files that hold its version and nothing else.
        tasks: Names of CI steps that install it, without their separators.
        patterns: Its own commands.
        short: Words of it that are parts of many other names, such as ``go``.
        foreign: What, up to the end of a version, makes its word another thing; empty for none.
        whole_from: From this cycle on, two numbers name no release that can be downloaded.
        has_abi: Whether folders are named by an ABI that ends in ``.0`` for every patch.
        in_builder_images: Whether opaque builder images carry it.
    """

    files: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    short: tuple[str, ...] = ()
    foreign: str = ""
    whole_from: tuple[int, ...] | None = None
    has_abi: bool = False
    in_builder_images: bool = False


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
        plausible: Ranges of cycles, ends included, outside which a number is something else.
        codenames: Names of cycles that files may use instead of a number.
        ports: Majors that cannot be left by an edit: Python 2 to 3 is a port.
        rules: What is true of it only.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    releases: tuple[Release, ...]
    cycle_parts: int = 2
    cycles: tuple[Cycle, ...] = ()
    words: Words = field(default_factory=Words)
    plausible: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()
    codenames: tuple[tuple[str, str], ...] = ()
    ports: tuple[int, ...] = ()
    rules: Rules = field(default_factory=Rules)


Edit = Literal["yes", "ask", "never"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pin:
    """A line in a repository that fixes a runtime's version.

    Attributes:
        path: The file, relative to the repository, with forward slashes.
        line: Counted from one.
        runtime: The runtime's name.
        kind: What sort of line it is, such as ``variable`` or ``image``.
        raw: The version's own text on that line; several are joined by ``|``.
        version: The version it names, None when it names none (a reference, a floating tag).
        edit: ``yes`` when a campaign edits it in place, ``ask`` when the edit is a choice of
            policy, ``never`` when the line must not be edited.
        reason: Why it is not a plain edit, or what a person must look at; may be empty.
        span: Where the version's text starts and ends in the file, in characters.
        also: Further places on the same line that move together with it.
        whole: Whether a patch must be written even where the text has none.
        name: The variable, key or input that holds the version, such as ``GO_VERSION``; what
            references to it are resolved by. Empty where nothing names it.
        part: Which number of the version the text is, where it is not the whole of it.
    """

    path: str
    line: int
    runtime: str
    kind: str
    raw: str
    version: "Version | None"
    edit: Edit
    reason: str
    span: Span
    also: tuple[Span, ...] = ()
    whole: bool = False
    name: str = ""
    part: int = -1
