"""Reading the pins of a runtime in a project's repository: only what changed is read again."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from gitlab_gateway.connection import Connection
from gitlab_gateway.repository import find_head, list_paths, read_text
from runtimes.candidates import is_candidate
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import tell_sources
from runtimes.reports import pin_object
from storage.evidence import ReadingRecord, find_reading, save_reading
from storage.store import Store

# gitlab.com serves 500 repository files a minute (docs.gitlab.com/user/gitlab_com, rate limits).
SECONDS_A_FILE = 60 / 450
FREE_FILES = 300
MOST_FILES = 2000


def read_repository(
    store: Store,
    gitlab: Connection,
    project: str,
    runtime: str,
    *,
    now: datetime,
    pause: Callable[[], object],
) -> ReadingRecord:
    """Give the pins of a runtime on the default branch; one request where nothing was committed.

    ``pause`` is called after each file, see `paced`.

    Raises:
        GitLabError: GitLab did not answer; what was read before stays.
    """
    with store.read() as session:
        known = find_reading(session, project, runtime)
    head = find_head(gitlab, project)
    if known is not None and known.failure is None and known.commit == head.commit != "":
        return known
    if head.failure is not None:
        reading = ReadingRecord(project, runtime, "", (), head.failure, now)
    else:
        pins = _pins(gitlab, project, runtime, head.commit, pause)
        found = tuple(dict(pin_object(pin)) for pin in pins)
        reading = ReadingRecord(project, runtime, head.commit, found, None, now)
    if known is None or asdict(known) | {"read_at": now} != asdict(reading):
        with store.write() as session:
            save_reading(session, reading)
    return reading


def paced(pause: Callable[[float], object]) -> Callable[[], object]:
    """Give a pause that lets the first files of a run through and then keeps GitLab's rate."""
    read: list[int] = [0]

    def one() -> None:
        read[0] += 1
        pause(SECONDS_A_FILE if read[0] > FREE_FILES else 0.0)

    return one


def _pins(
    gitlab: Connection, project: str, runtime: str, commit: str, pause: Callable[[], object]
) -> list[Pin]:
    """Read the candidate files; the reason of a reference says where its version is set."""
    paths = [path for path in list_paths(gitlab, project, commit) if is_candidate(path)]
    pins: list[Pin] = []
    for path in sorted(paths)[:MOST_FILES]:
        file = read_text(gitlab, project, path, ref=commit)
        if file.failure is None:
            pins += find_pins(path, file.text, runtime)
        else:
            pins.append(_unread(path, runtime, file.failure))
        pause()
    return tell_sources(pins)


def _unread(path: str, runtime: str, reason: str) -> Pin:
    """Stand for a file that may hold a pin and could not be read: it cannot tell."""
    return Pin(path, 1, runtime, "file", "", None, "never", reason, (0, 0))
