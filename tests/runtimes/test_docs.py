"""Every format has its paragraph in docs/pins.md and its own test."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FORMATS = sorted(path.stem for path in (ROOT / "runtimes/formats").glob("[a-z]*.py"))


def test_every_format_has_a_paragraph() -> None:
    text = (ROOT / "docs/pins.md").read_text("utf-8")
    headings = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("### ")]
    assert sorted(headings) == FORMATS


def test_every_format_has_a_test() -> None:
    tests = (Path(__file__).parent / "formats").glob("test_*.py")
    assert sorted(path.stem.removeprefix("test_") for path in tests) == FORMATS
