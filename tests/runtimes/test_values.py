"""The value of a name is a version, a list, a range, a reference, or floating."""

import pytest

from runtimes.lexicon.values import read_value
from runtimes.source import open_source


@pytest.mark.parametrize(
    ("runtime", "text", "shape", "raws"),
    [
        ("go", '"1.20"', "single", ["1.20"]),
        ("go", "1.20.5-alpine3.18", "single", ["1.20.5"]),
        ("go", "golang-1.22", "single", ["1.22"]),
        ("go", "[ '1.20' ]", "single", ["1.20"]),
        ("go", "['1.19', 1.20.x, \"1.21\"]", "list", ["1.19", "1.20.x", "1.21"]),
        ("ruby", "[3.2, head]", "list", ["3.2"]),
        ("python", "[\n  3.8, # old\n  '3.9',\n]", "list", ["3.8", "3.9"]),
        ("python", "3.8 3.9 3.10", "list", ["3.8", "3.9", "3.10"]),
        ("python", "3.8,3.9", "list", ["3.8", "3.9"]),
        ("python", "3.14t", "single", ["3.14"]),
        ("python", "== 3.9", "single", ["3.9"]),
        ("python", "3.8+", "range", ["3.8"]),
        ("ruby", "~> 3.1", "range", ["~> 3.1"]),
        ("node", ">=18 <21", "range", [">=18 <21"]),
        ("node", "^14.15.0 || >=18.0.0", "range", ["^14.15.0 || >=18.0.0"]),
        ("node", "18 - 20", "range", ["18 - 20"]),
        ("node", "lts/iron", "single", ["iron"]),
        ("node", "lts/*", "floating", ["lts/*"]),
        ("go", "stable", "floating", ["stable"]),
        ("go", "${GO_VERSION}", "reference", ["${GO_VERSION}"]),
        ("go", "${{ matrix.go }}", "reference", ["${{ matrix.go }}"]),
        ("ruby", ".ruby-version", "reference", [".ruby-version"]),
    ],
)
def test_a_value_has_a_shape(runtime: str, text: str, shape: str, raws: list[str]) -> None:
    value = read_value(open_source("x", text), 0, runtime)
    assert value is not None
    assert (value.shape, [text[start:end] for start, end in value.spans]) == (shape, raws)


@pytest.mark.parametrize("text", ["", "yes", "2.0", "1.20.5.1.2", "1.20%", "abc", "v", "1.2e5"])
def test_other_things_are_no_version(text: str) -> None:
    assert read_value(open_source("x", text), 0, "go") is None
