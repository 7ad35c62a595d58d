"""Read a checkout: the one place of this room that opens a repository's files."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import tell_sources
from runtimes.selection import is_candidate, is_skipped

_HUGE = 2_000_000
_NEVER_ENTERED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv"})


@dataclass(frozen=True, slots=True)
class Unread:
    """A candidate file that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The pins of a checkout and the candidate files that could not be read."""

    pins: tuple[Pin, ...]
    unread: tuple[Unread, ...]


def find_pins_in(folder: Path, runtime: str | None = None) -> list[Pin]:
    """The pins of a checkout, by path and line."""
    return list(survey(folder, runtime).pins)


def survey(folder: Path, runtime: str | None = None) -> Survey:
    """The pins of a checkout, and what was left out of the reading.

    Only candidate files are opened. Vendored folders, test data and what Git ignores by its
    top ``.gitignore`` are skipped; a symbolic link that leaves the folder is refused. The reason
    of a reference says where in the checkout its version is set.
    """
    pins: list[Pin] = []
    unread: list[Unread] = []
    root = folder.resolve()
    for path in sorted(candidate_paths(folder)):
        text = read_candidate(root, path)
        if isinstance(text, Unread):
            unread.append(text)
        else:
            pins.extend(find_pins(path, text, runtime))
    return Survey(tuple(tell_sources(pins)), tuple(unread))


def candidate_paths(folder: Path) -> Iterator[str]:
    """The candidate files under a folder, relative to it, with forward slashes."""
    ignored = _ignored_folders(folder)
    start = len(os.fspath(folder))
    for top, folders, names in os.walk(folder):
        base = top[start:].replace(os.sep, "/").strip("/")
        prefix = base + "/" if base else ""
        folders[:] = [
            name
            for name in folders
            if name not in _NEVER_ENTERED
            and prefix + name not in ignored
            and not is_skipped(f"{prefix}{name}/gems/x/y")
        ]
        for name in names:
            if is_candidate(prefix + name):
                yield prefix + name


def read_candidate(root: Path, path: str) -> str | Unread:
    """A candidate's text, or why it was not read."""
    full = root / path
    if full.is_symlink() and not full.resolve().is_relative_to(root):
        return Unread(path, "a symbolic link that leaves the folder")
    try:
        refused = _refused(full.stat())
        content = b"" if refused else full.read_bytes()
    except OSError as error:
        return Unread(path, f"cannot be read: {error.strerror}")
    if refused:
        return Unread(path, refused)
    if b"\0" in content[:8000]:
        return Unread(path, "binary")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return Unread(path, "not encoded as UTF-8")


def _refused(about: os.stat_result) -> str:
    """Why a file is not even opened, empty when it is: a pipe would wait for its writer."""
    if not stat.S_ISREG(about.st_mode):
        return "no regular file"
    return f"larger than {_HUGE} bytes" if about.st_size > _HUGE else ""


def _ignored_folders(folder: Path) -> frozenset[str]:
    """The plain folder lines of the top ``.gitignore``; patterns are left to Git."""
    text = read_candidate(folder, ".gitignore")
    if isinstance(text, Unread):
        return frozenset()
    lines = (line.strip() for line in text.splitlines())
    return frozenset(
        line.strip("/") for line in lines if line.endswith("/") and not set(line) & set("*?[!#")
    )
