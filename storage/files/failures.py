"""Databases that cannot be used: what is wrong, and what to do, as part of a sentence."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from storage.files.journals import journal_of, may_be_anothers

SAVED = ".saved-"
"""What follows a database's name in the name of a copy that was saved when it was lost."""
# sqlite.org/rescode.html, by the messages that Python passes on.
_REASONS = {
    "unable to open database file": "its file cannot be opened: check its path and permissions",
    "not a database": "its file is not a SQLite database: restore a copy",
    "malformed": "its file is damaged: restore a copy",
    "disk is full": "the disk is full: free some space",
    "disk i/o error": "its disk cannot be read or written: check the disk",
    "readonly database": "it cannot be written: make its file and folder writable for this user",
    "locked": "another process holds it: try again",
}


class StoreUnusableError(Exception):
    """The database cannot be used; the message says why, and what to do."""


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite database, or None for other databases."""
    parsed = make_url(url)
    name = parsed.database
    return Path(name) if parsed.get_backend_name() == "sqlite" and name else None


def describe_failure(error: SQLAlchemyError | sqlite3.Error) -> str | None:
    """Describe an error of the database itself; None for an error of the program."""
    told = str(getattr(error, "orig", None) or error).casefold()
    return next((reason for words, reason in _REASONS.items() if words in told), None)


def require_usable_file(file: Path) -> None:
    """Check the folder of a database, and its write-ahead log.

    Raises:
        StoreUnusableError: the folder is missing, the database was lost, or the log may belong to
            another copy.
    """
    if not file.absolute().parent.is_dir():
        raise StoreUnusableError(f"its folder {file.parent} does not exist: create it")
    _require_not_lost(file)
    if may_be_anothers(file):
        journal = journal_of(file)
        raise StoreUnusableError(
            f"{file} was overwritten after its log {journal}: if it is a restored copy, "
            f"move the log away, otherwise run `touch {journal}`"
        )


def _require_not_lost(file: Path) -> None:
    """Refuse to begin with an empty database where the content of a lost one was saved."""
    saved = sorted(file.absolute().parent.glob(f"{file.name}{SAVED}*"))
    if saved and _is_empty(file):
        raise StoreUnusableError(
            f"{file} was lost, and {saved[-1]} has what it contained: move it to {file}"
        )


def _is_empty(file: Path) -> bool:
    if not file.exists():
        return True
    try:
        with closing(_read_only(file)) as connection:
            found: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error:
        return False
    return found == 0


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)


def require_intact(file: Path) -> None:
    """Check the content of a database file, reading only.

    Raises:
        StoreUnusableError: it does not exist or is damaged, or its log may belong to another copy.
    """
    require_usable_file(file)
    try:
        with closing(_read_only(file)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreUnusableError(describe_failure(error) or str(error)) from error
    if found != "ok":
        raise StoreUnusableError(_REASONS["malformed"])
