"""Files that hold a version and nothing else."""

import pytest

from runtimes.pins import find_pins

Seen = tuple[int, str, str, str]


def seen(path: str, text: str) -> list[Seen]:
    """Line, runtime, raw and edit of each pin."""
    return [(pin.line, pin.runtime, pin.raw, pin.edit) for pin in find_pins(path, text)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".go-version", "1.22.7\n", [(1, "go", "1.22.7", "yes")]),
        (".ruby-version", "ruby-3.2.2\n", [(1, "ruby", "3.2.2", "yes")]),
        (".ruby-version", "3.2\n", [(1, "ruby", "3.2", "yes")]),
        (".nvmrc", "v18.16.0", [(1, "node", "18.16.0", "yes")]),
        (".nvmrc", "lts/iron\n", [(1, "node", "iron", "yes")]),
        (".nvmrc", "lts/*\n", [(1, "node", "lts/*", "never")]),
        (".node-version", "20.16.0\n", [(1, "node", "20.16.0", "yes")]),
        (".nvmrc", "node\n", [(1, "node", "node", "never")]),
        (".python-version", "3.11.4\n", [(1, "python", "3.11.4", "yes")]),
        (
            ".python-version",
            "3.11.4\n3.10.12\n",
            [(1, "python", "3.11.4", "ask"), (2, "python", "3.10.12", "ask")],
        ),
        ("runtime.txt", "python-3.11.4\n", [(1, "python", "3.11.4", "yes")]),
        (".ruby-version", "jruby-9.4.3.0\n", [(1, "ruby", "jruby-9.4.3.0", "never")]),
        (".python-version", "# comment\n3.12\n", [(2, "python", "3.12", "yes")]),
        (".python-version", "pypy3.11-v7.3.22\n", [(1, "python", "pypy3.11-v7.3.22", "never")]),
    ],
)
def test_a_version_file_holds_one_version(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
