"""The settings of a Python project."""

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
            "pyproject.toml",
            (
                "[project]\n"
                'version = "3.8.1"\n'
                'requires-python = ">=3.8"\n'
                "classifiers = [\n"
                '  "Programming Language :: Python :: 3",\n'
                '  "Programming Language :: Python :: 3.8",\n'
                '  "Programming Language :: Python :: 3.10",\n'
                "]\n"
                "dependencies = [\"tomli; python_version < '3.11'\"]\n"
            ),
            [
                (3, "python", ">=3.8", "ask"),
                (6, "python", "3.8", "ask"),
                (7, "python", "3.10", "ask"),
            ],
        ),
        (
            "pyproject.toml",
            (
                "[tool.poetry.dependencies]\n"
                'python = "^3.8"\n'
                "\n"
                "[tool.black]\n"
                'target-version = ["py38", "py39"]\n'
                "\n"
                "[tool.ruff]\n"
                'target-version = "py38"\n'
                "\n"
                "[tool.mypy]\n"
                'python_version = "3.8"\n'
            ),
            [
                (2, "python", "^3.8", "ask"),
                (5, "python", "38|39", "ask"),
                (8, "python", "38", "ask"),
                (11, "python", "3.8", "ask"),
            ],
        ),
        (
            "setup.cfg",
            "[options]\npython_requires = >=3.8\n\n[mypy]\npython_version = 3.8\n",
            [(2, "python", ">=3.8", "ask"), (5, "python", "3.8", "ask")],
        ),
        (
            "setup.py",
            (
                "setup(\n"
                "    python_requires='>=3.6',\n"
                "    install_requires=['x; python_version<\"3.9\"'],\n"
                ")\n"
            ),
            [(2, "python", ">=3.6", "ask")],
        ),
        (
            "tox.ini",
            (
                "[tox]\n"
                "envlist = py38,py39\n"
                "\n"
                "[testenv]\n"
                "basepython = python3.11\n"
                "\n"
                "[gh-actions]\n"
                "python =\n"
                "    3.8: py38\n"
            ),
            [
                (2, "python", "38|39", "ask"),
                (5, "python", "3.11", "yes"),
                (9, "python", "3.8|38", "ask"),
            ],
        ),
        (
            "noxfile.py",
            '@nox.session(python=["3.8", "3.9"])\ndef tests(session): ...\n',
            [(1, "python", "3.8|3.9", "ask")],
        ),
        ("Pipfile", '[requires]\npython_version = "3.11"\n', [(2, "python", "3.11", "yes")]),
        ("mypy.ini", "[mypy]\npython_version = 3.9\n", [(2, "python", "3.9", "ask")]),
    ],
)
def test_floors_and_environments_are_questions(path: str, text: str, expected: list[Seen]) -> None:
    assert seen(path, text) == expected
