"""The version inventory: which version each component is on, without a campaign."""

from datetime import date

import pytest

from campaigns.model.evidence import EvidenceState
from commands.errors import InvalidRequestError
from commands.evidence.version_inventory import (
    ComponentVersions,
    PinnedLine,
    VersionInventory,
    version_inventory,
)
from runtimes.registry import get_runtime
from runtimes.versions import Version
from slackapp.views.evidence import build_where
from tests.commands.conftest import Desk
from tests.commands.evidence.test_gather_evidence import FILES, only, unpaced

GO = get_runtime("go")


def look(desk: Desk, target: Version | None = None) -> VersionInventory:
    return version_inventory(unpaced(desk), GO, target)


def one(where: VersionInventory, component: str) -> ComponentVersions:
    return next(c for c in where.components if c.component == component)


def test_every_component_says_its_version_its_cycle_and_when_that_ends(desk: Desk) -> None:
    only(desk, {"go.mod": "module x\n\ngo 1.18\n", ".tool-versions": "golang 1.19.6\n"})

    where = look(desk)

    assert len(where.components) == 29
    assert one(where, "gitaly") == ComponentVersions(
        component="gitaly",
        title="Gitaly",
        project="gitlab-org/gitaly",
        versions=("1.19.6",),
        cycle="1.19",
        eol=date(2023, 8, 8),
        lowest=PinnedLine(".tool-versions", 1, "1.19.6"),
        standing=None,
        failure=None,
    )


def test_each_component_is_compared_with_a_given_version(desk: Desk) -> None:
    only(desk, {".tool-versions": "golang 1.20.1\n", "Dockerfile": "FROM golang:1.19\n"})

    where = look(desk, Version(1, 20))

    gitaly = one(where, "gitaly")
    assert (gitaly.standing, gitaly.versions) == (EvidenceState.mixed, ("1.19", "1.20.1"))
    assert gitaly.lowest == PinnedLine("Dockerfile", 1, "1.19")
    assert where.target == "1.20"


def test_a_component_of_a_shared_project_without_paths_is_inconclusive(desk: Desk) -> None:
    where = look(desk, Version(1, 20))

    assert one(where, "prometheus").versions == ()
    assert one(where, "prometheus").failure == (
        "it shares gitlab-org/gitlab with 8 others, and the catalog does not list its paths"
    )
    assert one(where, "workhorse").versions != ()


def test_a_second_look_reads_no_file(desk: Desk) -> None:
    first = look(desk)
    desk.box.gitlab_faults.forget()

    assert look(desk) == first
    assert desk.requests(FILES) == 0
    assert desk.requests() == 2, "twelve projects each"


def test_a_missing_repository_is_one_line_and_does_not_stop_the_rest(desk: Desk) -> None:
    repository = desk.box.gitlab.state.find_project("gitlab-org/gitaly")
    assert repository is not None
    repository.repository.branches.clear()
    repository.repository.commits.clear()

    gitaly = one(look(desk, Version(1, 20)), "gitaly")

    assert (gitaly.standing, gitaly.versions) == (EvidenceState.unreadable, ())
    assert gitaly.failure == "its repository is gone, empty or not visible to the token"


def test_progress_is_reported_after_each_repository(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    version_inventory(
        unpaced(desk),
        GO,
        None,
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(n, 21) for n in range(1, 22)]


def test_a_runtime_without_components_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidRequestError, match=r"no components for Ruby: add catalog/ruby.yml"):
        version_inventory(unpaced(desk), get_runtime("ruby"), None)


def test_the_table_groups_by_cycle_and_names_the_source(desk: Desk) -> None:
    only(desk, {".tool-versions": "golang 1.20.1\n", "Dockerfile": "FROM golang:1.19\n"})
    message = build_where(look(desk, Version(1, 20)))
    shown = "\n".join(str(block.to_dict()) for block in message.blocks)

    assert "are at Go 1.20 or ahead." in message.text
    assert "*Go 1.19*  ·  " in shown
    assert "supported until 8 August 2023" in shown
    assert (
        ":large_blue_circle: Gitaly  ·  1.19\N{EN DASH}1.20.1  ·  some behind  ·  `Dockerfile:1`"
        in shown
    )
    assert GO.cycles[0].source in shown
