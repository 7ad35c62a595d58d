"""Omnibus's software definitions."""

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
            "config/software/ruby.rb",
            (
                "name 'ruby'\n"
                "default_version '3.2.5'\n"
                "version('3.2.5') { source sha256: "
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }\n"
                "if version.satisfies?('>= 2.1')\n"
                "end\n"
            ),
            [(2, "ruby", "3.2.5", "yes")],
        ),
        (
            "config/software/ruby.rb",
            (
                "current_ruby_version = Gitlab::Util.get_env('RUBY_VERSION') || "
                "'3.2.5'\n"
                "next_ruby_version = Gitlab::Util.get_env('NEXT_RUBY_VERSION') || "
                "'3.3.6'\n"
            ),
            [(1, "ruby", "3.2.5", "yes"), (2, "ruby", "3.3.6", "ask")],
        ),
    ],
)
def test_the_default_version_is_a_pin(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
