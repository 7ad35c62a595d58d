"""A multi-line list grows in its own style, and only on request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtimes.bumping import Choices, Left, bump_all
from runtimes.pins import find_pins


def grown(path: str, text: str, runtime: str, target: str, how: str = "append") -> str:
    pins = find_pins(path, text, runtime)
    return bump_all(path, text, pins, target, Choices(lists=how)).text


@pytest.mark.parametrize(
    ("path", "runtime", "target", "text", "expected"),
    [
        (
            "ci.yml",
            "go",
            "1.25.9",
            "go:\n  - '1.23'  # oldest\n  - '1.24'  # newest\nos: linux\n",
            "go:\n  - '1.23'  # oldest\n  - '1.24'  # newest\n  - '1.25'\nos: linux\n",
        ),
        (
            ".travis.yml",
            "go",
            "1.25.9",
            "go:\r\n- 1.24.x\r\n- 1.23.x\r\n- tip\r\n",
            "go:\r\n- 1.25.x\r\n- 1.24.x\r\n- 1.23.x\r\n- tip\r\n",
        ),
        (
            "ci.yml",
            "ruby",
            "3.4.2",
            "ruby:\n  - ruby-3.2\n\n  # the newest\n  - ruby-3.3",
            "ruby:\n  - ruby-3.2\n\n  # the newest\n  - ruby-3.3\n  - ruby-3.4",
        ),
        (
            "pyproject.toml",
            "python",
            "3.14",
            (
                'classifiers = [\n  "Programming Language :: Python :: 3.12",\n'
                '  "Programming Language :: Python :: 3.13",\n]\n'
            ),
            (
                'classifiers = [\n  "Programming Language :: Python :: 3.12",\n'
                '  "Programming Language :: Python :: 3.13",\n'
                '  "Programming Language :: Python :: 3.14",\n]\n'
            ),
        ),
        (
            "setup.cfg",
            "python",
            "3.14",
            (
                "classifiers =\n    Programming Language :: Python :: 3.12\n"
                "    Programming Language :: Python :: 3.13\n    Topic :: Internet\n"
            ),
            (
                "classifiers =\n    Programming Language :: Python :: 3.12\n"
                "    Programming Language :: Python :: 3.13\n"
                "    Programming Language :: Python :: 3.14\n    Topic :: Internet\n"
            ),
        ),
        (
            "mise.toml",
            "node",
            "24",
            '[tools]\nnode = [\n  "20",\n  "22"\n]\n',
            '[tools]\nnode = [\n  "20",\n  "22",\n  "24"\n]\n',
        ),
        (
            "template.yaml",
            "python",
            "3.14",
            "CompatibleRuntimes:\n  - python3.12\n  - python3.13\n",
            "CompatibleRuntimes:\n  - python3.12\n  - python3.13\n  - python3.14\n",
        ),
    ],
)
def test_a_target_is_added_beside_the_newest_item(
    path: str, runtime: str, target: str, text: str, expected: str
) -> None:
    assert grown(path, text, runtime, target) == expected
    assert grown(path, text, runtime, target, "leave") == text
    assert grown(path, expected, runtime, target) == expected


def test_the_newest_item_is_replaced_when_told() -> None:
    text = "go:\n  - '1.23'\n  - '1.24'\n"
    assert grown("ci.yml", text, "go", "1.25.9", "replace") == "go:\n  - '1.23'\n  - '1.25'\n"


@pytest.mark.parametrize(
    "text",
    [
        "go:\n  - '1.25'\n  - '1.26'\n",
        "go:\n  - '1.24'\n  - '1.27'\n",
        "include:\n  - go: '1.23'\n    os: linux\n  - go: '1.24'\n    os: mac\n",
    ],
)
def test_a_list_that_is_there_or_ahead_or_not_a_plain_one_stays(text: str) -> None:
    assert grown("ci.yml", text, "go", "1.25.9") == text


def test_the_other_items_of_a_list_are_left_with_a_reason() -> None:
    text = "go:\n  - '1.23'\n  - '1.24'\n"
    pins = find_pins("ci.yml", text)
    done = bump_all("ci.yml", text, pins, "1.25.9", Choices(lists="append"))
    assert done.left == (Left(pins[0], "stays in its list, in which the target has its place"),)


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A file with one list that has a line for each item, and its versions in their order."""
    minors = draw(st.lists(st.integers(16, 24), min_size=2, max_size=5, unique=True))
    minors.sort(reverse=draw(st.booleans()))
    versions = [f"1.{minor}" for minor in minors]
    quote, end = draw(st.sampled_from(["'", '"'])), draw(st.sampled_from(["\n", "\r\n"]))
    if draw(st.booleans()):
        indent = " " * draw(st.integers(0, 6))
        rows = [f"{indent}- {quote}{version}{quote}{end}" for version in versions]
        return "ci.yml", f"go:{end}{''.join(rows)}os: linux{end}", versions
    comma = draw(st.sampled_from([",", ""]))
    rows = [f'  "{version}"' for version in versions]
    joined = f",{end}".join(rows) + comma
    return "mise.toml", f"[tools]{end}go = [{end}{joined}{end}]{end}", versions


@given(lists())
def test_a_list_grows_by_one_item_in_order_and_only_once(
    file: tuple[str, str, list[str]],
) -> None:
    path, text, versions = file
    after = grown(path, text, "go", "1.25.9")
    expected = ["1.25", *versions] if versions[0] > versions[-1] else [*versions, "1.25"]
    assert [pin.raw for pin in find_pins(path, after)] == expected
    assert all(pin.edit == "ask" for pin in find_pins(path, after))
    assert grown(path, after, "go", "1.25.9") == after
    assert len(after.splitlines()) == len(text.splitlines()) + 1
