"""README and guides."""

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
            "README.md",
            (
                "# X\n"
                "\n"
                "- Go 1.20\n"
                "- [Node.js](https://nodejs.org) 18.x\n"
                "- Ruby 3.2.2\n"
                "- Python 3.8 or later\n"
                "- Rails: 7.0\n"
            ),
            [
                (3, "go", "1.20", "yes"),
                (4, "node", "18.x", "yes"),
                (5, "ruby", "3.2.2", "yes"),
                (6, "python", "3.8", "ask"),
                (7, "rails", "7.0", "yes"),
            ],
        ),
        (
            "README.md",
            (
                "* Ruby version\n\n  - 2.7.1\n\n### Rails version\n6.1.3\n\n"
                "| ruby_version | 2.2.3 | x |\n"
            ),
            [
                (3, "ruby", "2.7.1", "yes"),
                (6, "rails", "6.1.3", "yes"),
                (8, "ruby", "2.2.3", "yes"),
            ],
        ),
        (
            "docs/prereqs.rst",
            (
                "It uses the Go programming language 1.7.x for many things.\n"
                "- `Go <https://golang.org/>`__ - version 1.7.x\n"
                "You need version 6.9.x of Node.js here.\n"
                "It is tested with Ruby 3.1 (as of December 2022).\n"
                "- for example, e.g. `/opt/golang/1.7.3`\n"
            ),
            [
                (1, "go", "1.7.x", "yes"),
                (2, "go", "1.7.x", "yes"),
                (3, "node", "6.9.x", "yes"),
                (4, "ruby", "3.1", "ask"),
            ],
        ),
        ("docs/version.asciidoc", ":go-version: 1.12.9\n", [(1, "go", "1.12.9", "yes")]),
        (
            "README.md",
            (
                "Requires Go 1.20+.\n"
                "\n"
                "Since Go 1.18 generics work. This was fixed in Go 1.19.\n"
                "\n"
                "Python 3 is needed.\n"
            ),
            [(1, "go", "1.20", "ask")],
        ),
        (
            "README.md",
            (
                "![Go](https://img.shields.io/badge/go-1.20-blue) "
                "![py](https://img.shields.io/badge/python-3.8%20|%203.9-blue)\n"
            ),
            [(1, "go", "1.20", "yes"), (1, "python", "3.8", "ask")],
        ),
        (
            "CONTRIBUTING.md",
            (
                "```shell\n"
                "wget https://go.dev/dl/go1.25.5.linux-amd64.tar.gz\n"
                "docker run golang:1.25 go version\n"
                "```\n"
                "\n"
                "    go version go1.19 linux/amd64\n"
            ),
            [(2, "go", "1.25.5", "yes"), (3, "go", "1.25", "yes")],
        ),
        (
            "docs/development/_index.md",
            "pkg install go-1.25.5 gmake\n",
            [(1, "go", "1.25.5", "yes")],
        ),
        (
            "README.md",
            (
                "It requires Ruby 3.4 and Rails 8.1 or later.\n"
                "You will need go 1.20 installed.\n"
                "Python 3.6 support was dropped in this version.\n"
                "Ruby 2.6 is no longer supported. Support for Ruby 2.5 has ended.\n"
                "It came with Rails 5.0. You can be using it today.\n"
                "`pip install` fails on Python 3.12.\n"
                "In Node.js 12 you can use iterators. Node 14 and earlier are too old to run it.\n"
                "For example, to install Python 3.10 run it. A benchmark needed Go 1.19.\n"
                "We will drop support for Ruby 2.4, and do not test it with Rails 4.2.\n"
            ),
            [
                (1, "rails", "8.1", "ask"),
                (1, "ruby", "3.4", "ask"),
                (2, "go", "1.20", "yes"),
            ],
        ),
        (
            "README.md",
            "- `go1.20` or newer\n\nTo go 1.5 times faster, use go1.21.\n",
            [(1, "go", "1.20", "ask"), (3, "go", "1.21", "yes")],
        ),
        (
            "README.md",
            "**Stack:** Python 3.12, Vite\n- rails 7.0.4\n- see Node.js version (>= 24.1)\n",
            [
                (1, "python", "3.12", "yes"),
                (2, "rails", "7.0.4", "yes"),
                (3, "node", "24.1", "ask"),
            ],
        ),
        ("CHANGELOG.md", "- Go 1.20\n", []),
        ("docs/blog.md", "Go 1.20\n", []),
        (
            "README.md",
            "| Go | 1.20 |\n| Ruby | 3.2 |\n",
            [(1, "go", "1.20", "yes"), (2, "ruby", "3.2", "yes")],
        ),
        (
            "README.md",
            "<!-- Go 1.20 -->\nTested with Python 3.8, 3.9 and 3.10.\n",
            [(2, "python", "3.8|3.9|3.10", "ask")],
        ),
    ],
)
def test_the_sentence_that_states_the_version_is_a_pin(
    path: str, text: str, expected: list[Seen]
) -> None:
    assert seen(path, text) == expected
