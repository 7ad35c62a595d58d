"""Settings of linters."""

import pytest

from runtimes.pins import find_pins

Seen = tuple[int, str, str, str]


def seen(path: str, text: str) -> list[Seen]:
    """Line, runtime, raw and edit of each pin."""
    return [(pin.line, pin.runtime, pin.raw, pin.edit) for pin in find_pins(path, text)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            ".rubocop.yml",
            "AllCops:\n  TargetRubyVersion: 3.0\n  TargetRailsVersion: 7.0\n",
            [(2, "ruby", "3.0", "ask"), (3, "rails", "7.0", "ask")],
        ),
        (".golangci.yml", "version: '2'\nrun:\n  go: '1.20'\n", [(3, "go", "1.20", "ask")]),
    ],
)
def test_a_language_floor_is_a_question(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
