"""What an RPM package needs."""

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
            "x.spec",
            "BuildRequires:  golang >= 1.18\nRequires: python3 >= 3.8\n",
            [(1, "go", ">= 1.18", "ask"), (2, "python", ">= 3.8", "ask")],
        ),
    ],
)
def test_a_requirement_is_a_question(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
