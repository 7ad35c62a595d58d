"""An edit is made only when the edited file reads like before, with its pins moved."""

import pytest

from runtimes.bumping import bump_all
from runtimes.pins import find_pins
from runtimes.proof import DOUBLED, FEWER, why_not


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "Makefile",
            "a-go121:\n\ttrue\na-go122:\n\ttrue\n",
            "a-go122:\n\ttrue\na-go122:\n\ttrue\n",
        ),
        ("x.yml", "go1.21: 1\ngo1.22: 2\n", "go1.22: 1\ngo1.22: 2\n"),
        ("x.toml", "[go121]\na = 1\n[go122]\na = 1\n", "[go122]\na = 1\n[go122]\na = 1\n"),
    ],
)
def test_two_names_never_become_one(path: str, before: str, after: str) -> None:
    assert why_not(path, before, after, []) == DOUBLED


def test_rules_that_differ_by_a_version_are_questions() -> None:
    text = "lint-a1.21:\n\tgo1.21 vet\nlint-a1.22:\n\tgo1.22 vet\n"
    bumped = bump_all("Makefile", text, find_pins("Makefile", text), "1.26")
    assert bumped.text == text
    assert [left.pin.edit for left in bumped.left] == ["ask", "ask"]


def test_an_edit_that_another_reading_would_not_confirm_is_not_made() -> None:
    before = "FROM golang:1.20\nRUN python3.11 x\n"
    span = (before.index("1.20"), before.index("1.20") + 4)
    assert why_not("Dockerfile", before, before.replace("1.20", "1.22"), [span]) == ""
    assert why_not("Dockerfile", before, before.replace("golang:1.20", "alpine"), [span]) == FEWER
    other = before.replace("1.20", "1.22").replace("3.11", "3.12")
    assert why_not("Dockerfile", before, other, [span]) == FEWER
