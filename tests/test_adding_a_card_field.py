"""The walk in CONTRIBUTING.md adds a field to the card: performed in a copy of the project."""

import json
from dataclasses import replace
from pathlib import Path

from storage.lifecycle.campaigns import add_campaign
from tests.snapshots import migrated_store
from tests.storage.conftest import NOW, plan_of
from tests.walks import ROOT, Step, copy_project, lint, run_python, run_tests, steps_under

MAX_FILES = 5
VERSIONS = "storage/migrations/versions"
GUARDS = ("tests/storage/test_migrations.py", "tests/test_house.py")
# Gives the campaign its codename, shows its card on the first line, and becomes `status --json`.
TRIED = """\
import os, sys
from pathlib import Path
from campaigns.overview import CardMessage
from commands.overview.name_campaign import name_campaign
from slackapp.assistant import system_clock
from slackapp.cli.entry import main
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
print([block.to_dict() for block in render(row, store, now).message.blocks], flush=True)
store.dispose()
sys.argv = ["runtime-upgrade", "status", "--json"]
main()
"""


def numbered(step: Step) -> Step:
    """Fill in the numbers of the newest and the next migration."""
    newest = max((ROOT / VERSIONS).glob("[0-9]*.py")).name.partition("_")[0]
    following = f"{int(newest) + 1:04d}"
    path, text = (
        words.replace("<newest>", newest).replace("<next>", following)
        for words in (step.path, step.text)
    )
    return replace(step, path=path, text=text)


def database_of_today(folder: Path) -> str:
    """Create a database with a campaign, as before the walk."""
    store = migrated_store(folder / "today.db")
    with store.write() as session:
        add_campaign(session, plan_of(), slug="go-1.20", by="U0FRIDA", now=NOW)
    url = store.engine.url.render_as_string()
    store.dispose()
    return url


def test_the_walk_adds_a_field_to_the_card(tmp_path: Path) -> None:
    url, project = database_of_today(tmp_path), copy_project(tmp_path)
    walk = [numbered(step) for step in steps_under("Adding a field to the card")]
    for step in walk:
        step.perform(project)

    assert len({step.path for step in walk}) == MAX_FILES
    lint(project, *(step.path for step in walk if not step.path.startswith(VERSIONS)))
    run_tests(project, *GUARDS)
    said = run_python(project, "-c", TRIED, RUNTIME_UPGRADE_DATABASE_URL=url)
    card, _, status = said.partition("\n")
    assert "planned  ·  Epic  ·  Kea" in card
    assert json.loads(status)[0]["campaign"]["codename"] == "Kea"
