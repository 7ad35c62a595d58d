"""Each runtime is one folder; its tables are complete and in order."""

import datetime as dt

import pytest

from runtimes.model import Runtime
from runtimes.registry import UnknownRuntimeError, find_runtime, get_runtime, list_runtimes
from runtimes.versions import parse_version

NAMES = ("go", "node", "python", "rails", "ruby", "vue")


def test_the_runtimes_are_the_folders() -> None:
    assert tuple(runtime.name for runtime in list_runtimes()) == NAMES


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("go", "go"),
        (" GoLang ", "go"),
        ("Node.js", "node"),
        ("NODEJS", "node"),
        ("Ruby on Rails", "rails"),
        ("vue.js", "vue"),
        ("python3", "python"),
        ("java", None),
        ("", None),
    ],
)
def test_a_runtime_is_found_by_what_people_call_it(word: str, name: str | None) -> None:
    found = find_runtime(word)
    assert (found.name if found else None) == name


def test_an_unknown_name_is_a_key_error_that_says_so() -> None:
    with pytest.raises(UnknownRuntimeError, match="no runtime is called 'java'"):
        get_runtime("java")


@pytest.mark.parametrize("runtime", list_runtimes(), ids=lambda runtime: runtime.name)
def test_the_tables_of_a_runtime_are_in_order(runtime: Runtime) -> None:
    versions = [parse_version(release.version) for release in runtime.releases]
    assert None not in versions
    assert versions == sorted(version for version in versions if version)
    assert len({release.version for release in runtime.releases}) == len(runtime.releases)
    for cycle in runtime.cycles:
        assert cycle.eol is None or cycle.date < cycle.eol
        assert cycle.support is None or cycle.eol is None or cycle.support <= cycle.eol
        assert cycle.source.startswith("https://")
    assert all(release.date > dt.date(2018, 1, 1) for release in runtime.releases)


@pytest.mark.parametrize("runtime", list_runtimes(), ids=lambda runtime: runtime.name)
def test_the_first_release_of_a_cycle_has_its_date(runtime: Runtime) -> None:
    dates = {release.version: release.date for release in runtime.releases}
    for cycle in runtime.cycles:
        firsts = [dates.get(name) for name in (cycle.name, f"{cycle.name}.0", f"{cycle.name}.0.0")]
        known = [date for date in firsts if date is not None]
        # The schedule of Node names the day before for some: nodejs.org, Previous Releases.
        assert all(abs(date - cycle.date) <= dt.timedelta(days=1) for date in known)
