"""Each kind of unusable database is one sentence, for `serve`, `doctor` and the other commands."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from slackapp.cli.demo import EXAMPLE_CATALOG
from slackapp.errors import to_user_message
from storage.files.failures import StoreUnusableError
from storage.files.journals import journal_of
from storage.files.opening import open_migrated
from tests import terminal
from tests.snapshots import migrated_store

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "GITLAB_URL": "http://127.0.0.1:9",
    "GITLAB_TOKEN": "glpat-1",
    "RUNTIME_UPGRADE_CATALOG": str(EXAMPLE_CATALOG),
}


def newer(file: Path) -> None:
    migrated_store(file).dispose()
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '0099'")
        database.commit()


def not_a_database(file: Path) -> None:
    file.write_bytes(b"not a database, but long enough for SQLite to look at its header" * 20)


def damaged(file: Path) -> None:
    migrated_store(file).dispose()
    content = bytearray(file.read_bytes())
    content[4096:20480] = os.urandom(16384)
    file.write_bytes(content)


def restored_beside_a_log(file: Path) -> None:
    """Restore a backup while the log of a killed process lies beside it."""
    migrated_store(file).dispose()
    backup = file.with_name("backup")
    shutil.copy(file, backup)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE later (x)")
        database.commit()
        shutil.copy(journal_of(file), file.with_name("log"))
    file.with_name("log").rename(journal_of(file))
    shutil.copyfile(backup, file)
    while file.stat().st_mtime_ns <= journal_of(file).stat().st_mtime_ns:
        file.touch()


def lost(file: Path) -> None:
    """Leave an empty file beside the copy that was saved of a lost one."""
    migrated_store(file).dispose()
    file.rename(f"{file}.saved-20261201000000")
    file.touch()


def in_no_folder(file: Path) -> None:
    file.parent.rmdir()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (newer, "its schema 0099 is unknown to this version, which knows those up to 00"),
        (not_a_database, "its file is not a SQLite database: restore a copy"),
        (damaged, "its file is damaged: restore a copy"),
        (restored_beside_a_log, " was overwritten after its log "),
        (lost, ".saved-20261201000000 has what it contained: move it to "),
        (in_no_folder, "does not exist"),
    ],
)
def test_an_unusable_database_is_one_sentence_for_every_command(
    tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    file = tmp_path / "data" / "assistant.db"
    file.parent.mkdir()
    spoil(file)
    environment = {**TOKENS, "RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{file}"}

    done = [
        terminal.run(*words, environment=environment, folder=tmp_path)
        for words in (("serve",), ("doctor",), ("list",), ("outbox", "list"), ("rehearse",))
    ]

    serve, doctor, *others = done
    assert (serve.returncode, serve.stdout) == (2, "")
    assert why in json.loads(serve.stderr)["why"]
    assert doctor.returncode == 1
    assert [line for line in doctor.stdout.splitlines() if "✖ database" in line and why in line]
    for one in others:
        assert (one.returncode, one.stdout, one.stderr.count("\n")) == (2, "", 1)
        assert one.stderr.startswith("The database cannot be used: ")
        assert why in one.stderr


def test_the_log_of_a_killed_process_is_used(tmp_path: Path) -> None:
    file, copy = tmp_path / "assistant.db", tmp_path / "killed.db"
    migrated_store(file).dispose()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE later (x)")
        database.commit()
        shutil.copy(file, copy)
        shutil.copy(journal_of(file), journal_of(copy))

    store = open_migrated(f"sqlite:///{copy}")
    store.dispose()

    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    store = migrated_store(tmp_path / "assistant.db")
    with store.write() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(OperationalError) as error:
            session.execute(text("CREATE TABLE more AS SELECT randomblob(100000)"))
    store.dispose()

    assert to_user_message(error.value) == (
        "Nothing was saved, because the database cannot be used: the disk is full: free some space."
    )


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusableError, match="its file cannot be opened: check its path"):
        open_migrated(f"sqlite:///{tmp_path}")
