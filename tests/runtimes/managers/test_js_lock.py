"""Lock files of npm, yarn and pnpm."""

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
            "package-lock.json",
            (
                "{\n"
                '  "packages": {\n'
                '    "node_modules/vue": {\n'
                '      "version": "3.3.4"\n'
                "    }\n"
                "  }\n"
                "}\n"
            ),
            [(4, "vue", "3.3.4", "never")],
        ),
        (
            "yarn.lock",
            'vue-router@^4:\n  version "4.2.0"\n\nvue@^3.2.47:\n  version "3.3.4"\n',
            [(5, "vue", "3.3.4", "never")],
        ),
        (
            "pnpm-lock.yaml",
            "packages:\n\n  /vue@3.3.4:\n    resolution: {}\n",
            [(3, "vue", "3.3.4", "never")],
        ),
    ],
)
def test_locked_vue_is_never_edited(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
