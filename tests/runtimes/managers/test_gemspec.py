"""The Ruby and Rails versions a gem requires."""

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
            "x.gemspec",
            (
                "Gem::Specification.new do |spec|\n"
                '  spec.version = "1.2.3"\n'
                '  spec.required_ruby_version = ">= 3.0"\n'
                '  spec.add_dependency "activesupport", ">= 6.1", "< 8"\n'
                '  spec.add_development_dependency("rails", "7.0.4")\n'
                '  spec.add_dependency "concurrent-ruby", "~> 1.0"\n'
                "end\n"
            ),
            [
                (3, "ruby", ">= 3.0", "ask"),
                (4, "rails", ">= 6.1|< 8", "ask"),
                (5, "rails", "7.0.4", "yes"),
            ],
        ),
        (
            "x.gemspec",
            "s.required_ruby_version = Gem::Requirement.new('>= 3.1.0')\n",
            [(1, "ruby", ">= 3.1.0", "ask")],
        ),
    ],
)
def test_a_gem_asks_for_floors(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
