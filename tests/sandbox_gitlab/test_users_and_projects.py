import gitlab
import pytest
from gitlab.exceptions import GitlabAuthenticationError, GitlabGetError, GitlabHttpError

from sandbox.gitlab.seed.projects import PROJECTS
from sandbox.people import PEOPLE
from tests.sandbox_gitlab.conftest import Running

DOCUMENTED_USER = {"id", "username", "name", "state", "avatar_url", "web_url"}
DOCUMENTED_PROJECT = {
    "id", "description", "name", "name_with_namespace", "path", "path_with_namespace",
    "created_at", "default_branch", "topics", "ssh_url_to_repo", "http_url_to_repo", "web_url",
    "avatar_url", "forks_count", "star_count", "last_activity_at", "namespace", "_links",
    "archived", "visibility", "permissions", "issues_enabled",
}  # fmt: skip


def test_the_assistant_learns_who_it_is(gl: gitlab.Gitlab) -> None:
    gl.auth()
    assert gl.user is not None
    assert (gl.user.username, gl.user.bot, gl.user.state) == ("runtime-upgrade-bot", True, "active")


def test_the_assistant_learns_its_scopes(gl: gitlab.Gitlab) -> None:
    token = gl.personal_access_tokens.get("self")
    assert (token.scopes, token.active, token.revoked) == (["api"], True, False)


def test_the_server_tells_its_version(gl: gitlab.Gitlab) -> None:
    assert gl.version()[0] == gl.http_get("/metadata")["version"]  # type: ignore[index,call-overload]  # JSON


def test_a_user_is_found_by_username_without_case(gl: gitlab.Gitlab) -> None:
    found = gl.users.list(username="GUS-sandbox", get_all=True)
    assert [user.username for user in found] == ["gus-sandbox"]
    assert set(found[0].attributes) >= DOCUMENTED_USER


def test_an_unknown_username_finds_nobody(gl: gitlab.Gitlab) -> None:
    assert gl.users.list(username="nobody-sandbox", get_all=True) == []


def test_a_former_member_is_blocked(gl: gitlab.Gitlab) -> None:
    (gone,) = gl.users.list(username="gone-sandbox", get_all=True)
    assert gone.state == "blocked"


def test_who_is_not_in_gitlab_is_not_found(gl: gitlab.Gitlab) -> None:
    absent = [person.username for person in PEOPLE if not person.in_gitlab]
    assert absent
    assert [gl.users.list(username=name, get_all=True) for name in absent] == [[]] * len(absent)


def test_the_token_of_a_blocked_person_is_refused(here: Running) -> None:
    with pytest.raises(GitlabHttpError) as refusal:
        here.client("gone-sandbox").http_get("/user")
    assert refusal.value.response_code == 403


def test_an_unknown_token_is_refused(here: Running) -> None:
    url, token = here.server.url, "glpat-nothing"
    with (
        gitlab.Gitlab(url, private_token=token, timeout=30) as stranger,
        pytest.raises(GitlabAuthenticationError) as refusal,
    ):
        stranger.http_get("/user")
    assert (refusal.value.response_code, refusal.value.error_message) == (401, "401 Unauthorized")


def test_an_oauth_bearer_token_is_taken_too(here: Running) -> None:
    with gitlab.Gitlab(here.server.url, oauth_token=here.server.token, timeout=30) as client:
        assert client.http_get("/user")["username"] == "runtime-upgrade-bot"  # type: ignore[index,call-overload]  # JSON


def test_every_component_has_its_project(gl: gitlab.Gitlab) -> None:
    listed = gl.groups.get("gitlab-org").projects.list(get_all=True, include_subgroups=True)
    assert {project.path_with_namespace for project in listed} == set(PROJECTS)


def test_a_group_lists_its_own_projects_without_subgroups(gl: gitlab.Gitlab) -> None:
    listed = gl.groups.get("gitlab-org/build").projects.list(get_all=True)
    assert [project.path_with_namespace for project in listed] == ["gitlab-org/build/CNG"]


@pytest.mark.parametrize("path", sorted(PROJECTS))
def test_a_project_is_found_by_path_and_by_id(gl: gitlab.Gitlab, path: str) -> None:
    project = gl.projects.get(path)
    assert set(project.attributes) >= DOCUMENTED_PROJECT
    assert gl.projects.get(project.id).path_with_namespace == path


def test_a_project_says_what_the_assistant_may_do(gl: gitlab.Gitlab) -> None:
    access = gl.projects.get("gitlab-org/build/CNG").permissions
    assert access == {
        "project_access": None,
        "group_access": {"access_level": 30, "notification_level": 3},
    }


def test_a_missing_project_is_not_found(gl: gitlab.Gitlab) -> None:
    with pytest.raises(GitlabGetError) as refusal:
        gl.projects.get("gitlab-org/none")
    assert (refusal.value.response_code, refusal.value.error_message) == (
        404,
        "404 Project Not Found",
    )


def test_a_group_shows_its_projects_unless_told_otherwise(gl: gitlab.Gitlab) -> None:
    assert "projects" in gl.groups.get("gitlab-org").attributes
    assert "projects" not in gl.groups.get("gitlab-org", with_projects=False).attributes


def test_members_are_inherited_from_the_group(gl: gitlab.Gitlab) -> None:
    members = gl.projects.get("gitlab-org/gitaly").members_all.list(get_all=True)
    levels = {member.username: member.access_level for member in members}
    assert levels["frida-sandbox"] == 40
    assert levels["gus-sandbox"] == 30
    assert levels["guest-sandbox"] == 10
    assert "gone-sandbox" not in levels


def test_the_board_has_the_four_tracking_labels(gl: gitlab.Gitlab) -> None:
    (board,) = gl.groups.get("gitlab-org").boards.list(get_all=True)
    assert [one.label["name"] for one in board.lists.list(get_all=True)] == [
        "workflow::In dev",
        "workflow::In review",
        "workflow::blocked",
        "workflow::production",
    ]
