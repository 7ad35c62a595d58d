"""What a manager is: the files it takes, and how it reads them."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from runtimes.source import Matches, Source


@dataclass(frozen=True, slots=True)
class Paths:
    """The files that a manager takes; all in lower case, without a template's ending.

    Attributes:
        names: Whole names, such as ``go.mod``.
        endings: What follows the last dot of a name.
        named: What a whole name must match.
        placed: What must be found in the whole path.
        unless: What must not be found in the whole path.
        known: Names that are known when they are first asked for.
    """

    names: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    named: re.Pattern[str] | None = None
    placed: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    known: Callable[[], Container[str]] | None = None

    def take(self, path: str, name: str, ending: str) -> bool:
        """Whether a path is one of them."""
        taken = (
            name in self.names
            or (self.known is not None and name in self.known())
            or ending in self.endings
            or (self.named is not None and self.named.fullmatch(name) is not None)
            or (self.placed is not None and self.placed.search(path) is not None)
        )
        return taken and (self.unless is None or self.unless.search(path) is None)


@dataclass(frozen=True, slots=True)
class Manager:
    """One kind of file, read in a room of its own.

    Attributes:
        name: The room's name, and its heading in the documentation.
        paths: The files it takes.
        extract: Its matches in a source; total, whatever the text.
        beside: Whether another manager reads the same files behind it, as most exact ones leave
            what they do not know to the manager of the syntax.
    """

    name: str
    paths: Paths
    extract: Callable[[Source], Matches]
    beside: bool = False
