"""Environments of conda."""

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
            "environment.yml",
            "name: x\ndependencies:\n  - python=3.9\n  - numpy=1.20\n",
            [(3, "python", "3.9", "yes")],
        ),
        (
            "environment.yml",
            "dependencies:\n  - python>=3.8,<3.12\n  - nodejs >=18\n",
            [(2, "python", ">=3.8,<3.12", "ask"), (3, "node", ">=18", "ask")],
        ),
    ],
)
def test_an_environment_names_its_python(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
