"""Hooks of pre-commit."""

import pytest

from tests.runtimes.moved import moved


@pytest.mark.parametrize(
    ("path", "text", "runtime", "target", "expected"),
    [
        (
            ".pre-commit-hooks.yaml",
            "- id: fmt\n  language: node\n  language_version: 20.1.0\n",
            "node",
            "22.3.0",
            "- id: fmt\n  language: node\n  language_version: 22.3.0\n",
        ),
        (
            ".pre-commit-config.yaml",
            "repos:\n  - hooks:\n      - id: vet\n        language_version: 1.22.1\n",
            "go",
            "1.26.4",
            "repos:\n  - hooks:\n      - id: vet\n        language_version: 1.26.4\n",
        ),
        (
            ".pre-commit-config.yaml",
            "default_language_version:\n  python: python3.11\n",
            "python",
            "3.13",
            "default_language_version:\n  python: python3.13\n",
        ),
        (
            ".pre-commit-config.yaml",
            (
                "repos:\n  - hooks:\n      - id: x\n        language: rust\n"
                "        language_version: 1.22.1\n"
            ),
            "go",
            "1.26.4",
            (
                "repos:\n  - hooks:\n      - id: x\n        language: rust\n"
                "        language_version: 1.22.1\n"
            ),
        ),
    ],
)
def test_the_version_is_of_the_hooks_language(
    path: str, text: str, runtime: str, target: str, expected: str
) -> None:
    assert moved(path, text, runtime, target) == expected
