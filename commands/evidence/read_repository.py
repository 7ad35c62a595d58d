"""Reading the pins of a runtime from a repository, unless its commit is unchanged."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from commands.delivery.worker import Worker
from commands.evidence.component_pins import as_stored
from gitlab_gateway.connection import Connection
from gitlab_gateway.repository import GONE, FileText, Head, find_head, list_paths, read_texts
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import tell_sources
from runtimes.selection import is_candidate
from storage.evidence.queries import ReadingRecord, find_reading, save_reading

# gitlab.com serves 500 repository files per minute (docs.gitlab.com/user/gitlab_com, rate limits).
SECONDS_A_FILE = 60 / 450
FREE_FILES = 300
MAX_FILES = 2000


def read_repository(
    worker: Worker,
    project: str,
    runtime: str,
    *,
    pause: Callable[[], object],
    only: tuple[str, ...] = (),
    head: Head | None = None,
) -> ReadingRecord:
    """Return the pins of a runtime on the default branch; one request if there is no new commit.

    ``pause`` is called after each request for files; see `paced`. ``only`` lists the folders and
    files to read; see `commands.evidence.component_pins.paths_to_read`. Empty means all.

    Raises:
        GitLabError: GitLab did not respond; the pins read earlier are kept.
    """
    store, gitlab, now = worker.store, worker.gitlab, worker.clock().story
    with store.read() as session:
        known = find_reading(session, project, runtime)
    head = head or find_head(gitlab, project)
    scope = "\n".join(only)
    unchanged = known is not None and (known.commit, known.scope) == (head.commit, scope)
    if known is not None and unchanged and known.failure is None and head.commit:
        return known
    if head.failure is not None:
        reading = ReadingRecord(project, runtime, "", (), head.failure, now, scope)
    else:
        pins = _pins(gitlab, project, runtime, head.commit, only, pause)
        found = tuple(as_stored(pin) for pin in pins)
        reading = ReadingRecord(project, runtime, head.commit, found, None, now, scope)
    if known is None or asdict(known) | {"read_at": now} != asdict(reading):
        with store.write() as session:
            save_reading(session, reading)
    return reading


def paced(pause: Callable[[float], object]) -> Callable[[], object]:
    """Return a pause that lets the first requests through, then keeps to GitLab's rate limit."""
    read: list[int] = [0]

    def one() -> None:
        read[0] += 1
        pause(SECONDS_A_FILE if read[0] > FREE_FILES else 0.0)

    return one


def _pins(
    gitlab: Connection,
    project: str,
    runtime: str,
    commit: str,
    only: tuple[str, ...],
    pause: Callable[[], object],
) -> list[Pin]:
    """Find the pins in the candidate files; a reference's reason says where its version is set."""
    paths = list_candidates(gitlab, project, commit, only)
    pins: list[Pin] = []
    for file in read_candidates(gitlab, project, paths, ref=commit, pause=pause):
        if file.failure is None:
            pins += find_pins(file.path, file.text, runtime)
        elif file.path not in only or file.failure != GONE:
            pins.append(_unread(file.path, runtime, file.failure))
    return tell_sources(pins)


def list_candidates(
    gitlab: Connection, project: str, commit: str, only: tuple[str, ...]
) -> tuple[str, ...]:
    """List the files that may contain a pin: those in ``only``, or all if it is empty.

    A path in ``only`` that is not a folder is treated as a file, even if it does not exist.
    """
    if not only:
        found = set(list_paths(gitlab, project, commit))
    else:
        folders = {path: set(list_paths(gitlab, project, commit, under=path)) for path in only}
        found = {file for path, files in folders.items() for file in files or {path}}
    return tuple(sorted(path for path in found if is_candidate(path)))


def read_candidates(
    gitlab: Connection,
    project: str,
    paths: Sequence[str],
    *,
    ref: str,
    pause: Callable[[], object] = lambda: None,
) -> list[FileText]:
    """Read the given files up to a limit; an extra entry reports how many were skipped."""
    read = read_texts(gitlab, project, paths[:MAX_FILES], ref=ref, pause=pause)
    if len(paths) > MAX_FILES:
        left = f"this file and {len(paths) - MAX_FILES - 1} more were not read"
        read.append(FileText(paths[MAX_FILES], failure=left))
    return read


def _unread(path: str, runtime: str, reason: str) -> Pin:
    """Build the pin that represents an unreadable file."""
    return Pin(path, 1, runtime, "file", "", None, "never", reason, (0, 0))
