"""A bump changes the version's own text and nothing else."""

import pytest

from runtimes.bumping import Bumped, Choices, Left, bump, bump_all
from runtimes.pins import find_pins

DIGEST = "sha256:" + "a" * 64


def bumped(path: str, text: str, runtime: str, target: str, choices: Choices | None = None) -> str:
    """Return the text with every pin of the runtime updated."""
    pins = find_pins(path, text, runtime)
    return bump_all(path, text, pins, target, choices or Choices()).text


@pytest.mark.parametrize(
    ("path", "runtime", "target", "text", "expected"),
    [
        ("go.mod", "go", "1.25.9", "module x\n\ngo 1.20\n", "module x\n\ngo 1.25.9\n"),
        ("go.mod", "go", "1.25", "module x\n\ngo 1.22.7\n", "module x\n\ngo 1.25.0\n"),
        ("go.mod", "go", "1.20", "module x\n\ngo 1.19\n", "module x\n\ngo 1.20\n"),
        ("go.mod", "go", "1.25.9", "toolchain go1.22.3\n", "toolchain go1.25.9\n"),
        ("Dockerfile", "go", "1.25.9", "FROM golang:1.20\n", "FROM golang:1.25\n"),
        (
            "Dockerfile",
            "go",
            "1.25.9",
            "FROM golang:1.20.5-alpine3.18 AS b # x\n",
            "FROM golang:1.25.9-alpine3.18 AS b # x\n",
        ),
        (
            "x.sh",
            "go",
            "1.25.9",
            "get go1.20.linux-amd64.tar.gz",
            "get go1.25.9.linux-amd64.tar.gz",
        ),
        ("ci.yml", "go", "1.25.9", "go-version: '1.20.x'\n", "go-version: '1.25.x'\n"),
        (
            "ci.yml",
            "go",
            "1.25.9",
            'GO_VERSION: "golang-1.22" # y\n',
            'GO_VERSION: "golang-1.25" # y\n',
        ),
        ("ci.yml", "python", "3.12", "python-version: 3.10\r\n", "python-version: 3.12\r\n"),
        ("ci.yml", "go", "1.25.9", "go: ['1.20']\n", "go: ['1.25']\n"),
        (".nvmrc", "node", "24.3.0", "v18.16.0\n", "v24.3.0\n"),
        (".nvmrc", "node", "24", "lts/iron", "lts/krypton"),
        (".tool-versions", "go", "1.25.9", "golang 1.20 # x\n", "golang 1.25.9 # x\n"),
        ("shell.nix", "go", "1.25.9", "pkgs.go_1_20", "pkgs.go_1_25"),
        ("Gemfile", "ruby", "3.4.2", "ruby '3.2.2'\n", "ruby '3.4.2'\n"),
        ("Gemfile", "rails", "7.1.3", "gem 'rails', '7.0.4.3'\n", "gem 'rails', '7.1.3'\n"),
        (
            "x.sh",
            "ruby",
            "3.4.2",
            "get ruby/3.2/ruby-3.2.2.tar.gz\n",
            "get ruby/3.4/ruby-3.4.2.tar.gz\n",
        ),
    ],
)
def test_a_plain_pin_moves_and_keeps_its_manner(
    path: str, runtime: str, target: str, text: str, expected: str
) -> None:
    assert bumped(path, text, runtime, target) == expected


@pytest.mark.parametrize(
    ("path", "runtime", "target", "text"),
    [
        ("Dockerfile", "go", "1.25.9", "FROM golang:1.26.1\n"),
        ("Dockerfile", "go", "1.25.9", "FROM golang:1.25.12\n"),
        ("Dockerfile", "go", "1.25.9", f"FROM golang:1.20@{DIGEST}\n"),
        ("Dockerfile", "go", "1.25.9", "FROM golang:latest\n"),
        ("ci.yml", "go", "1.25.9", "go-version: ['1.19', '1.20']\n"),
        ("ci.yml", "go", "1.25.9", "go-version: ${{ matrix.go }}\n"),
        ("package.json", "node", "24", '{"engines": {"node": ">=18"}}'),
        ("package.json", "vue", "3.5", '{"dependencies": {"vue": "2.7.14"}}'),
        ("x.sh", "python", "3.12", "python2.7 -m pip\n"),
        ("Gemfile.lock", "ruby", "3.4.2", "RUBY VERSION\n   ruby 3.2.2p53\n"),
        (".go-version", "go", "nonsense", "1.20\n"),
    ],
)
def test_what_must_not_move_stays(path: str, runtime: str, target: str, text: str) -> None:
    assert bumped(path, text, runtime, target) == text


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (Choices(), "go: ['1.19', \"1.20\"]"),
        (Choices(lists="append"), 'go: [\'1.19\', "1.20", "1.25"]'),
        (Choices(lists="replace"), "go: ['1.19', \"1.25\"]"),
    ],
)
def test_a_list_grows_or_drops_only_when_told(choices: Choices, expected: str) -> None:
    text = "go: ['1.19', \"1.20\"]"
    appended = bumped("ci.yml", text, "go", "1.25.9", choices)
    assert appended.replace("'", '"') == expected.replace("'", '"')


def test_a_range_moves_only_when_told() -> None:
    text = 'ruby "~> 3.1"\n'
    assert bumped("Gemfile", text, "ruby", "3.4.2") == text
    assert bumped("Gemfile", text, "ruby", "3.4.2", Choices(ranges=True)) == 'ruby "~> 3.4"\n'


def test_a_digest_moves_with_its_tag_when_a_resolver_knows_it() -> None:
    asked: list[str] = []

    def resolve(image: str) -> str:
        asked.append(image)
        return "sha256:" + "b" * 64

    text = f"FROM example.com/golang:1.20-alpine@{DIGEST} AS x\n"
    moved = bumped("Dockerfile", text, "go", "1.25.9", Choices(resolve=resolve))
    assert moved == f"FROM example.com/golang:1.25-alpine@sha256:{'b' * 64} AS x\n"
    assert asked == ["example.com/golang:1.25-alpine"]


def test_what_is_left_has_its_reason_and_checksums_are_named() -> None:
    text = f"ENV GO_VERSION=1.20.5\nENV GO_SHA256={'a' * 64}\nENV MIN_GO_VERSION=1.19\n"
    pins = find_pins("Dockerfile", text)
    assert bump_all("Dockerfile", text, pins, "1.25.9") == Bumped(
        text.replace("1.20.5", "1.25.9"),
        (Left(pins[1], "names a lowest or highest version: moving it is a choice of policy"),),
        ("Dockerfile:2: a checksum beside the version: it belongs to 1.20.5",),
    )


def test_a_pin_of_another_text_is_left() -> None:
    pin = find_pins("Dockerfile", "FROM golang:1.20\n")[0]
    assert bump("Dockerfile", "FROM scratch\n", pin, "1.25.9") == "FROM scratch\n"
    assert bump("Other", "FROM golang:1.20\n", pin, "1.25.9") == "FROM golang:1.20\n"
