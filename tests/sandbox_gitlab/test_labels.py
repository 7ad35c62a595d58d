import gitlab
import pytest
from gitlab.exceptions import GitlabCreateError, GitlabUpdateError
from gitlab.v4.objects import Group, Project

from tests.sandbox_gitlab.conftest import Running, make_issue


@pytest.fixture
def group(gl: gitlab.Gitlab) -> Group:
    return gl.groups.get("gitlab-org")


def test_a_group_label_is_usable_in_every_project_below(group: Group, gl: gitlab.Gitlab) -> None:
    group.labels.create({"name": "campaign", "color": "#6699cc", "description": "Ours"})
    below = gl.projects.get("gitlab-org/build/CNG").labels.list(search="camp", get_all=True)
    assert [(one.name, one.description, one.is_project_label) for one in below] == [
        ("campaign", "Ours", False)
    ]


def test_a_name_that_is_taken_is_a_conflict(group: Group, gitaly: Project) -> None:
    for labels in (group.labels, gitaly.labels):
        with pytest.raises(GitlabCreateError) as refusal:
            labels.create({"name": "golang", "color": "#6699cc"})
        assert (refusal.value.response_code, refusal.value.error_message) == (
            409,
            "Label already exists",
        )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "x"}, "color is missing"),
        ({"color": "#fff"}, "name is missing"),
        ({"name": "x", "color": "6699cc;"}, {"color": ["must be a valid color code"]}),
    ],
)
def test_a_bad_label_is_refused(here: Running, sent: dict[str, str], said: object) -> None:
    client = here.client()
    answer = client.session.post(
        f"{client.api_url}/groups/gitlab-org/labels",
        json=sent,
        headers={"PRIVATE-TOKEN": here.server.token},
        timeout=30,
    )
    assert (answer.status_code, *answer.json().values()) == (400, said)


def test_a_label_is_renamed_wherever_it_is(group: Group, gitaly: Project) -> None:
    made = make_issue(gitaly, labels="golang")
    group.labels.update("golang", {"new_name": "go language", "color": "#fff"})
    assert gitaly.issues.get(made.iid).labels == ["go language"]
    with pytest.raises(GitlabUpdateError):
        group.labels.update("go language", {"color": "a colour"})


def test_a_deleted_label_leaves_its_issues(group: Group, gitaly: Project) -> None:
    made = make_issue(gitaly, labels="golang,backend")
    group.labels.delete("golang")
    assert gitaly.issues.get(made.iid).labels == ["backend"]


def test_guests_make_no_labels(here: Running, gitaly: Project) -> None:
    theirs = here.client("guest-sandbox").projects.get("gitlab-org/gitaly")
    with pytest.raises(GitlabCreateError) as refusal:
        theirs.labels.create({"name": "mine", "color": "#fff"})
    assert refusal.value.response_code == 403
    assert make_issue(theirs, labels="mine").labels == []
    assert "mine" not in [label.name for label in gitaly.labels.list(get_all=True)]


@pytest.mark.parametrize(("color", "text"), [("#ffffff", "#1F1E24"), ("#000", "#FFFFFF")])
def test_the_text_of_a_label_is_readable(group: Group, color: str, text: str) -> None:
    assert group.labels.create({"name": "x", "color": color}).text_color == text
