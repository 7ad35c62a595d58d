"""A field on the card is five files: the walk of CONTRIBUTING.md, taken on a copy of the source."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.lifecycle.campaigns import add_campaign
from tests.snapshots import migrated_store
from tests.storage.conftest import NOW, plan_of

ROOT = Path(__file__).parent.parent
ROOMS = ("campaigns", "commands", "gitlab_gateway", "runtimes", "sandbox", "slackapp", "storage")
PLACE = re.compile(r"^\d\. `([^`]+)`", re.MULTILINE)
MODEL, TABLES = "campaigns/model/campaign.py", "storage/tables.py"
VERSIONS, FLOW = "storage/migrations/versions/", "commands/<flow>/"
WORDS = "slackapp/views/overview/show_status.py"
# In each file that exists: the line before, and the line that is added.
ADDED = {
    MODEL: ("    opened_tiers: tuple[str, ...] = ()\n", "    codename: str | None = None\n"),
    TABLES: (
        "    opened_tiers: list[str] = Field(default_factory=list, sa_type=JSON)\n",
        "    codename: str | None = None\n",
    ),
    WORDS: (
        '    facts = [f"Due *{day(campaign.due_on)}*", campaign.state.value, epic]\n',
        "    facts += [escape(campaign.codename)] if campaign.codename else []\n",
    ),
}
MIGRATION = """\
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"
branch_labels = depends_on = None


def upgrade():
    op.add_column("campaign", sa.Column("codename", sa.String(), nullable=True))


def downgrade():
    op.drop_column("campaign", "codename")
"""
USE_CASE = """\
from commands.overview.update_card import update_card
from commands.unit import Unit
from storage.lifecycle.campaigns import update_campaign


def name_campaign(store, catalog, campaign_id, codename, *, now):
    with store.write() as session:
        update_campaign(session, campaign_id, codename=codename)
        update_card(Unit(session, catalog, now), campaign_id)
"""
# Names the campaign, renders its card into a file, and becomes `status --json`.
TRIED = """\
import os, sys
from pathlib import Path
from campaigns.overview import CardMessage
from commands.overview.name_campaign import name_campaign
from slackapp.assistant import system_clock
from slackapp.cli.entry import main
from slackapp.cli.plain import plain_text
from slackapp.delivery.rendering import render
from storage.catalog.read import read_catalog
from storage.delivery.queues import find_message
from storage.migrate import migrate
from storage.store import open_store

store = open_store(os.environ["RUNTIME_UPGRADE_DATABASE_URL"])
migrate(store.engine)
now = system_clock()
name_campaign(store, read_catalog(Path("sandbox/catalog")), 1, "Kea", now=now)
with store.read() as session:
    row = find_message(session, CardMessage(1).key)
Path("card.txt").write_text(plain_text(render(row, store, now).message), encoding="utf-8")
store.dispose()
sys.argv = ["runtime-upgrade", "status", "--json"]
main()
"""


def places_of_the_walk() -> list[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    walk = text.partition("**A field on the card**")[2].partition("\n**")[0]
    return PLACE.findall(walk)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def take_the_walk(copy: Path) -> None:
    for name, (before, line) in ADDED.items():
        file = copy / name
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name} has changed: take the walk of CONTRIBUTING.md anew"
        file.write_text(text.replace(before, before + line), encoding="utf-8")
    newest = max((copy / VERSIONS).glob("[0-9]*.py")).name.partition("_")[0]
    (copy / VERSIONS / "9999_codename.py").write_text(MIGRATION.format(before=newest))
    (copy / FLOW.replace("<flow>", "overview") / "name_campaign.py").write_text(USE_CASE)


def test_the_walk_names_five_places() -> None:
    assert places_of_the_walk() == [MODEL, TABLES, VERSIONS, FLOW, WORDS]


def test_what_the_walk_adds_is_on_the_card_and_in_json(copy: Path, tmp_path: Path) -> None:
    database = tmp_path / "old.db"
    store = migrated_store(database)
    with store.write() as session:
        add_campaign(session, plan_of(), slug="go-1.20", by="U0FRIDA", now=NOW)
    store.dispose()
    take_the_walk(copy)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "RUNTIME_UPGRADE_DATABASE_URL": f"sqlite:///{database}",
        "RUNTIME_UPGRADE_CATALOG": "sandbox/catalog",
    }

    done = subprocess.run(  # noqa: S603 - the interpreter that runs the tests, on the copy
        [sys.executable, "-c", TRIED],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "planned  ·  Epic  ·  Kea" in (copy / "card.txt").read_text(encoding="utf-8")
    assert json.loads(done.stdout)[0]["campaign"]["codename"] == "Kea"
