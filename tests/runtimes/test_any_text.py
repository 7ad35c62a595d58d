"""Finding and bumping never raise: for any text, and any mutation of a valid file."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runtimes.bumping import Choices, bump_all
from runtimes.model import Pin
from runtimes.pins import find_pins
from runtimes.references import tell_sources, where_pins_stand
from runtimes.registry import get_runtime
from runtimes.versions import parse_version, standing

NIX = '{ languages.ruby.version = "3.2.1"; /* x */ y = pkgs.go_1_20; }\n'
VALID = {
    "go.mod": "module x\n\ngo 1.20\n\ntoolchain go1.22.7\n",
    ".tool-versions": "golang 1.20.5\nnodejs 18.16.0 16.1.0\n",
    ".nvmrc": "v18.16.0\n",
    ".python-version": "3.11.4\n3.10.1\n",
    "Gemfile": 'ruby "~> 3.2"\ngem "rails", "7.0.4", group: [:a]\n',
    "Gemfile.lock": "DEPENDENCIES\n  rails (7.0.4)\n\nRUBY VERSION\n   ruby 3.2.2p53\n",
    "x.gemspec": 's.required_ruby_version = ">= 3.0", "< 4"\ns.add_dependency "rails", "7.0"\n',
    "config/application.rb": "config.load_defaults 7.0\n",
    "package.json": '{"engines": {"node": ">=18"}, "dependencies": {"vue": "3.3.4"}}',
    "yarn.lock": 'vue@^3.2.47:\n  version "3.3.4"\n',
    "pyproject.toml": (
        '[project]\nrequires-python = ">=3.8"\n[tool.black]\ntarget-version = "py38"\n'
    ),
    "tox.ini": "[tox]\nenvlist = py38,py39\n[testenv]\nbasepython = python3.11\n",
    "environment.yml": "dependencies:\n  - python=3.9\n  - nodejs >=18\n",
    "Dockerfile": "ARG GO_VERSION=1.20\nFROM golang:${GO_VERSION}-x\nFROM node:18@sha256:abc\n",
    "Makefile": "GO_VERSION ?= 1.20\nx:\n\tcurl go$(GO_VERSION).linux-amd64.tar.gz\n",
    "scripts/x.sh": "nvm install 18\nV=${RUBY_VERSION:-3.2.2}\nget python-3.11.4.tgz\n",
    ".gitlab-ci.yml": (
        "a: &x !!s\nm:\n  matrix:\n    - GO_VERSION: ['1.19', '1.20']\n    - go: 1.20\n"
    ),
    ".github/workflows/a.yml": (
        "- uses: actions/setup-go@v4\n  with:\n    version: 1.20\n    x: {{ x }}\n"
    ),
    ".golangci.yml": "run:\n  go: '1.20'\n",
    "docker-bake.hcl": 'variable "GO_VERSION" {\n  default = "1.20"\n}\n',
    "MODULE.bazel": 'go_sdk.download(version = "1.20.5")\n',
    "x.spec": "BuildRequires: golang >= 1.18\n",
    "README.md": "- Go 1.20\n\nRequires [Ruby](x) >= 3.2, 3.3 or later <%= erb %>\n",
    "config/software/ruby.rb": "default_version '3.2.5'\n",
    ".github/actions/a/action.yml": "runs:\n  using: node20\ninputs:\n  go: {default: '1.20'}\n",
    ".gitlab/ci/a.yml": "variables:\n  GO_VERSION:\n    value: '1.20'\na:\n  image: ruby:3.2\n",
    ".pre-commit-config.yaml": "- hooks:\n  - id: x\n    language_version: 1.20.1\n",
    "devenv.nix": NIX,
    "ci/Dockerfile": (
        f"ARG MINOR=20\nFROM golang:1.${{MINOR}} AS a\nFROM node:18@sha256:{'ab' * 32}\n"
        "COPY --from=a /go1.20/ /x\n"
    ),
    "pixi.toml": '[environments.py311]\npython = "3.11.*"\n[tools]\ngo = "1.20"\n',
    "tools.mod": "module x\r\n\r\ngo 1.20\r\n",
    "compose.yaml": "\ufeffservices:\n  a: {image: 'python:3.11-slim'} # don't\n",
    "pom.xml": "<nodeVersion>v18.16.0</nodeVersion>\n",
}
PIECES = [
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "\n",
    "\r\n",
    "\t",
    ":",
    "- ",
    "#",
    "$",
    "1.20",
    "é",
    "İ",
    "\0",
]
TARGETS = {"go": "1.25.9", "ruby": "3.4.2", "rails": "7.1.3", "node": "24.3.0", "vue": "3.5.2"}


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A valid file with pieces cut out and others put in."""
    path = draw(st.sampled_from(sorted(VALID)))
    text = VALID[path] * draw(st.integers(1, 2))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 6)))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return path, text


@given(st.sampled_from(sorted(VALID)), st.text(max_size=300))
def test_any_text_is_read_without_an_exception(path: str, text: str) -> None:
    find_pins(path, text)


@pytest.mark.parametrize("path", sorted(VALID))
@pytest.mark.parametrize(
    "text",
    [
        "go1." + "1" * 10_000,
        "go: [" * 500,
        "go:" + "\n" * 2_000,
        "'\"#" * 1_000,
        '{"version": "1.20", ' * 300,
        "node: " + ">=18 " * 1_000,
        "- Go 1.20 and " * 300,
        "".join(" " * depth + f"go{depth}:\n" for depth in range(200)),
        "".join(" " * depth + "go:\n" for depth in range(700)),
        "- " * 3_000 + "golang:1.20",
        "go\0version: 1.20\n" * 50,
        "go_version: 1.20\n".encode("utf-16").decode("latin-1"),
        "<go>" * 3_000,
        "- &a {<<: *a, go: &a '1.20'}\n" * 50,
    ],
    ids=[
        *("digits", "brackets", "newlines", "quotes", "braces", "bounds", "line", "depth"),
        *("deeper", "dashes", "nulls", "utf-16", "tags", "anchors"),
    ],
)
def test_generated_text_is_read_without_an_exception(path: str, text: str) -> None:
    find_pins(path, text)


@settings(max_examples=400)
@given(mutated())
def test_spans_and_lines_point_at_the_raw_text(file: tuple[str, str]) -> None:
    path, text = file
    for pin in find_pins(path, text):
        spans = (pin.span, *pin.also)
        assert "|".join(dict.fromkeys(text[slice(*span)] for span in spans)) == pin.raw
        assert text.count("\n", 0, pin.span[0]) + 1 == pin.line
        assert pin.version is not None or pin.edit != "yes"
        assert pin.reason or pin.edit == "yes"


@settings(max_examples=400)
@given(mutated())
@example(("devenv.nix", NIX.replace("20", f"'{NIX}")))
def test_after_a_bump_the_pins_are_at_the_target_and_nothing_else_changed(
    file: tuple[str, str],
) -> None:
    path, text = file
    for pin in find_pins(path, text):
        target = parse_version(TARGETS.get(pin.runtime, "3.12.4"))
        assert target is not None
        after = bump_all(path, text, [pin], target)
        assert without(text, pin.line) == without(after.text, pin.line)
        if after.text == text:
            assert after.left
            continue
        before, again = pins_beside(path, text, pin), pins_beside(path, after.text, pin)
        at = [p.span for p in before].index(pin.span)
        version = again[at].version
        assert version is not None
        assert [p.raw for p in (*again[:at], *again[at + 1 :])] == [
            p.raw for p in before if p.span != pin.span
        ]
        assert standing(version, target, get_runtime(pin.runtime).cycle_parts) == "at"


def pins_beside(path: str, text: str, pin: Pin) -> list[Pin]:
    """Return the pins of the same runtime on the line of a pin, itself included, in order."""
    return [p for p in find_pins(path, text, pin.runtime) if p.line == pin.line]


def without(text: str, line: int) -> list[str]:
    """Return all lines but one, and that one without its digits."""
    lines = text.split("\n")
    lines[line - 1] = re.sub(r"[\d._]+", "", lines[line - 1])
    return lines


@pytest.mark.parametrize("path", sorted(VALID))
def test_every_valid_file_has_a_pin(path: str) -> None:
    assert find_pins(path, VALID[path])


@given(st.lists(mutated(), max_size=3))
def test_references_are_followed_in_any_files_without_an_exception(
    files: list[tuple[str, str]],
) -> None:
    pins = [pin for path, text in files for pin in find_pins(path, text)]
    told = tell_sources(pins)
    assert [(pin.path, pin.line, pin.edit) for pin in told] == [
        (pin.path, pin.line, pin.edit) for pin in pins
    ]
    assert [each.pin for each in where_pins_stand(pins, "1.25.9")] == pins


@given(mutated(), st.sampled_from(["leave", "append", "replace"]))
def test_no_choice_raises(file: tuple[str, str], lists: str) -> None:
    path, text = file
    choices = Choices(ask=True, ranges=True, lists=lists)
    bump_all(path, text, find_pins(path, text), "3.4", choices)
