"""Tools in TOML, and dev containers."""

import pytest

from runtimes.explain import explain
from tests.runtimes.moved import asked, moved


@pytest.mark.parametrize(
    ("path", "before"),
    [
        (".prototools", 'node = "20.1.0"\ngo = "1.22.1"\n'),
        ("mise.toml", "[tools]\nnode = '20.1.0'\n[env]\nX = '20.1.0'\n"),
        (".devcontainer/devcontainer.json", '{"features": {"a/features/node:1": "20.1.0"}}\n'),
        (
            ".devcontainer/devcontainer.json",
            '{"features": {"a/features/node:1": {"x": 1, "version": "20.1.0"}}}\n',
        ),
        ("devcontainer.json", '{"name": "Node.js", "build": {"args": {"VARIANT": "20.1.0"}}}\n'),
    ],
)
def test_the_version_of_a_tool_moves_and_nothing_else(path: str, before: str) -> None:
    assert moved(path, before, "node", "22.3.0") == before.replace("20.1.0", "22.3.0", 1)
    assert explain(path, before).seen[0].match.confidence == "exact"


def test_several_versions_of_a_tool_are_a_choice() -> None:
    assert asked("mise.toml", "[tools]\npython = ['3.11', '3.12']\n", "python") == ["3.11|3.12"]
