"""A target is written in the style of the text it replaces."""

import pytest

from runtimes.registry import get_runtime
from runtimes.spelling import respell, version_of
from runtimes.versions import parse_version


@pytest.mark.parametrize(
    ("runtime", "raw", "version"),
    [
        ("go", "1.20.5", "1.20.5"),
        ("go", "1_20", "1.20"),
        ("go", "120", "1.20"),
        ("go", "1.x", "1"),
        ("go", "2.0", None),
        ("go", "1.99", None),
        ("python", "310", "3.10"),
        ("python", "3.10", "3.10"),
        ("python", "38", "3.8"),
        ("python", "4.0", None),
        ("node", "18", "18"),
        ("node", "iron", "20"),
        ("node", "lts/iron", "20"),
        ("node", "1.5", None),
        ("ruby", "32", "3.2"),
        ("ruby", "6.1", None),
        ("rails", "7.0.4.3", "7.0.4.3"),
        ("vue", "3.3.4", "3.3.4"),
    ],
)
def test_a_text_names_a_plausible_version(runtime: str, raw: str, version: str | None) -> None:
    found = version_of(raw, runtime)
    assert (str(found) if found else None) == version


@pytest.mark.parametrize(
    ("runtime", "raw", "target", "written"),
    [
        ("go", "1.20", "1.25.9", "1.25"),
        ("go", "1.20.5", "1.25.9", "1.25.9"),
        ("go", "1.20.5", "1.20", "1.20.14"),
        ("go", "1.20.x", "1.25.9", "1.25.x"),
        ("go", "1_20", "1.25.9", "1_25"),
        ("go", "120", "1.25.9", "125"),
        ("go", "1.26rc1", "1.26.3", "1.26.3"),
        ("python", "310", "3.12", "312"),
        ("python", "3.10", "3.12.4", "3.12"),
        ("node", "18", "24.3.0", "24"),
        ("node", "18.x", "24.3.0", "24.x"),
        ("node", "18.16.0", "24.3.0", "24.3.0"),
        ("node", "iron", "24", "krypton"),
        ("node", "iron", "25", "25"),
        ("node", "Iron", "24", "Krypton"),
        ("rails", "7.0.4.3", "7.1.2", "7.1.2"),
    ],
)
def test_a_target_keeps_the_manner_of_the_text(
    runtime: str, raw: str, target: str, written: str
) -> None:
    version = parse_version(target)
    assert version is not None
    assert respell(raw, version, get_runtime(runtime)) == written
