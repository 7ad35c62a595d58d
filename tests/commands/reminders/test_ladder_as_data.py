"""A rung of an existing kind is data: a day in working-group.yml, as in CONTRIBUTING.md."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

from storage.catalog.read import Catalog, read_catalog
from tests.commands.conftest import EXAMPLE, Desk
from tests.commands.reminders.test_plan_reminders import (
    FRIDAY_0930,
    GUS,
    LEO,
    MONDAY_0930,
    THURSDAY_EVENING,
    TUESDAY_0930,
    Week,
)

CONTRIBUTING = Path(__file__).parents[3] / "CONTRIBUTING.md"
LADDER = re.compile(r"ladder: (\{.*\})")


def catalog_with(folder: Path, ladder: str) -> Catalog:
    """Read the catalog with another ladder, the one file that a new rung changes."""
    shutil.copytree(EXAMPLE, folder)
    group = folder / "working-group.yml"
    text = group.read_text(encoding="utf-8")
    group.write_text(f"{text}\nreminders:\n  ladder: {ladder}\n", encoding="utf-8")
    return read_catalog(folder)


def ladder_of_the_walk() -> str:
    """Return the ladder with one more rung from CONTRIBUTING.md."""
    walk = CONTRIBUTING.read_text(encoding="utf-8").partition("**A rung of the ladder**")[2]
    found = LADDER.search(walk)
    assert found is not None
    return found[1]


def test_a_second_mention_of_the_documented_ladder_is_sent(started: Desk, tmp_path: Path) -> None:
    catalog = catalog_with(tmp_path / "catalog", ladder_of_the_walk())
    week = Week(replace(started, catalog=catalog), started.clock()).at(THURSDAY_EVENING)
    week.block()

    week.ticks(FRIDAY_0930, MONDAY_0930, TUESDAY_0930, "2023-04-05 13:30", "2023-04-06 12:30")

    assert week.told() == [
        (GUS, f"digest:{GUS}:2023-03-31"),
        (GUS, f"digest:{GUS}:2023-04-03"),
        ("C0WGRUNTIME", f"nudge:{GUS}:1:2023-04-04"),
        (LEO, f"digest:{LEO}:2023-04-05"),
        ("C0WGRUNTIME", f"nudge:{GUS}:1:2023-04-06"),
    ]
