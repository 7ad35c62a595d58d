"""SQLite's write-ahead log, and whether it may belong to another copy of the database.

A log does not name its database, so SQLite applies whatever lies beside the file
(sqlite.org/fileformat2.html, "The Write-Ahead Log"; sqlite.org/howtocorrupt.html).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

HEADER, FRAME = 32, 24


def journal_of(file: Path) -> Path:
    """Return the write-ahead log of a database file."""
    return file.with_name(f"{file.name}-wal")


def may_be_anothers(file: Path) -> bool:
    """Return whether a database file was overwritten after its log was last written.

    SQLite itself only writes the file after the log to copy pages of the log into it. A copy that
    kept the time of an older file is not noticed.
    """
    journal = journal_of(file)
    if not file.exists() or not journal.exists() or journal.stat().st_size <= HEADER:
        return False
    if file.stat().st_mtime_ns <= journal.stat().st_mtime_ns:
        return False
    content, log = file.read_bytes(), journal.read_bytes()
    size = struct.unpack_from(">I", log, 8)[0]
    return any(
        content[(number - 1) * size : number * size] != page
        for number, page in dict(_committed_pages(log, size)).items()
    )


def _committed_pages(log: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of each page, up to the last commit of the log."""
    salt, waiting = log[16:24], []
    for start in range(HEADER, len(log) - FRAME - size + 1, FRAME + size):
        number, committed = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != salt:
            return
        waiting.append((number, log[start + FRAME : start + FRAME + size]))
        if committed:
            yield from waiting
            waiting = []
