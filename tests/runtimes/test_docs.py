"""Every manager has its paragraph in the documentation."""

from pathlib import Path

from runtimes.managers.order import MANAGERS

ROOT = Path(__file__).parents[2]


def test_every_manager_has_a_paragraph() -> None:
    text = (ROOT / "docs/pins.md").read_text("utf-8")
    headings = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]
    assert headings == list(dict.fromkeys(manager.name for manager in MANAGERS))
