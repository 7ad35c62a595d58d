"""A reference is resolved to the pin that sets it, in the same or another file."""

from pathlib import Path

import pytest

from runtimes.checkout import survey
from runtimes.pins import find_pins
from runtimes.references import where_pins_stand

Files = dict[str, str]
Told = list[tuple[str, str, list[str]]]


def stand(files: Files, target: str) -> Told:
    """Place, standing and sources of each reference."""
    pins = [pin for path, text in files.items() for pin in find_pins(path, text)]
    return [
        (
            f"{each.pin.path}:{each.pin.line}",
            each.where,
            [f"{source.path}:{source.line}" for source in each.sources],
        )
        for each in where_pins_stand(pins, target)
        if each.pin.edit == "never"
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"Dockerfile": "ARG GO_VERSION=1.25.9\nFROM golang:${GO_VERSION}-alpine\n"},
            [("Dockerfile:2", "at", ["Dockerfile:1"])],
        ),
        (
            {
                "ci_files/variables.yml": 'variables:\n  GO_VERSION: "1.24.1"\n',
                "go/Dockerfile": "ARG GO_VERSION\nFROM golang:${GO_VERSION}\n",
            },
            [("go/Dockerfile:2", "behind", ["ci_files/variables.yml:2"])],
        ),
        (  # the other job's version is its own
            {
                "ci.yml": (
                    "jobs:\n  lint:\n    steps:\n      - with:\n          go-version: 1.20\n"
                    "  test:\n    strategy:\n      matrix:\n        go-version: ['1.24', '1.25']\n"
                    "    steps:\n      - with:\n          go-version: ${{ matrix.go-version }}\n"
                ),
            },
            [("ci.yml:12", "at", ["ci.yml:9"])],
        ),
        (
            {
                ".gitlab-ci.yml": "variables:\n  GO_VERSION: 1.25.9\nimage: golang:$GO_VERSION\n",
                "other.yml": "variables:\n  GO_VERSION: 1.20.1\n",
            },
            [(".gitlab-ci.yml:3", "at", [".gitlab-ci.yml:2"])],
        ),
        (
            {
                ".github/workflows/a.yml": "with:\n  go-version-file: go.mod\n",
                "go.mod": "module x\n\ngo 1.24.0\n",
            },
            [(".github/workflows/a.yml:2", "behind", ["go.mod:3"])],
        ),
        (
            {
                ".github/workflows/a.yml": (
                    "on:\n  workflow_call:\n    inputs:\n      go-version:\n"
                    "        default: '1.25'\n"
                    "env:\n  GO_VERSION: ${{ inputs.go-version }}\n"
                    "with:\n  go-version: ${{ env.GO_VERSION }}\n"
                )
            },
            [
                (".github/workflows/a.yml:7", "at", [".github/workflows/a.yml:5"]),
                (".github/workflows/a.yml:9", "at", [".github/workflows/a.yml:5"]),
            ],
        ),
        (
            {
                "a.yml": (
                    "strategy:\n  matrix:\n    go: ['1.24', '1.25']\n"
                    "steps:\n  - with:\n      go-version: ${{ matrix.go }}\n"
                )
            },
            [("a.yml:6", "at", ["a.yml:3"])],
        ),
        (
            {
                "docker-compose.yml": "args:\n  GO_VERSION: ${GO_VERSION}\n",
                ".env": "GO_VERSION=1.24.3\n",
            },
            [("docker-compose.yml:2", "behind", [".env:1"])],
        ),
        (
            {".circleci/config.yml": "- image: cimg/go:<< parameters.go-version >>\n"},
            [(".circleci/config.yml:1", "unknown", [])],
        ),
        (
            {"a.yml": "GO_VERSION: ${GO_IMAGE_TAG}\nGO_IMAGE_TAG: ${GO_VERSION}\n"},
            [("a.yml:1", "unknown", []), ("a.yml:2", "unknown", [])],
        ),
        (
            {"a/Dockerfile": "FROM golang:latest\n", "latest": "go 1.25\n"},
            [("a/Dockerfile:1", "unknown", [])],
        ),
    ],
)
def test_a_reference_stands_where_its_source_stands(files: Files, expected: Told) -> None:
    assert stand(files, "1.25.9") == expected


def test_the_survey_of_a_checkout_says_where_a_reference_is_set(tmp_path: Path) -> None:
    (tmp_path / ".ruby-version").write_text("3.3.6\n", encoding="utf-8")
    (tmp_path / "Gemfile").write_text('ruby file: ".ruby-version"\n', encoding="utf-8")

    reasons = {pin.path: pin.reason for pin in survey(tmp_path).pins}

    told = "follows .ruby-version, set in .ruby-version:1 (3.3.6): edit it there"
    assert reasons == {".ruby-version": "", "Gemfile": told}


def test_a_ring_of_many_references_ends() -> None:
    text = "GO_VERSION: ${GO_IMAGE_TAG}\nGO_IMAGE_TAG: ${GO_VERSION}\n" * 400
    assert {where for _, where, _ in stand({"a.yml": text}, "1.25.9")} == {"unknown"}
