"""A version that YAML would read as a shorter number is quoted."""

import pytest

from runtimes.bumping import Choices, bump_all
from runtimes.pins import find_pins

BOTH = Choices(ask=True, lists="append")


@pytest.mark.parametrize(
    ("path", "runtime", "target", "text", "expected"),
    [
        ("ci.yml", "go", "1.30.1", "go-version: 1.29\n", 'go-version: "1.30"\n'),
        ("ci.yml", "ruby", "4.0.1", "x: 'a'\nrvm: 3.4 # y\n", "x: 'a'\nrvm: '4.0' # y\n"),
        ("ci.yaml", "rails", "8.0.3", "RAILS_VERSION: 7.2\r\n", 'RAILS_VERSION: "8.0"\r\n'),
        ("ci.yml", "python", "3.20.5", "python:\n  - 3.9\n", 'python:\n  - "3.20"\n'),
        ("ci.yml", "ruby", "4.0.1", "args: {RUBY_VERSION: 3.3}\n", 'args: {RUBY_VERSION: "4.0"}\n'),
        ("ci.yml", "ruby", "4.0.1", "ruby: [3.2, 3.3]\n", 'ruby: [3.2, 3.3, "4.0"]\n'),
        (
            "ci.yml",
            "ruby",
            "4.0.1",
            "ruby: [\n  3.2,\n  3.3\n]\n",
            'ruby: [\n  3.2,\n  3.3,\n  "4.0"\n]\n',
        ),
        (
            "ci.yml",
            "ruby",
            "4.0.1",
            "ruby:\n  - 3.2\n  - 3.3\n",
            'ruby:\n  - 3.2\n  - 3.3\n  - "4.0"\n',
        ),
        ("ci.yml", "python", "3.20.5", "python-version: '3.9'\n", "python-version: '3.20'\n"),
        ("ci.yml", "python", "3.20.5", "image: python:3.9\n", "image: python:3.20\n"),
        ("ci.yml", "python", "3.20.5", "run: pyenv install 3.9\n", "run: pyenv install 3.20\n"),
        ("ci.yml", "python", "3.20.5", "python-version: |\n  3.9\n", "python-version: |\n  3.20\n"),
        ("ci.yml", "python", "3.14.0", "python-version: 3.9\n", "python-version: 3.14\n"),
        ("ci.yml", "ruby", "3.4.10", "ruby-version: 3.3.1\n", "ruby-version: 3.4.10\n"),
        ("x.toml", "python", "3.20.5", "python_version = 3.9\n", "python_version = 3.20\n"),
    ],
)
def test_quotes_come_only_where_yaml_needs_them(
    path: str, runtime: str, target: str, text: str, expected: str
) -> None:
    pins = find_pins(path, text, runtime)
    assert bump_all(path, text, pins, target, BOTH).text == expected
