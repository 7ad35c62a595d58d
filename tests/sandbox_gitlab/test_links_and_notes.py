import gitlab
import pytest
from gitlab.exceptions import GitlabCreateError, GitlabUpdateError
from gitlab.v4.objects import Project, ProjectIssue

from tests.sandbox_gitlab.conftest import Running, make_issue

DOCUMENTED_NOTE = {
    "id", "body", "author", "created_at", "updated_at", "system", "noteable_id", "noteable_type",
    "noteable_iid", "resolvable", "confidential", "internal", "imported", "imported_from",
}  # fmt: skip


def link(issue: ProjectIssue, other: ProjectIssue, kind: str) -> None:
    issue.links.create(
        {
            "target_project_id": other.project_id,
            "target_issue_iid": other.iid,
            "link_type": kind,
        }
    )


def links_of(issue: ProjectIssue) -> list[tuple[int, str]]:
    return [(one.iid, one.link_type) for one in issue.links.list(get_all=True)]


def test_a_blocking_link_reads_differently_from_its_two_ends(gitaly: Project) -> None:
    one, other = make_issue(gitaly, "one"), make_issue(gitaly, "other")
    link(one, other, "is_blocked_by")
    assert links_of(one) == [(other.iid, "is_blocked_by")]
    assert links_of(other) == [(one.iid, "blocks")]
    assert gitaly.issues.get(other.iid).blocking_issues_count == 1


def test_a_link_is_removed_by_its_id(gitaly: Project) -> None:
    one, other = make_issue(gitaly, "one"), make_issue(gitaly, "other")
    link(one, other, "relates_to")
    (found,) = one.links.list(get_all=True)
    one.links.delete(found.issue_link_id)
    assert (links_of(one), links_of(other)) == ([], [])


def test_a_second_link_between_two_issues_is_a_conflict(gitaly: Project) -> None:
    one, other = make_issue(gitaly, "one"), make_issue(gitaly, "other")
    link(one, other, "relates_to")
    with pytest.raises(GitlabCreateError) as refusal:
        link(one, other, "is_blocked_by")
    assert (refusal.value.response_code, refusal.value.error_message) == (
        409,
        "Issue(s) already assigned",
    )


@pytest.mark.parametrize("project", ["gitlab-org/none", "gitlab-org/gitaly"])
def test_a_link_to_what_is_not_there_is_not_found(gitaly: Project, project: str) -> None:
    with pytest.raises(GitlabCreateError) as refusal:
        make_issue(gitaly).links.create(
            {"target_project_id": project, "target_issue_iid": 999, "link_type": "blocks"}
        )
    assert refusal.value.response_code == 404


def test_a_note_is_kept_with_its_author(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly)
    as_gus = here.client("gus-sandbox").projects.get("gitlab-org/gitaly").issues.get(made.iid)
    note = as_gus.notes.create({"body": "Waiting for LabKit"})
    assert set(note.attributes) >= DOCUMENTED_NOTE
    assert (note.author["username"], note.system, note.noteable_iid) == (
        "gus-sandbox",
        False,
        made.iid,
    )
    assert gitaly.issues.get(made.iid).user_notes_count == 1


def test_system_notes_are_told_apart(gitaly: Project) -> None:
    made = make_issue(gitaly)
    made.notes.create({"body": "hello"})
    gitaly.issues.update(made.iid, {"state_event": "close"})
    listed = {
        name: [note.body for note in made.notes.list(get_all=True, activity_filter=name)]
        for name in ("all_notes", "only_comments", "only_activity")
    }
    assert listed == {
        "all_notes": ["closed", "hello"],
        "only_comments": ["hello"],
        "only_activity": ["closed"],
    }


def test_only_the_author_or_a_maintainer_edits_a_note(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly)
    note = made.notes.create({"body": "first"})
    for name, allowed in (("gus-sandbox", False), ("frida-sandbox", True)):
        theirs = here.client(name).projects.get("gitlab-org/gitaly").issues.get(made.iid)
        if allowed:
            theirs.notes.update(note.id, {"body": "edited"})
        else:
            with pytest.raises(GitlabUpdateError):
                theirs.notes.update(note.id, {"body": "edited"})
    assert made.notes.get(note.id).body == "edited"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/close", {"state": "closed"}),
        ('/label ~"workflow::blocked"', {"labels": ["workflow::blocked"]}),
        ("/label ~golang ~backend", {"labels": ["backend", "golang", "workflow::In dev"]}),
        ('/unlabel ~"workflow::In dev"', {"labels": []}),
        ("/assign @gus-sandbox", {"assignees": ["gus-sandbox"]}),
        ("/assign me", {"assignees": ["runtime-upgrade-bot"]}),
        ('/status "Complete"', {"state": "closed"}),
        ('/status "Nothing"', {"state": "opened"}),
        ("/duplicate #4712", {"state": "closed"}),
        ("text\n/close", {"state": "closed"}),
        ("```\n/close\n```", {"state": "opened"}),
        ("/wish for rain", {"state": "opened"}),
    ],
)
def test_quick_actions_act(gitaly: Project, body: str, expected: dict[str, object]) -> None:
    made = make_issue(gitaly, labels="workflow::In dev")
    made.notes.create({"body": body})
    read = gitaly.issues.get(made.iid).attributes
    read["assignees"] = [user["username"] for user in read["assignees"]]
    assert {name: read[name] for name in expected} == expected


def test_a_note_of_quick_actions_alone_is_not_stored(gl: gitlab.Gitlab, gitaly: Project) -> None:
    made = make_issue(gitaly)
    answer = gl.http_request(
        "post",
        f"/projects/{gitaly.id}/issues/{made.iid}/notes",
        post_data={"body": '/status "Blocked"'},
    )
    assert (answer.status_code, answer.json()) == (
        202,
        {"commands_changes": {"status": True}, "summary": ["Status set to Blocked."]},
    )
    assert [note.body for note in made.notes.list(get_all=True)] == ["set status to **Blocked**"]


def test_a_quick_action_that_cannot_be_done_changes_nothing_and_says_why(
    gl: gitlab.Gitlab, gitaly: Project
) -> None:
    made = make_issue(gitaly)
    answer = gl.http_request(
        "post",
        f"/projects/{gitaly.id}/issues/{made.iid}/notes",
        post_data={"body": '/status "Nowhere"'},
    )
    assert (answer.status_code, answer.json()) == (
        202,
        {"commands_changes": {}, "summary": ['"Nowhere" status not found.']},
    )


def test_what_a_quick_action_leaves_is_the_note(gitaly: Project) -> None:
    made = make_issue(gitaly)
    assert made.notes.create({"body": "Done here.\n/close"}).body == "Done here."


def test_a_guest_cannot_act_by_quick_actions(here: Running, gitaly: Project) -> None:
    made = make_issue(gitaly)
    theirs = here.client("guest-sandbox").projects.get("gitlab-org/gitaly").issues.get(made.iid)
    assert theirs.notes.create({"body": "/close"}).body == "/close"
    assert gitaly.issues.get(made.iid).state == "opened"


def test_quick_actions_block_and_put_into_an_epic(gl: gitlab.Gitlab, gitaly: Project) -> None:
    epic = gl.groups.get("gitlab-org").epics.create({"title": "Update Go"})
    made = make_issue(gitaly)
    made.notes.create({"body": f"/blocked_by #4712\n/epic gitlab-org&{epic.iid}"})
    assert links_of(made) == [(4712, "is_blocked_by")]
    assert gitaly.issues.get(made.iid).epic["id"] == epic.id
