"""The framework's defaults."""

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
            "config/application.rb",
            (
                "module X\n"
                "  class Application < Rails::Application\n"
                "    config.load_defaults 7.0\n"
                "    # config.load_defaults 6.1\n"
                "  end\n"
                "end\n"
            ),
            [(3, "rails", "7.0", "ask")],
        ),
        ("db/migrate/1_create.rb", "class Create < ActiveRecord::Migration[7.0]\nend\n", []),
    ],
)
def test_load_defaults_is_a_question(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
