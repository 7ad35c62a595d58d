"""The go and toolchain lines of go.mod and go.work."""

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
            "go.mod",
            "module example.com/x\n\ngo 1.20\n\nrequire example.com/go v1.2.3\n",
            [(3, "go", "1.20", "yes")],
        ),
        (
            "api/go.mod",
            "module x\n\ngo 1.22.0\n\ntoolchain go1.22.7\n",
            [(3, "go", "1.22.0", "yes"), (5, "go", "1.22.7", "yes")],
        ),
        ("go.work", "go 1.21\n\nuse ./a\n", [(1, "go", "1.21", "yes")]),
        ("go.mod", "module x\n\n// go 1.19\ntoolchain default\n", []),
        ("vendor/x/go.mod", "module x\n\ngo 1.20\n", []),
        ("internal/testdata/go.mod", "module x\n\ngo 1.20\n", []),
        ("go.mod", "", []),
    ],
)
def test_the_go_and_toolchain_lines_are_pins(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
