"""The branch of a merge request: other people's commits, leftovers, and refusals."""

from contextlib import closing

import pytest

from campaigns.lifecycle.plans import OutcomeKind
from commands.merge_requests.bump_repository import bump_repository
from gitlab_gateway.connection import Connection
from sandbox.gitlab.merging import close_merge_request, has_conflicts
from tests.commands.conftest import Desk
from tests.commands.evidence.test_gather_evidence import only, project, put
from tests.commands.merge_requests.test_bump_component import ask, bump, changed_files, requests_of

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
BRANCH = "runtime-upgrade/go-1.20"


def own_branch(desk: Desk, title: str, files: dict[str, bytes] | None = None) -> None:
    """Put somebody's commit on the branch that the assistant would use."""
    repository = project(desk).repository
    base = repository.branches[repository.default_branch]
    repository.commit(
        BRANCH,
        {**base.files, **(files or {"notes.txt": b"mine\n"})},
        message=title,
        author=("Gus", "gus@example.com"),
        now=desk.clock().story,
        parents=(repository.branches.get(BRANCH, base),),
    )


def told(desk: Desk) -> str:
    """Request Gitaly's merge request; return what Gus is told about it."""
    ask(desk)
    desk.work()
    channel, sentence = desk.notices()[-1]
    assert channel == "U0GUS"
    return sentence


def test_a_branch_of_somebody_else_is_left_alone(started: Desk) -> None:
    own_branch(started, "My own thing")
    before = project(started).repository.branches[BRANCH]

    assert told(started) == (
        "Failed to open the merge request for Gitaly: gitlab-org/gitaly has a branch "
        "runtime-upgrade/go-1.20 with other people's commits: rename or delete it, then run "
        "`bump` again."
    )
    assert project(started).repository.branches[BRANCH] is before
    assert requests_of(started) == []


def test_what_people_add_to_the_branch_stays(started: Desk) -> None:
    bump(started)
    own_branch(
        started,
        "Make it compile",
        {"fix.go": b"package fix\n", ".tool-versions": b"golang 1.18.1\n"},
    )

    files = changed_files(bump(started))

    assert (files["fix.go"], files[".tool-versions"]) == ("package fix\n", "golang 1.20.14\n")


def test_a_closed_merge_request_is_followed_by_a_new_one_without_its_old_conflict(
    started: Desk,
) -> None:
    """The branch is a leftover and behind, without anybody's work, so it is recreated."""
    first = bump(started)
    close_merge_request(started.box.gitlab.state, first, started.someone())
    only(started, {".tool-versions": "golang 1.19.13\n"})

    ask(started)
    started.work()

    (second,) = [one for one in requests_of(started) if one.state == "opened"]
    assert changed_files(second) == {".tool-versions": "golang 1.20.14\n"}
    assert not has_conflicts(second)


def test_a_conflict_is_reported_to_the_requester(started: Desk) -> None:
    bump(started)
    only(started, {".tool-versions": "golang 1.19.13\n"})

    sentence = told(started)

    assert sentence.startswith("The merge request needs manual work in gitlab-org/gitaly: http://")
    assert sentence.endswith("/-/merge_requests/1 conflicts with master: rebase its branch.")


def test_a_protected_branch_or_a_low_role_is_reported_with_a_remedy(started: Desk) -> None:
    bump(started)
    project(started).protected_branches = frozenset({BRANCH})
    own_branch(started, "Back", {".tool-versions": b"golang 1.18.1\n"})

    assert told(started) == (
        "Failed to open the merge request for Gitaly: The token is not allowed to push "
        "runtime-upgrade/go-1.20 to gitlab-org/gitaly: give its user the Developer role there, "
        "and make sure that the branch is not protected."
    )


def test_a_project_without_merge_requests_is_reported_and_gets_no_branch(started: Desk) -> None:
    project(started).merge_requests_enabled = False
    assert told(started) == (
        "Failed to open the merge request for Gitaly: merge requests are disabled in "
        "gitlab-org/gitaly."
    )
    assert BRANCH not in project(started).repository.branches


def test_files_that_cannot_be_read_are_named_in_the_description(started: Desk) -> None:
    put(
        started,
        {
            ".tool-versions": b"golang 1.19.6\n",
            "Dockerfile": b"FROM golang:1.19\0\n",
            ".gitlab-ci.yml": b"# " + b"x" * 2_000_000,
            ".go-version": b"",
        },
    )
    description = bump(started).description
    assert "- `Dockerfile` was not read: it is binary\n" in description
    assert "- `.gitlab-ci.yml` was not read: it is larger than 2000000 bytes\n" in description
    assert ".go-version" not in description


def test_a_file_name_cannot_inject_markup_into_the_description(started: Desk) -> None:
    put(started, {"a`\n/close\nb/Dockerfile": b"FROM golang:1.19\n"})
    description = bump(started).description
    assert "- `a /close b/Dockerfile:1`: 1.19 to 1.20\n" in description


def test_a_very_long_description_is_cut_with_a_note(started: Desk) -> None:
    many = {f"{number}/Dockerfile": "FROM golang:1.19\n" for number in range(510)}
    only(started, many)
    description = bump(started).description
    assert description.count(" to 1.20\n") == 500
    assert "- 10 more changed lines are not listed here; see the diff\n" in description
    assert "Closes gitlab-org/gitaly#" in description


@pytest.mark.parametrize("after", range(1, 8))
def test_a_default_branch_that_is_renamed_meanwhile_is_looked_up_again(
    started: Desk, after: int
) -> None:
    """Whichever call comes first after renaming, no result is based on the old branch."""
    only(started, {".tool-versions": "golang 1.19.6\n"})
    repository = project(started).repository
    calls = iter(range(100))

    def rename() -> None:
        if next(calls) == after:
            repository.branches["main"] = repository.branches.pop("master")
            repository.default_branch = "main"

    gitlab = Connection(started.gitlab.url, started.box.gitlab.token, before_call=rename)
    with closing(gitlab):
        outcome = bump_repository(
            started.store, gitlab, started.catalog, 1, "gitlab-org/gitaly", now=started.clock()
        )

    assert outcome.kind == OutcomeKind.done
    assert changed_files(requests_of(started)[0]) == {".tool-versions": "golang 1.20.14\n"}


def test_in_a_shared_project_only_the_components_paths_are_updated(started: Desk) -> None:
    shared = project(started, "gitlab-org/gitlab").repository
    files = shared.branches[shared.default_branch].files
    elsewhere = {"elsewhere/Dockerfile": b"FROM golang:1.17\n"}
    put(started, {**files, **elsewhere}, "gitlab-org/gitlab")

    ask(started, "workhorse", "U0FRIDA")
    started.work()

    moved = changed_files(requests_of(started)[0])
    assert "elsewhere/Dockerfile" not in moved
    assert ".tool-versions" in moved
