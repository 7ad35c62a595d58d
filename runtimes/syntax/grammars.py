"""The grammars, each loaded on first use, and the texts that they can be trusted with.

A grammar's own scanner is C: YAML's overflows a fixed buffer on some 250 open blocks, and those of
programming languages need quadratic time on an endless line. Such texts are not parsed; they are
read by the tokens on each line instead.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from tree_sitter import Language, Parser, Tree

# Every letter that is not ASCII is one letter to a grammar: bytes and characters count alike.
_LETTERS = re.compile(r"[^\x00-\x7f]")
# A block opens at a column of its own: those of a line's indent and of its marks bound the depth.
_FAR_IN = re.compile(r"\n[ \t]{140}|\A[ \t]{140}")
_LONG = 200
_MOST_MARKS = 100


@dataclass(frozen=True, slots=True)
class _Limits:
    """The longest text and line that a grammar reads in a time that is linear in practice."""

    text: int = 400_000
    line: int = 4_000


_DATA = _Limits(2_000_000, 2_000_000)
_GRAMMARS: dict[str, _Limits] = {
    "bash": _Limits(),
    "containerfile": _Limits(),
    "groovy": _Limits(),
    "hcl": _Limits(),
    "javascript": _Limits(),
    "json": _DATA,
    "make": _Limits(),
    "markdown": _Limits(),
    "nix": _Limits(),
    "powershell": _Limits(),
    "python": _Limits(),
    "ruby": _Limits(),
    "starlark": _Limits(),
    "toml": _DATA,
    "xml": _Limits(),
    "yaml": _DATA,
}


def list_grammars() -> tuple[str, ...]:
    """List the names of the grammars that are at hand."""
    return tuple(_GRAMMARS)


def parse(grammar: str, text: str) -> Tree | None:
    """Return the tree of a text, None where the grammar cannot be trusted with it.

    Offsets in the tree are offsets in the text, in characters.
    """
    if not _is_safe(grammar, text):
        return None
    plain = text if text.isascii() else _LETTERS.sub("x", text.replace("\ufeff", " "))
    return Parser(_language(grammar)).parse(plain.encode("ascii"))


def _is_safe(grammar: str, text: str) -> bool:
    limits = _GRAMMARS[grammar]
    if len(text) > limits.text:
        return False
    if grammar == "yaml":
        return not _may_be_deep(text)
    return limits.line >= len(text) or _longest_line(text) <= limits.line


def _may_be_deep(text: str) -> bool:
    """Whether so many blocks of YAML may be open at once that its scanner would overflow."""
    if _FAR_IN.search(text):
        return True
    return any(_marks(text, start, end) > _MOST_MARKS for start, end in _long_lines(text))


def _marks(text: str, start: int, end: int) -> int:
    return sum(text.count(mark, start, end) for mark in ("- ", ": ", "? "))


def _long_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that may hold so many marks; looked for from the far end of each."""
    start = 0
    while start < len(text):
        reach = start + _LONG
        # A line that ends within reach is short; the next one starts behind the last such end.
        near = text.rfind("\n", start, reach)
        if near >= 0:
            start = near + 1
            continue
        end = text.find("\n", reach)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


@cache
def _language(grammar: str) -> Language:
    module = import_module(f"tree_sitter_{grammar}")
    language = module.language_xml if grammar == "xml" else module.language
    with warnings.catch_warnings():
        # Some grammars still hand over their address as a number.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Language(language())
