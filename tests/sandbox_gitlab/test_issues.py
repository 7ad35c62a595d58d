from datetime import timedelta

import gitlab
import pytest
from gitlab.exceptions import GitlabCreateError, GitlabGetError, GitlabUpdateError
from gitlab.v4.objects import Project

from tests.sandbox_gitlab.conftest import Running, make_issue

DOCUMENTED_ISSUE = {
    "id", "iid", "project_id", "title", "description", "state", "created_at", "updated_at",
    "closed_at", "closed_by", "labels", "milestone", "assignees", "author", "type", "assignee",
    "user_notes_count", "merge_requests_count", "upvotes", "downvotes", "due_date",
    "confidential", "discussion_locked", "issue_type", "web_url", "time_stats",
    "task_completion_status", "blocking_issues_count", "has_tasks", "_links", "references",
    "severity", "moved_to_id", "imported", "imported_from", "service_desk_reply_to",
    "weight", "epic_iid", "epic", "iteration", "health_status",
}  # fmt: skip


def test_an_issue_carries_every_documented_field(gitaly: Project) -> None:
    assert set(make_issue(gitaly).attributes) >= DOCUMENTED_ISSUE


def test_an_issue_is_created_with_labels_assignee_and_due_date_in_one_call(
    here: Running, gl: gitlab.Gitlab, gitaly: Project
) -> None:
    (gus,) = gl.users.list(username="gus-sandbox", get_all=True)
    made = make_issue(
        gitaly,
        labels="runtime-upgrade,workflow::In dev",
        assignee_ids=[gus.id],
        due_date="2023-10-01",
        description="<!-- runtime-upgrade: go-1.20/gitaly -->",
    )
    read = gitaly.issues.get(made.iid)
    assert read.labels == ["runtime-upgrade", "workflow::In dev"]
    assert [user["username"] for user in read.assignees] == ["gus-sandbox"]
    assert read.due_date == "2023-10-01"
    assert read.description == "<!-- runtime-upgrade: go-1.20/gitaly -->"
    assert read.references["full"] == f"gitlab-org/gitaly#{made.iid}"
    assert read.web_url == f"{here.server.url}/gitlab-org/gitaly/-/issues/{made.iid}"


def test_an_issue_is_dated_by_the_story_clock(here: Running, gitaly: Project) -> None:
    here.clock.advance(timedelta(days=3))
    assert make_issue(gitaly).created_at.startswith("2023-04-02T09:30:0")


def test_an_unknown_label_becomes_a_label_of_the_project(gitaly: Project) -> None:
    make_issue(gitaly, labels="brand new")
    labels = {label.name: label.is_project_label for label in gitaly.labels.list(get_all=True)}
    assert labels["brand new"] is True
    assert labels["workflow::blocked"] is False


def test_numbers_run_in_each_project(gl: gitlab.Gitlab, gitaly: Project) -> None:
    labkit = gl.projects.get("gitlab-org/labkit")
    assert [make_issue(gitaly).iid for _ in range(2)] == [4713, 4714]
    assert make_issue(labkit).iid == 39


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "title is missing"),
        ({"title": " "}, "title is empty"),
        ({"title": "x" * 256}, {"title": ["is too long (maximum is 255 characters)"]}),
        ({"title": "x", "due_date": "soon"}, "due_date is invalid"),
        ({"title": "x", "assignee_ids": ["gus"]}, "assignee_ids is invalid"),
        ({"title": "x", "issue_type": "wish"}, "issue_type does not have a valid value"),
    ],
)
def test_a_bad_issue_is_refused_as_gitlab_words_it(
    gl: gitlab.Gitlab, gitaly: Project, sent: dict[str, object], said: object
) -> None:
    answer = gl.session.post(
        f"{gl.api_url}/projects/{gitaly.id}/issues",
        json=sent,
        headers={"PRIVATE-TOKEN": str(gl.private_token)},
        timeout=30,
    )
    assert (answer.status_code, *answer.json().values()) == (400, said)


def test_setting_a_scoped_label_drives_the_other_off(gitaly: Project) -> None:
    made = make_issue(gitaly, labels="workflow::In dev,backend")
    gitaly.issues.update(made.iid, {"add_labels": "workflow::blocked"})
    assert gitaly.issues.get(made.iid).labels == ["backend", "workflow::blocked"]


def test_labels_are_added_and_removed_in_one_call(gitaly: Project) -> None:
    made = make_issue(gitaly, labels="backend,golang")
    gitaly.issues.update(made.iid, {"add_labels": "one,two", "remove_labels": "golang"})
    assert gitaly.issues.get(made.iid).labels == ["backend", "one", "two"]


def test_label_events_tell_since_when(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, labels="workflow::In dev")
    here.clock.advance(timedelta(days=1))
    gitaly.issues.update(made.iid, {"add_labels": "workflow::blocked"})
    events = gitaly.issues.get(made.iid).resourcelabelevents.list(get_all=True)
    assert [(e.action, e.label["name"], e.created_at[:10]) for e in events] == [
        ("add", "workflow::In dev", "2023-03-30"),
        ("add", "workflow::blocked", "2023-03-31"),
        ("remove", "workflow::In dev", "2023-03-31"),
    ]


def test_an_issue_is_closed_and_reopened(gitaly: Project) -> None:
    made = make_issue(gitaly)
    gitaly.issues.update(made.iid, {"state_event": "close"})
    closed = gitaly.issues.get(made.iid)
    assert (closed.state, closed.attributes["closed_by"]["username"]) == (
        "closed",
        "runtime-upgrade-bot",
    )
    gitaly.issues.update(made.iid, {"state_event": "reopen"})
    opened = gitaly.issues.get(made.iid)
    assert (opened.state, opened.closed_at, opened.attributes["closed_by"]) == (
        "opened",
        None,
        None,
    )


def test_assignees_are_replaced_and_taken_away(gl: gitlab.Gitlab, gitaly: Project) -> None:
    gus, mira = (
        gl.users.list(username=name, get_all=True)[0].id for name in ("gus-sandbox", "mira-sandbox")
    )
    made = make_issue(gitaly, assignee_ids=[gus])
    gitaly.issues.update(made.iid, {"assignee_ids": [mira]})
    assert [user["id"] for user in gitaly.issues.get(made.iid).assignees] == [mira]
    gitaly.issues.update(made.iid, {"assignee_ids": []})
    assert gitaly.issues.get(made.iid).assignees == []


def test_a_blocked_person_is_not_assigned(gl: gitlab.Gitlab, gitaly: Project) -> None:
    (gone,) = gl.users.list(username="gone-sandbox", get_all=True)
    assert make_issue(gitaly, assignee_ids=[gone.id]).assignees == []


def test_an_update_that_changes_nothing_is_refused(gitaly: Project) -> None:
    made = make_issue(gitaly)
    with pytest.raises(GitlabUpdateError) as refusal:
        gitaly.issues.update(made.iid, {"colour": "red"})
    assert refusal.value.response_code == 400
    assert "at least one parameter must be provided" in str(refusal.value.error_message)


def test_a_moved_issue_points_at_the_new_one(gl: gitlab.Gitlab, gitaly: Project) -> None:
    labkit = gl.projects.get("gitlab-org/labkit")
    other, made = make_issue(gitaly, "Other"), make_issue(gitaly, labels="golang")
    made.links.create(
        {"target_project_id": gitaly.id, "target_issue_iid": other.iid, "link_type": "relates_to"}
    )
    number = made.iid
    made.move(labkit.id)
    old = gitaly.issues.get(number)
    new = labkit.issues.get(39)
    assert (old.state, old.moved_to_id) == ("closed", new.id)
    assert (new.title, new.labels, new.state) == ("Update Go", ["golang"], "opened")
    assert [link.iid for link in new.links.list(get_all=True)] == [other.iid]


def test_only_owners_delete_issues(gitaly: Project) -> None:
    with pytest.raises(gitlab.GitlabDeleteError) as refusal:
        gitaly.issues.delete(make_issue(gitaly).iid)
    assert refusal.value.response_code == 403


def test_a_confidential_issue_is_hidden_from_guests(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly, confidential=True)
    as_guest = here.client("guest-sandbox").projects.get("gitlab-org/gitaly")
    with pytest.raises(GitlabGetError) as refusal:
        as_guest.issues.get(made.iid)
    assert (refusal.value.response_code, refusal.value.error_message) == (404, "404 Not found")


def test_only_maintainers_choose_a_number(here: Running, gitaly: Project) -> None:
    assert make_issue(gitaly, iid=9000).iid == 4713
    as_frida = here.client("frida-sandbox").projects.get("gitlab-org/gitaly")
    assert make_issue(as_frida, iid=9000).iid == 9000
    with pytest.raises(GitlabCreateError) as refusal:
        make_issue(as_frida, iid=9000)
    assert refusal.value.response_code == 409
