import gitlab
import pytest
from gitlab.exceptions import GitlabHttpError
from gitlab.v4.objects import Group, Project

from tests.sandbox_gitlab.conftest import Running, Start, make_issue

DOCUMENTED_EPIC = {
    "id", "work_item_id", "iid", "group_id", "parent_id", "parent_iid", "title", "description",
    "state", "confidential", "web_url", "references", "author", "start_date",
    "start_date_is_fixed", "start_date_fixed", "start_date_from_inherited_source", "due_date",
    "due_date_is_fixed", "due_date_fixed", "due_date_from_inherited_source", "created_at",
    "updated_at", "closed_at", "labels", "upvotes", "downvotes", "_links",
}  # fmt: skip


@pytest.fixture
def group(gl: gitlab.Gitlab) -> Group:
    return gl.groups.get("gitlab-org")


def test_an_epic_is_created_with_label_and_due_date_in_one_call(
    here: Running, group: Group
) -> None:
    made = group.epics.create(
        {
            "title": "Update Go to 1.20",
            "labels": "runtime-upgrade",
            "due_date_is_fixed": True,
            "due_date_fixed": "2023-10-01",
        }
    )
    read = group.epics.get(made.iid)
    assert set(read.attributes) >= DOCUMENTED_EPIC
    assert (read.due_date, read.labels, read.state) == ("2023-10-01", ["runtime-upgrade"], "opened")
    assert read.web_url == f"{here.server.url}/groups/gitlab-org/-/epics/{made.iid}"
    assert read.references["full"] == f"gitlab-org&{made.iid}"


def test_a_due_date_that_is_not_fixed_is_not_the_due_date(group: Group) -> None:
    made = group.epics.create({"title": "Update", "due_date_fixed": "2023-10-01"})
    assert (made.due_date, made.due_date_fixed) == (None, "2023-10-01")


def test_epics_are_found_by_label_and_by_words(group: Group) -> None:
    group.epics.create({"title": "Update Go", "labels": "campaign"})
    group.epics.create({"title": "Update Ruby", "labels": "campaign,other"})
    found = [
        [epic.title for epic in group.epics.list(get_all=True, **filters)]
        for filters in ({"labels": "campaign"}, {"labels": "other"}, {"search": "update go"})
    ]
    assert found == [["Update Ruby", "Update Go"], ["Update Ruby"], ["Update Go"]]


def test_an_issue_silently_leaves_its_other_epic(group: Group, gitaly: Project) -> None:
    first, second = (group.epics.create({"title": title}) for title in ("first", "second"))
    issue = make_issue(gitaly)
    for epic in (first, second):
        epic.issues.create({"issue_id": issue.id})
    assert [len(epic.issues.list(get_all=True)) for epic in (first, second)] == [0, 1]
    assert gitaly.issues.get(issue.iid).epic["iid"] == second.iid


def test_an_issue_is_put_in_by_its_global_id(group: Group) -> None:
    epic = group.epics.create({"title": "Update"})
    with pytest.raises(GitlabHttpError) as refusal:
        epic.manager.gitlab.http_post(f"/groups/{group.id}/epics/{epic.iid}/issues/4712")
    assert refusal.value.response_code == 404


def test_an_issue_is_taken_out_by_the_association(group: Group, gitaly: Project) -> None:
    epic = group.epics.create({"title": "Update"})
    epic.issues.create({"issue_id": make_issue(gitaly).id})
    (child,) = epic.issues.list(get_all=True)
    epic.issues.delete(child.epic_issue_id)
    assert epic.issues.list(get_all=True) == []


def test_an_epic_is_closed_and_its_issues_stay_open(group: Group, gitaly: Project) -> None:
    epic, issue = group.epics.create({"title": "Update"}), make_issue(gitaly)
    epic.issues.create({"issue_id": issue.id})
    group.epics.update(epic.iid, {"state_event": "close"})
    assert group.epics.get(epic.iid).state == "closed"
    assert gitaly.issues.get(issue.iid).state == "opened"


def test_notes_go_to_an_epic_by_its_global_id(group: Group) -> None:
    epic = group.epics.create({"title": "Update"})
    epic.notes.create({"body": "Started"})
    assert [note.body for note in epic.notes.list(get_all=True)] == ["Started"]


def test_without_premium_epics_are_forbidden(start: Start) -> None:
    free = start(premium=False)
    group = free.client().groups.get("gitlab-org")
    for attempt in (
        lambda: group.epics.list(get_all=True),
        lambda: group.epics.create({"title": "Update"}),
    ):
        with pytest.raises(gitlab.GitlabError) as refusal:
            attempt()
        assert (refusal.value.response_code, refusal.value.error_message) == (403, "403 Forbidden")
