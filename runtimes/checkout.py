"""Read a checkout: the one place of this room that opens a repository's files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import tell_sources
from runtimes.selection import is_candidate, rule_of_folder, why_left_out

_HUGE = 2_000_000
_NEVER_ENTERED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv"})


@dataclass(frozen=True, slots=True)
class Unread:
    """A candidate file that was not read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one rule left out.

    Attributes:
        rule: Its name.
        files: How many files.
        folders: The folders that were not entered, whose files are not counted.
        example: One of the files, empty where only folders were left out.
    """

    rule: str
    files: int
    folders: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """The pins of a checkout, the files that could not be read, and what rules left out."""

    pins: tuple[Pin, ...]
    unread: tuple[Unread, ...]
    left_out: tuple[LeftOut, ...] = ()


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
    paths, left_out = select_paths(folder)
    for path in sorted(paths):
        text = read_candidate(root, path)
        if isinstance(text, Unread):
            unread.append(text)
        else:
            pins.extend(find_pins(path, text, runtime))
    return Survey(tuple(tell_sources(pins)), tuple(unread), left_out)


def select_paths(folder: Path) -> tuple[list[str], tuple[LeftOut, ...]]:
    """List the candidate files under a folder, with forward slashes, and what rules left out."""
    ignored, taken = _ignored_folders(folder), list[str]()
    files: dict[str, list[str]] = {}
    folders: dict[str, list[str]] = {}
    start = len(os.fspath(folder))
    for top, inner, names in os.walk(folder):
        base = top[start:].replace(os.sep, "/").strip("/")
        prefix = base + "/" if base else ""
        rules = {name: _folder_rule(name, prefix, ignored) for name in inner}
        inner[:] = [name for name in inner if not rules[name]]
        for name in names:
            if is_candidate(prefix + name):
                taken.append(prefix + name)
            else:
                files.setdefault(why_left_out(prefix + name), []).append(prefix + name)
        for name, rule in rules.items():
            if rule:
                folders.setdefault(rule, []).append(prefix + name)
    return taken, tuple(_left_out(rule, files, folders) for rule in sorted({*files, *folders}))


def _left_out(rule: str, files: dict[str, list[str]], folders: dict[str, list[str]]) -> LeftOut:
    of_rule = files.get(rule, [])
    inner = tuple(sorted(folders.get(rule, [])))
    return LeftOut(rule, len(of_rule), inner, min(of_rule, default=""))


def _folder_rule(name: str, prefix: str, ignored: frozenset[str]) -> str:
    """The rule by which a folder is not entered, empty where it is."""
    if name in _NEVER_ENTERED:
        return "not the project's own"
    if prefix + name in ignored:
        return "ignored by Git"
    return rule_of_folder(f"{prefix}{name}/gems/x/y")


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
