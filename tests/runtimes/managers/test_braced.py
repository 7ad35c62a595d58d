"""JSON, HCL and Gradle."""

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
            "docker-bake.hcl",
            (
                'variable "GO_VERSION" {\n'
                '  default = "1.20"\n'
                "}\n"
                'target "x" {\n'
                "  args = {\n"
                '    NODE_VERSION = "18"\n'
                "  }\n"
                "}\n"
            ),
            [(2, "go", "1.20", "yes"), (6, "node", "18", "yes")],
        ),
        (
            ".devcontainer/devcontainer.json",
            (
                "{\n"
                '  // "image": "golang:1.19",\n'
                '  "image": "mcr.microsoft.com/devcontainers/go:1.21",\n'
                '  "features": {\n'
                '    "ghcr.io/devcontainers/features/node:1": {\n'
                '      "version": "18"\n'
                "    }\n"
                "  },\n"
                '  "build": {"args": {"VARIANT": "3"}}\n'
                "}\n"
            ),
            [(3, "go", "1.21", "yes"), (6, "node", "18", "yes")],
        ),
        (
            "netlify.toml",
            '[build.environment]\n  NODE_VERSION = "16"\n  HUGO_VERSION = "0.127.0"\n',
            [(2, "node", "16", "yes")],
        ),
        (
            "mise.toml",
            (
                "[tools]\n"
                'go = "1.20.5"\n'
                'node = ["18", "20"]\n'
                'ruby = { version = "3.2.2" }\n'
                'terraform = "1.5"\n'
            ),
            [(2, "go", "1.20.5", "yes"), (3, "node", "18|20", "ask"), (4, "ruby", "3.2.2", "yes")],
        ),
        (
            "mise.toml",
            '[tools]\nnode = [\n  "20",\n  "22" # newest\n]\n',
            [(3, "node", "20", "ask"), (4, "node", "22", "ask")],
        ),
        (
            "build.gradle",
            'node {\n  version = "18.16.0"\n}\nversion = "1.20"\n',
            [(2, "node", "18.16.0", "yes")],
        ),
        (
            ".devcontainer/devcontainer.json",
            (
                '{ "name": "Python 3 & tools",\n'
                '  "build": { "args": { "VARIANT": "3.11-bullseye" } },\n'
                '  "features": {\n'
                '    "ghcr.io/devcontainers/features/go:1": {},\n'
                '    "ghcr.io/devcontainers/features/ruby:1": "3.2" } }\n'
            ),
            [(2, "python", "3.11", "yes"), (5, "ruby", "3.2", "yes")],
        ),
        (
            "Jenkinsfile",
            "pipeline { agent { docker { image 'golang:1.20' } } }\n",
            [(1, "go", "1.20", "yes")],
        ),
        (
            "main.tf",
            'resource "x" "y" {\n  runtime = "python3.9"\n}\n',
            [(2, "python", "3.9", "yes")],
        ),
    ],
)
def test_a_loose_key_is_explained_by_its_block(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
