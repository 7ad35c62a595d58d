"""Evidence: repositories are read once per commit, and items follow."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.events import EventKind
from campaigns.states import ItemState
from commands.delivery.worker import Worker
from commands.evidence.gather_evidence import GatherResult, gather_evidence
from gitlab_gateway.errors import UnreachableError
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.access import ASSISTANT
from sandbox.gitlab.git import Link
from sandbox.gitlab.records import NO_ACCESS, Project
from sandbox.gitlab.work_items.issues import close
from storage.evidence.queries import find_reading
from tests.commands.conftest import Desk, desk_in, start

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
TARGET = {".tool-versions": "golang 1.20.3\n"}
GRAPHQL = "POST /api/graphql"
FILES = "GET /api/v4/projects/:id/repository/files/:file_path"


def unpaced(desk: Desk) -> Worker:
    """Return the desk's worker, which waits for nothing between requests."""
    return replace(desk.worker, pause=lambda _seconds: None)


def gather(desk: Desk) -> GatherResult:
    return gather_evidence(unpaced(desk), 1)


def project(desk: Desk, path: str = "gitlab-org/gitaly") -> Project:
    found = desk.box.gitlab.state.find_project(path)
    assert found is not None
    return found


def only(desk: Desk, files: dict[str, str], path: str = "gitlab-org/gitaly") -> None:
    """Make these the only files of a repository."""
    put(desk, {name: text.encode() for name, text in files.items()}, path)


def put(desk: Desk, files: dict[str, bytes], path: str = "gitlab-org/gitaly") -> None:
    """Make these the only files of a repository, also binary ones."""
    repository = project(desk, path).repository
    repository.commit(
        repository.default_branch,
        files,
        message="Change",
        author=("Gus", "gus@example.com"),
        now=desk.clock().story,
        parents=(repository.branches[repository.default_branch],),
    )


def standing(desk: Desk, component: str = "gitaly") -> str | None:
    evidence = desk.item(component).evidence
    return evidence.standing if evidence else None


def kinds(desk: Desk, component: str = "gitaly") -> list[EventKind]:
    return [event.kind for event in desk.events() if event.component == component]


def test_every_item_has_evidence_with_file_and_line(started: Desk) -> None:
    """They were already read when the campaign started."""
    assert all(item.evidence is not None for item in started.view().items)
    assert gather(started).changed == ()
    evidence = started.item().evidence
    assert evidence is not None
    assert evidence.standing == "behind"
    first = evidence.pins[0]
    assert (first["path"], first["line"], first["raw"], first["where"]) == (
        ".gitlab-ci.yml", 2, "1.19", "behind",
    )  # fmt: skip


def test_an_unchanged_campaign_costs_one_request_for_twelve_repositories(started: Desk) -> None:
    gathered = gather(started)
    started.box.gitlab_faults.forget()

    assert gather(started) == replace(gathered, changed=())
    assert (gathered.repositories, started.requests()) == (21, 2)
    assert started.requests(GRAPHQL) == 2


def test_reaching_the_target_verifies_and_falling_behind_is_a_backslide(started: Desk) -> None:
    gather(started)
    only(started, TARGET)
    assert gather(started).changed == ("gitaly",)
    evidence = started.item().evidence
    assert evidence is not None
    assert (evidence.standing, evidence.verified) == ("at_target", True)

    only(started, {".tool-versions": "golang 1.19.9\n"})
    gather(started)
    assert started.item().evidence is not None
    assert kinds(started)[-4:] == [
        EventKind.evidence_changed,
        EventKind.item_verified,
        EventKind.evidence_changed,
        EventKind.item_backslid,
    ]


def test_production_is_a_mismatch_until_the_evidence_agrees(started: Desk) -> None:
    gather(started)
    close(started.box.gitlab.state, started.issue(), started.someone())
    started.sync()
    assert started.item().state == ItemState.production

    gather(started)
    assert kinds(started)[-1] == EventKind.item_mismatched
    assert gather(started).changed == ()
    only(started, TARGET)
    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    assert (evidence.mismatched_at, evidence.verified) == (None, True)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"README.md": "nothing here"}, "not_found"),
        ({"Dockerfile": "FROM golang:latest\n"}, "not_understood"),
        ({".tool-versions": "golang 1.21.0\n"}, "ahead"),
        ({".tool-versions": "golang 1.20.1\n", "Dockerfile": "FROM golang:1.19\n"}, "mixed"),
        ({".tool-versions": "golang 1.20.1\n", "go.mod": "module x\n\ngo 1.19\n"}, "at_target"),
    ],
)
def test_what_a_repository_says(started: Desk, files: dict[str, str], says: str) -> None:
    only(started, files)
    gather(started)
    assert standing(started) == says


def test_a_file_that_is_not_text_is_skipped(started: Desk) -> None:
    repository = project(started).repository
    repository.commit(
        repository.default_branch,
        {".tool-versions": b"\xff\xfe\x00", "Dockerfile": b"FROM golang:1.20\n"},
        message="Binary",
        author=("Gus", "gus@example.com"),
        now=started.clock().story,
    )
    gather(started)
    assert standing(started) == "at_target"


def test_a_repository_that_cannot_be_read_says_so_and_proves_nothing(started: Desk) -> None:
    only(started, TARGET)
    gather(started)
    repository = project(started).repository
    repository.branches.clear()
    repository.commits.clear()

    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    assert (evidence.standing, evidence.verified) == ("unreadable", True)
    assert evidence.failure == "its repository is gone, empty or not visible to the token"


def test_gitlab_being_away_keeps_what_was_read(started: Desk) -> None:
    gather(started)
    started.box.gitlab_faults.plan(Fault("*", FaultKind.RESET, times=None))
    with pytest.raises(UnreachableError):
        gather(started)
    assert standing(started) == "behind"


def test_findings_name_file_line_and_rule(started: Desk) -> None:
    only(
        started,
        {
            "go.mod": "module x\n\ngo 1.20\n\ntoolchain go1.20.4\n",
            "Dockerfile": "FROM golang:1.18\n",
            ".tool-versions": "golang 1.20.4\n",
        },
    )
    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    assert [(f["kind"], f["path"], f["line"]) for f in evidence.findings] == [
        ("toolchain", "go.mod", 5),
        ("newer_than_shipped", "go.mod", 3),
        ("left_behind", "Dockerfile", 1),
    ]


def test_many_files_are_read_fifty_a_request_and_what_is_no_text_one_by_one(started: Desk) -> None:
    many = {f"{n}/Dockerfile": b"FROM golang:1.20\n" for n in range(101)}
    put(started, {**many, "0/Dockerfile": b"FROM golang:1.20\0\n"})
    started.box.gitlab_faults.forget()

    gather(started)

    heads = 2
    assert started.requests(FILES) == 2, "the binary file, and the last one alone"
    assert started.requests(GRAPHQL) == heads + 2
    pages_of_the_tree = 3  # folders count
    assert started.requests() == heads + pages_of_the_tree + 2 + 2
    evidence = started.item().evidence
    assert evidence is not None
    assert evidence.standing == "at_target"
    assert [pin["path"] for pin in evidence.pins if pin["where"] == "unknown"] == ["0/Dockerfile"]


def test_an_older_gitlab_is_read_file_by_file(tmp_path: Path) -> None:
    with desk_in(tmp_path, removed_widgets=frozenset({"Repository"})) as desk:
        start(desk)
        assert standing(desk) == "behind"
        only(desk, TARGET | {"Dockerfile": "FROM golang:1.20\n"})
        desk.box.gitlab_faults.forget()
        gather(desk)
        assert (standing(desk), desk.requests(FILES)) == ("at_target", 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"golang 1.20\0", "it is binary"),
        (b"golang 1.20 \xff\xfe", "it is not encoded as UTF-8"),
        (b"# " + b"x" * 2_000_000, "it is larger than 2000000 bytes"),
    ],
    ids=["binary", "wrongly encoded", "huge"],
)
def test_a_file_that_cannot_be_read_is_named_and_proves_nothing(
    started: Desk, content: bytes, reason: str
) -> None:
    put(started, {".tool-versions": content})
    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    assert (evidence.standing, evidence.verified) == ("not_understood", False)
    assert [(pin["path"], pin["reason"]) for pin in evidence.pins] == [(".tool-versions", reason)]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({".tool-versions": b""}, "not_found"),
        ({".gitlab-ci.yml": b"image: !reference [.x, image]\nx: &x {<<: *y}\nx: 1\n"}, "not_found"),
        ({".gitlab-ci.yml": b"image: golang:{{ version }}\n"}, "not_understood"),
        ({".gitlab-ci.yml": b"variables:\n  GO_VERSION: 1.20\n  GO_VERS"}, "at_target"),
        ({"Dockerfile": b"FROM golang:<%= version %>\n"}, "not_understood"),
        ({".tool-versions": Link(b"../../../etc/golang 1.20")}, "not_found"),
    ],
    ids=["empty", "tags and anchors", "template", "truncated", "ERB", "symbolic link"],
)
def test_odd_files_never_count_as_done(started: Desk, files: dict[str, bytes], says: str) -> None:
    put(started, files)
    gather(started)
    assert standing(started) == says


def test_an_archived_repository_is_read_like_any_other(started: Desk) -> None:
    only(started, TARGET)
    project(started).archived = True
    gather(started)
    assert standing(started) == "at_target"


def test_a_hidden_repository_is_unreadable_and_the_others_are_read(started: Desk) -> None:
    assistant = started.box.gitlab.state.find_user(ASSISTANT)
    assert assistant is not None
    project(started).visibility = "private"
    project(started).levels[assistant.id] = NO_ACCESS
    gathered = gather(started)
    assert gathered.standings["gitaly"] == "unreadable"
    assert gathered.standings["kas"] == "behind"


def test_a_reference_says_where_its_version_is_set(started: Desk) -> None:
    only(
        started,
        {
            "Dockerfile": "ARG GO_VERSION\nFROM golang:${GO_VERSION}\n",
            ".gitlab-ci.yml": 'variables:\n  GO_VERSION: "1.20"\n',
        },
    )
    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    reasons = [pin["reason"] for pin in evidence.pins if pin["path"] == "Dockerfile"]
    assert any(".gitlab-ci.yml:2" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("version", "says"), [("1.20", "at_target"), ("1.19", "behind")], ids=["there", "behind"]
)
def test_a_reference_has_the_state_of_its_source(started: Desk, version: str, says: str) -> None:
    only(
        started,
        {
            "Dockerfile": "ARG GO_VERSION\nFROM golang:${GO_VERSION}\n",
            ".gitlab-ci.yml": f'variables:\n  GO_VERSION: "{version}"\n',
        },
    )
    gather(started)
    evidence = started.item().evidence
    assert evidence is not None
    assert evidence.standing == says
    assert {pin["where"] for pin in evidence.pins} == {says.removesuffix("_target")}


def test_in_a_shared_project_only_the_components_folders_are_read(started: Desk) -> None:
    shared = project(started, "gitlab-org/gitlab").repository
    head = shared.branches[shared.default_branch]
    shared.commit(
        shared.default_branch,
        {**head.files, "elsewhere/Dockerfile": b"FROM golang:1.17\n"},
        message="Elsewhere",
        author=("Gus", "gus@example.com"),
        now=started.clock().story,
        parents=(head,),
    )
    gather(started)
    with started.store.read() as session:
        reading = find_reading(session, "gitlab-org/gitlab", "go")
    assert reading is not None
    assert {pin["path"] for pin in reading.pins} == {
        ".gitlab-ci.yml",
        ".gitlab/ci/workhorse.gitlab-ci.yml",
        ".tool-versions",
        "workhorse/go.mod",
    }


def test_a_component_already_at_the_target_is_shown_in_the_plan_and_starts_verified(
    desk: Desk,
) -> None:
    only(desk, TARGET)
    start(desk)

    assert desk.stored_plan().pins["gitaly"] == "1.20.3, already at the target"
    evidence = desk.item().evidence
    assert evidence is not None
    assert evidence.verified
