"""Versions are read as people write them, ordered, and compared to a target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtimes.registry import get_runtime
from runtimes.versions import (
    Version,
    find_release,
    is_newer,
    newest_patch,
    parse_version,
    satisfies,
    standing,
)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.20", Version(1, 20)),
        ("v1.20", Version(1, 20)),
        ("go1.20.5", Version(1, 20, 5)),
        ("golang-1.22", Version(1, 22)),
        ("1.20.x", Version(1, 20)),
        ("24", Version(24)),
        ("ruby-3.2.2", Version(3, 2, 2)),
        ("\u201c1.20\u201d", Version(1, 20)),
        ("1.26rc1", Version(1, 26, None, "rc1")),
        ("4.0.0p0", Version(4, 0, 0)),
        ("3.14t", Version(3, 14)),
        (" 3.12 ", Version(3, 12)),
        ("", None),
        ("lts/iron", None),
        (">=1.20", None),
        ("1.20-alpine", None),
        ("latest", None),
    ],
)
def test_a_version_is_read_as_people_write_it(text: str, version: Version | None) -> None:
    assert parse_version(text) == version


def test_versions_sort_by_number_and_previews_come_first() -> None:
    texts = ["1.20.10", "1.20.2", "1.9", "1.26", "1.26rc1", "1.26rc2"]
    versions = sorted(version for text in texts if (version := parse_version(text)))
    assert [str(version) for version in versions] == [
        "1.9",
        "1.20.2",
        "1.20.10",
        "1.26rc1",
        "1.26rc2",
        "1.26",
    ]


@pytest.mark.parametrize(
    ("version", "target", "parts", "where"),
    [
        ("1.20", "1.20", 2, "at"),
        ("1.20.7", "1.20", 2, "at"),
        ("1.19.13", "1.20", 2, "behind"),
        ("1.21.0", "1.20", 2, "ahead"),
        ("1.25.9", "1.25.9", 2, "at"),
        ("1.25.12", "1.25.9", 2, "at"),
        ("1.25.5", "1.25.9", 2, "behind"),
        ("1.26.0", "1.25.9", 2, "ahead"),
        ("1.25", "1.25.9", 2, "at"),
        ("1.26rc1", "1.26", 2, "behind"),
        ("24.3.0", "24", 1, "at"),
        ("24.5.0", "24.3.0", 1, "at"),
        ("22.1.0", "24.3.0", 1, "behind"),
        ("25.0.0", "24.3.0", 1, "ahead"),
    ],
)
def test_a_version_stands_at_behind_or_ahead_of_a_target(
    version: str, target: str, parts: int, where: str
) -> None:
    first, second = parse_version(version), parse_version(target)
    assert first is not None
    assert second is not None
    assert standing(first, second, parts) == where
    assert satisfies(first, second, parts) == (where == "at")


def test_newer_compares_texts_and_versions() -> None:
    assert is_newer("go1.21", "1.20.14")
    assert not is_newer("1.20", "1.20.0")
    assert not is_newer("latest", "1.20")


def test_a_cycle_names_its_first_release() -> None:
    go = get_runtime("go")
    found = [find_release(go, text) for text in ("1.20", "1.21", "1.20.5", "9.9")]
    assert [release and (release.version, str(release.date)) for release in found] == [
        ("1.20", "2023-02-01"),
        ("1.21.0", "2023-08-08"),
        ("1.20.5", "2023-06-06"),
        None,
    ]


def test_the_newest_patch_of_a_cycle_is_known() -> None:
    go = get_runtime("go")
    newest = newest_patch(go, "1.20")
    assert newest is not None
    assert newest.version == "1.20.14"
    assert newest_patch(go, "0.1") is None


@given(st.text(max_size=40))
def test_any_text_is_a_version_or_none(text: str) -> None:
    version = parse_version(text)
    assert version is None or parse_version(str(version)) == version
