"""What bundler resolved."""

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
            "Gemfile.lock",
            (
                "GEM\n"
                "  specs:\n"
                "    rails (7.0.4.3)\n"
                "      actioncable (= 7.0.4.3)\n"
                "\n"
                "DEPENDENCIES\n"
                "  rails (~> 7.0.4)\n"
                "\n"
                "RUBY VERSION\n"
                "   ruby 3.2.2p53\n"
                "\n"
                "BUNDLED WITH\n"
                "   2.4.10\n"
            ),
            [
                (3, "rails", "7.0.4.3", "never"),
                (7, "rails", "~> 7.0.4", "never"),
                (10, "ruby", "3.2.2p53", "never"),
            ],
        ),
        ("Gemfile.lock", "RUBY VERSION\n   ruby 4.0.6\n", [(2, "ruby", "4.0.6", "never")]),
    ],
)
def test_locked_lines_are_never_edited(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
