"""Dockerfiles, stage by stage."""

import pytest

from runtimes.pins import find_pins
from runtimes.references import where_pins_stand
from tests.runtimes.moved import asked, moved

DIGEST = "sha256:" + "ab12" * 16


@pytest.mark.parametrize(
    ("text", "runtime", "target", "expected"),
    [
        (
            "ARG MINOR=21\nFROM golang:1.${MINOR}-alpine\n",
            "go",
            "1.26.4",
            "ARG MINOR=26\nFROM golang:1.${MINOR}-alpine\n",
        ),
        (
            "ARG A=3\nARG B=2\nARG C=4\nFROM ruby:$A.$B.$C\n",
            "ruby",
            "4.0.1",
            "ARG A=4\nARG B=0\nARG C=1\nFROM ruby:$A.$B.$C\n",
        ),
    ],
)
def test_each_part_of_a_version_may_be_an_argument(
    text: str, runtime: str, target: str, expected: str
) -> None:
    assert moved("Dockerfile", text, runtime, target) == expected


def test_a_part_says_the_whole_version() -> None:
    found = find_pins("Dockerfile", "ARG MINOR=21\nFROM golang:1.${MINOR}\n", "go")
    assert (found[0].raw, str(found[0].version)) == ("21", "1.21")


@pytest.mark.parametrize(
    ("text", "runtime", "expected"),
    [
        (f"FROM gcr.io/distroless/nodejs20:nonroot@{DIGEST}\n", "node", ["20"]),
        (
            (
                f"FROM python:3.11-slim@{DIGEST} AS base\nRUN ls /lib/python3.11\nFROM scratch\n"
                "COPY --from=base /usr/lib/python3.11/ /lib/\n"
            ),
            "python",
            ["3.11", "3.11", "3.11"],
        ),
        (
            "ARG NODE_VERSION=20.1.0\nARG SUM\nFROM node:${NODE_VERSION}@${SUM}\n",
            "node",
            ["20.1.0"],
        ),
    ],
)
def test_what_belongs_to_a_digest_stays_with_it(
    text: str, runtime: str, expected: list[str]
) -> None:
    assert asked("Dockerfile", text, runtime) == expected
    assert moved("Dockerfile", text, runtime, "24.5.0") == text


def test_the_tag_follows_the_arguments_of_its_parts() -> None:
    text = "ARG MINOR=21\nFROM golang:1.${MINOR}\n"
    stands = where_pins_stand(find_pins("Dockerfile", text), "1.26.4")
    assert [(each.pin.line, each.pin.raw, each.where) for each in stands] == [
        (1, "21", "behind"),
        (2, "${MINOR}", "behind"),
    ]
