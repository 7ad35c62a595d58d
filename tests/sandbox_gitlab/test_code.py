import base64

import gitlab
import pytest
import yaml
from gitlab.exceptions import (
    GitlabCreateError,
    GitlabGetError,
    GitlabMRClosedError,
)
from gitlab.v4.objects import Project, ProjectMergeRequest

from sandbox.gitlab.merging import finish_pipeline
from sandbox.gitlab.records import By
from sandbox.gitlab.seed.projects import PROJECTS
from tests.sandbox_gitlab.conftest import Running, make_issue

BUMP = {
    "branch": "go-1-20",
    "start_branch": "master",
    "commit_message": "Update Go",
    "actions": [{"action": "update", "file_path": ".tool-versions", "content": "golang 1.20.2\n"}],
}


def finish(here: Running, status: str) -> None:
    state = here.server.state
    user = next(iter(state.users.values()))
    finish_pipeline(list(state.pipelines.values())[-1], status, By(user, here.clock.now()))


def open_request(project: Project, description: str = "") -> ProjectMergeRequest:
    project.commits.create(BUMP)
    made = project.mergerequests.create(
        {
            "source_branch": "go-1-20",
            "target_branch": "master",
            "title": "Update Go",
            "description": description,
        }
    )
    assert isinstance(made, ProjectMergeRequest)
    return made


@pytest.mark.parametrize("path", sorted(set(PROJECTS) - {"gitlab-org/omnibus-gitlab"}))
def test_every_project_pins_go_somewhere(gl: gitlab.Gitlab, path: str) -> None:
    project = gl.projects.get(path)
    files = [
        entry["path"]
        for entry in project.repository_tree(recursive=True, get_all=True)
        if entry["type"] == "blob"
    ]
    texts = [project.files.raw(name, ref="HEAD").decode() for name in files]  # type: ignore[union-attr]  # raw returns bytes without streaming
    assert any("1.19" in text for text in texts)


def test_the_shipped_version_is_declared_in_cng_and_the_omnibus_builder(gl: gitlab.Gitlab) -> None:
    cng = gl.projects.get("gitlab-org/build/CNG").files.get("ci_files/variables.yml", ref="master")
    builder = gl.projects.get("gitlab-org/gitlab-omnibus-builder").files.get(
        "docker/VERSIONS", ref="master"
    )
    assert yaml.safe_load(cng.decode())["variables"]["GO_VERSION"] == "1.19.6"
    assert b"GO_VERSION=1.19.6\n" in builder.decode()


def test_a_file_comes_with_its_last_commit(gitaly: Project) -> None:
    file = gitaly.files.get(".tool-versions", ref="master")
    assert base64.b64decode(file.content) == b"golang 1.19.6\nruby 3.0.5\n"
    assert file.last_commit_id == gitaly.commits.list(get_all=True)[0].id


def test_a_missing_file_is_not_found(gitaly: Project) -> None:
    with pytest.raises(GitlabGetError) as refusal:
        gitaly.files.get("nothing", ref="master")
    assert refusal.value.error_message == "404 File Not Found"


def test_a_branch_and_its_commit_are_one_request(gitaly: Project) -> None:
    gitaly.commits.create(BUMP)
    assert gitaly.files.raw(".tool-versions", ref="go-1-20") == b"golang 1.20.2\n"
    assert gitaly.files.raw(".tool-versions", ref="master") == b"golang 1.19.6\nruby 3.0.5\n"
    assert [branch.name for branch in gitaly.branches.list(get_all=True)] == ["go-1-20", "master"]


def test_a_branch_that_exists_is_refused(gitaly: Project) -> None:
    gitaly.commits.create(BUMP)
    with pytest.raises(GitlabCreateError) as refusal:
        gitaly.commits.create(BUMP)
    assert refusal.value.error_message == (
        "A branch called 'go-1-20' already exists. Switch to that branch in order to make changes"
    )


def test_a_file_that_changed_since_is_refused(here: Running, gitaly: Project) -> None:
    lock = gitaly.files.get(".tool-versions", ref="master").last_commit_id
    as_frida = here.client("frida-sandbox").projects.get("gitlab-org/gitaly")
    as_frida.commits.create(
        {**BUMP, "branch": "master", "start_branch": None, "commit_message": "First"}
    )
    action = {**BUMP["actions"][0], "last_commit_id": lock, "content": "golang 1.20.3\n"}  # type: ignore[dict-item]  # JSON
    with pytest.raises(GitlabCreateError) as refusal:
        gitaly.commits.create({**BUMP, "actions": [action]})
    assert "has changed since you started editing it" in str(refusal.value.error_message)


def test_developers_do_not_push_to_the_default_branch(gitaly: Project) -> None:
    with pytest.raises(GitlabCreateError) as refusal:
        gitaly.commits.create({**BUMP, "branch": "master"})
    assert refusal.value.response_code == 403


def test_a_merge_request_waits_for_its_pipeline(here: Running, gitaly: Project) -> None:
    request = open_request(gitaly)
    assert request.detailed_merge_status == "ci_still_running"
    with pytest.raises(GitlabMRClosedError):
        request.merge()
    finish(here, "failed")
    assert gitaly.mergerequests.get(request.iid).detailed_merge_status == "ci_must_pass"
    finish(here, "success")
    request.merge()
    assert gitaly.mergerequests.get(request.iid).state == "merged"
    assert gitaly.files.raw(".tool-versions", ref="master") == b"golang 1.20.2\n"


def test_merging_closes_what_the_description_says(
    here: Running, gl: gitlab.Gitlab, gitaly: Project
) -> None:
    labkit = gl.projects.get("gitlab-org/labkit")
    one, other, third = make_issue(gitaly), make_issue(labkit), make_issue(gitaly)
    request = open_request(
        gitaly, f"Closes #{one.iid} and gitlab-org/labkit#{other.iid}. Related to #{third.iid}"
    )
    assert [i.iid for i in request.closes_issues()] == [one.iid, other.iid]
    assert [m["iid"] for m in one.closed_by()] == [request.iid]
    assert [m["iid"] for m in third.related_merge_requests()] == [request.iid]
    assert gitaly.issues.get(one.iid).merge_requests_count == 1
    finish(here, "success")
    request.merge()
    states = [
        p.issues.get(i.iid).state for p, i in ((gitaly, one), (labkit, other), (gitaly, third))
    ]
    assert states == ["closed", "closed", "opened"]


def test_a_second_merge_request_for_a_branch_is_a_conflict(gitaly: Project) -> None:
    open_request(gitaly)
    with pytest.raises(GitlabCreateError) as refusal:
        gitaly.mergerequests.create(
            {"source_branch": "go-1-20", "target_branch": "master", "title": "Again"}
        )
    assert refusal.value.response_code == 409


def test_conflicting_branches_do_not_merge(here: Running, gitaly: Project) -> None:
    request = open_request(gitaly)
    finish(here, "success")
    as_frida = here.client("frida-sandbox").projects.get("gitlab-org/gitaly")
    as_frida.commits.create(
        {
            "branch": "master",
            "commit_message": "Other",
            "actions": [
                {"action": "update", "file_path": ".tool-versions", "content": "golang 1.19.8\n"}
            ],
        }
    )
    assert gitaly.mergerequests.get(request.iid).has_conflicts is True
    with pytest.raises(gitlab.GitlabError) as refusal:
        request.merge()
    assert refusal.value.response_code == 422


def test_a_new_commit_starts_a_new_pipeline(gitaly: Project) -> None:
    request = open_request(gitaly)
    gitaly.commits.create(
        {
            **BUMP,
            "start_branch": None,
            "actions": [{"action": "create", "file_path": "new", "content": "x"}],
        }
    )
    pipelines = gitaly.mergerequests.get(request.iid).pipelines.list(get_all=True)
    assert [pipeline.status for pipeline in pipelines] == ["running", "running"]
    assert pipelines[0].sha != pipelines[1].sha
