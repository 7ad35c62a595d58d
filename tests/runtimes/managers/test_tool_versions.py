"""The tools of .tool-versions."""

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
            ".tool-versions",
            ("golang 1.20.5 # keep\nnodejs 18.16.0\nruby 3.2.2\npython 3.11.4\nterraform 1.5.0\n"),
            [
                (1, "go", "1.20.5", "yes"),
                (2, "node", "18.16.0", "yes"),
                (3, "ruby", "3.2.2", "yes"),
                (4, "python", "3.11.4", "yes"),
            ],
        ),
        (".tool-versions", "python 3.11.4 3.10.12\n", [(1, "python", "3.11.4|3.10.12", "ask")]),
        (
            ".tool-versions",
            "nodejs lts\nruby ref:v3_2_2\ngolang system\n",
            [
                (1, "node", "lts", "never"),
                (2, "ruby", "ref:v3_2_2", "never"),
                (3, "go", "system", "never"),
            ],
        ),
        ("a/.tool-versions", "# golang 1.19\ngolang 1.20\n", [(2, "go", "1.20", "yes")]),
    ],
)
def test_each_tool_has_its_versions(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
