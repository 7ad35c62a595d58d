"""A small in-memory repository of branches, commits and full trees, with git's blob ids."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Commit:
    """A commit; ``files`` is the full tree, a mapping from path to content."""

    id: str
    message: str
    author_name: str
    author_email: str
    created_at: datetime
    parents: "tuple[Commit, ...]"
    files: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


@dataclass(eq=False)
class Repository:
    """A repository: its branches and commits."""

    default_branch: str = "master"
    branches: dict[str, Commit] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)

    def resolve(self, ref: str) -> Commit | None:
        """Find the commit of a branch, ``HEAD`` or a (possibly abbreviated) commit id."""
        if ref in self.branches:
            return self.branches[ref]
        if ref == "HEAD":
            return self.branches.get(self.default_branch)
        if ref in self.commits:
            return self.commits[ref]
        shortest = 7
        if len(ref) < shortest:
            return None
        return next((c for sha, c in self.commits.items() if sha.startswith(ref)), None)

    def commit(
        self,
        branch: str,
        files: Mapping[str, bytes],
        *,
        message: str,
        author: tuple[str, str],
        now: datetime,
        parents: tuple[Commit, ...] = (),
    ) -> Commit:
        """Add a commit with these files and move the branch to it."""
        made = Commit(
            _commit_id(branch, files, message, now, parents),
            message,
            *author,
            created_at=now,
            parents=parents,
            files=dict(files),
        )
        self.commits[made.id] = made
        self.branches[branch] = made
        return made


class Link(bytes):
    """The content of a symbolic link: its target path."""


def blob_id(content: bytes) -> str:
    """Return git's id for a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def history(commit: Commit) -> Iterator[Commit]:
    """Yield the commits back to the first one, following first parents."""
    here: Commit | None = commit
    while here is not None:
        yield here
        here = here.parents[0] if here.parents else None


def last_change(commit: Commit, path: str) -> Commit:
    """Find the latest commit, up to and including ``commit``, that changed ``path``."""
    changed = commit
    for earlier in history(commit):
        if earlier.files.get(path) != commit.files.get(path):
            break
        changed = earlier
    return changed


def changed_paths(commit: Commit, base: Commit | None) -> list[str]:
    """List the paths whose content differs between two commits, in order."""
    before = {} if base is None else base.files
    paths = sorted(set(before) | set(commit.files))
    return [path for path in paths if before.get(path) != commit.files.get(path)]


def merge_base(one: Commit, other: Commit) -> Commit | None:
    """Find the nearest common ancestor of two commits."""
    seen = {commit.id for commit in _ancestors(one)}
    return next((commit for commit in _ancestors(other) if commit.id in seen), None)


def _ancestors(commit: Commit) -> Iterator[Commit]:
    waiting, seen = [commit], set()
    while waiting:
        here = waiting.pop(0)
        if here.id not in seen:
            seen.add(here.id)
            yield here
            waiting.extend(here.parents)


def _commit_id(
    branch: str,
    files: Mapping[str, bytes],
    message: str,
    now: datetime,
    parents: tuple[Commit, ...],
) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    for part in (branch, message, now.isoformat(), *(p.id for p in parents)):
        digest.update(part.encode() + b"\0")
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + blob_id(files[path]).encode())
    return digest.hexdigest()
