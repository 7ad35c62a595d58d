"""The ruby line and Rails in a Gemfile and similar files."""

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
            "Gemfile",
            'source "https://rubygems.org"\nruby "3.2.2"\ngem "rails", "7.0.4.3"\n',
            [(2, "ruby", "3.2.2", "yes"), (3, "rails", "7.0.4.3", "yes")],
        ),
        (
            "Gemfile",
            "ruby '~> 3.2'\ngem 'rails', '~> 7.0.4'\n",
            [(1, "ruby", "~> 3.2", "ask"), (2, "rails", "~> 7.0.4", "ask")],
        ),
        (
            "Gemfile",
            'ruby file: ".ruby-version"\ngem "rails"\n',
            [(1, "ruby", ".ruby-version", "never")],
        ),
        (
            "Gemfile",
            'ruby ">= 3.1.0", "< 3.4"\ngem "railties", ">= 6.1", "< 8"\n',
            [(1, "ruby", ">= 3.1.0|< 3.4", "ask"), (2, "rails", ">= 6.1|< 8", "ask")],
        ),
        (
            "Gemfile",
            'gem "rails", github: "rails/rails", branch: "main"\n',
            [(1, "rails", 'github: "rails/rails"', "never")],
        ),
        (
            "Gemfile",
            (
                'ruby "3.2.2" unless ENV["CI"]\n'
                '# ruby "3.1"\n'
                'gem "ruby-progressbar", "1.11"\n'
                'gem "rails-i18n", "7.0.6"\n'
            ),
            [(1, "ruby", "3.2.2", "yes")],
        ),
        (
            "Gemfile",
            'RAILS_VERSION = "~> 8.0"\ngem "rails", RAILS_VERSION\n',
            [(1, "rails", "~> 8.0", "ask")],
        ),
        ("gemfiles/main.gemfile", 'gem "rails", "7.0.8"\n', [(1, "rails", "7.0.8", "ask")]),
        (
            "Appraisals",
            'appraise "edge" do\n  gem "rails", "~> 7.1.0"\nend\n',
            [(2, "rails", "~> 7.1.0", "ask")],
        ),
        ("Gemfile", 'ruby ENV["RUBY_VERSION"] || "3.2.2"\n', [(1, "ruby", "3.2.2", "yes")]),
    ],
)
def test_ruby_and_rails_are_pins(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
