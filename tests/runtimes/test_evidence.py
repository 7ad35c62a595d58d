"""The state of a pin, or why it is inconclusive."""

import pytest

from runtimes.evidence import where_pin_stands
from runtimes.pins import find_pins


@pytest.mark.parametrize(
    ("path", "text", "target", "where"),
    [
        ("Dockerfile", "FROM golang:1.20", "1.25.9", "behind"),
        ("Dockerfile", "FROM golang:1.25", "1.25.9", "at"),
        ("Dockerfile", "FROM golang:1.25.12", "1.25.9", "at"),
        ("Dockerfile", "FROM golang:1.26", "1.25.9", "ahead"),
        ("Dockerfile", "FROM golang:latest", "1.25.9", "unknown"),
        ("Dockerfile", "FROM golang:${X}", "1.25.9", "unknown"),
        ("ci.yml", "go: ['1.24', '1.25']", "1.25.9", "at"),
        ("ci.yml", "go: ['1.23', '1.24']", "1.25.9", "behind"),
        ("ci.yml", "go: ['1.24', '1.26']", "1.25.9", "ahead"),
        ("Gemfile", 'ruby "~> 3.4"', "3.4.2", "at"),
        ("Gemfile", 'ruby ">= 3.1"', "3.4.2", "unknown"),
        ("Gemfile", 'ruby ">= 4.0"', "3.4.2", "ahead"),
        ("Gemfile.lock", "RUBY VERSION\n   ruby 3.2.2p53", "3.4.2", "behind"),
        ("ci.yml", "BUILDER_IMAGE_REVISION: 5.8.0", "1.25.9", "unknown"),
        ("Dockerfile", "ARG MINOR=20\nFROM golang:1.${MINOR}", "1.25.9", "behind"),
        ("Dockerfile", "ARG MINOR=25\nFROM golang:1.${MINOR}", "1.25.9", "at"),
        ("Dockerfile", "FROM golang:1.20", "nonsense", "unknown"),
    ],
)
def test_a_pin_stands_somewhere(path: str, text: str, target: str, where: str) -> None:
    assert where_pin_stands(find_pins(path, text)[0], target) == where
