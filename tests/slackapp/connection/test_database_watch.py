"""The database's file is removed under a running assistant."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for

OPERATORS = "C0OPERATORS"


def test_a_lost_database_is_said_loudly_saved_and_refuses_commands(
    box: Sandbox, assistant: Assistant, tmp_path: Path
) -> None:
    box.slack.join_channel(box.slack.workspace.app.bot_user_id, OPERATORS)
    assert box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "list").acked
    for file in tmp_path.glob("assistant.db*"):
        file.unlink()

    told = wait_for(lambda: next(iter(box.slack.messages(OPERATORS)), None), "the operators")
    reply = box.slack.command(FACILITATOR, CHANNEL, "/runtime-upgrade", "list")

    (saved,) = tmp_path.glob("assistant.db.saved-*")
    lost = tmp_path / "assistant.db"
    assert told.plain.endswith(
        f"The database {lost} was removed or replaced: nothing is sent or saved any more, and "
        f"commands are refused. What it contained is in {saved}. Put it back, then restart the "
        "assistant."
    )
    assert f"{lost} was removed or replaced while it was in use" in reply.text
    assert assistant.scheduler.get_jobs() == []
    with closing(sqlite3.connect(saved)) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() > (10,)
