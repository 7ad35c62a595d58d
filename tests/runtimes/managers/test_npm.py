"""Node, Vue and Rails in package.json."""

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
            "package.json",
            '{"name": "node", "version": "24.1.0",\n"scripts": {"test:node20": "node --test"}}\n',
            [],
        ),
        (
            "package.json",
            (
                "{\n"
                '  "version": "3.3.3",\n'
                '  "engines": {\n'
                '    "node": ">=18",\n'
                '    "npm": ">=9"\n'
                "  },\n"
                '  "volta": {\n'
                '    "node": "18.16.0"\n'
                "  },\n"
                '  "dependencies": {\n'
                '    "vue": "^3.3.2",\n'
                '    "vue-router": "^4.2.0",\n'
                '    "@rails/ujs": "^7.0.4"\n'
                "  },\n"
                '  "devDependencies": {\n'
                '    "@types/node": "18.0.0",\n'
                '    "@vue/compiler-sfc": "3.3.2",\n'
                '    "@tsconfig/node14": "^14.1.0"\n'
                "  },\n"
                '  "peerDependencies": {\n'
                '    "vue": "3.3.2"\n'
                "  }\n"
                "}\n"
            ),
            [
                (4, "node", ">=18", "ask"),
                (8, "node", "18.16.0", "yes"),
                (11, "vue", "^3.3.2", "ask"),
                (13, "rails", "^7.0.4", "ask"),
                (17, "vue", "3.3.2", "yes"),
                (21, "vue", "3.3.2", "ask"),
            ],
        ),
        (
            "package.json",
            (
                '{"engines": {"node": "18.x"}, "devEngines": {"runtime": {"name": '
                '"node", "version": "20.11.0"}}}'
            ),
            [(1, "node", "18.x|20.11.0", "ask")],
        ),
        (
            "package.json",
            (
                "{\n"
                '  "scripts": {\n'
                '    "build": "esbuild --target=node18 src/a.ts",\n'
                '    "old": "npx -p node@16 x"\n'
                "  }\n"
                "}\n"
            ),
            [(3, "node", "18", "yes"), (4, "node", "16", "yes")],
        ),
        (
            "package.json",
            '{"peerDependencies": {"vue": "^2.6.14 || ^3.5.11"}}',
            [(1, "vue", "^2.6.14 || ^3.5.11", "ask")],
        ),
        ("package.json", "{ not json", []),
    ],
)
def test_engines_and_dependencies_are_pins(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
