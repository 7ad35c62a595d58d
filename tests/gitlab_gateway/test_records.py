from datetime import date

import pytest

from campaigns.sync.snapshots import BlockerSnapshot, IssueRef, IssueSnapshot
from gitlab_gateway import issues, projects
from gitlab_gateway.connection import Connection
from gitlab_gateway.epic_choice import create_epic, find_epics, open_epics
from gitlab_gateway.epics import EpicRecord
from gitlab_gateway.errors import NotFoundError, RefusedError, UnauthorisedError
from gitlab_gateway.observe import observe_issue, observe_issues, read_links
from gitlab_gateway.rest_epics import RestEpics, rest_epics_available
from gitlab_gateway.schema import NOTHING, read_schema
from gitlab_gateway.statuses import set_status, statuses_available
from gitlab_gateway.tokens import TokenRecord, read_token
from gitlab_gateway.work_item_epics import WorkItemEpics
from sandbox.gitlab.versions import VERSIONS
from sandbox.run import Sandbox
from tests.gitlab_gateway.conftest import connected, gitlab_with

GITALY, SHELL = "gitlab-org/gitaly", "gitlab-org/gitlab-shell"
LABEL = "runtime-upgrade-go-1.20"
OWNER = ("gus-sandbox",)


def make(gitlab: Connection, project: str = GITALY, title: str = "Update Go") -> IssueSnapshot:
    return issues.create_issue(
        gitlab,
        project,
        title=title,
        description="text",
        label=LABEL,
        assignee_id=106,
        due_on=date(2023, 10, 1),
    )


def test_a_created_issue_comes_back_whole_and_is_found_again(
    box: Sandbox, gitlab: Connection
) -> None:
    made = make(gitlab)

    assert made == IssueSnapshot(
        ref=IssueRef(GITALY, made.ref.iid),
        id=made.id,
        web_url=f"{box.gitlab.url}/{GITALY}/-/issues/{made.ref.iid}",
        title="Update Go",
        labels=(LABEL,),
        assignees=("gus-sandbox",),
        project_id=made.project_id,
        links_known=False,
        status_known=False,
        requests_known=False,
    )
    assert made.description == "text"
    assert issues.find_issue(gitlab, made.ref) == made
    assert issues.list_issues_labelled(gitlab, "gitlab-org", LABEL) == [made]
    assert issues.list_project_issues_labelled(gitlab, GITALY, LABEL) == [made]
    assert issues.list_project_issues_labelled(gitlab, SHELL, LABEL) == []
    assert issues.find_issue(gitlab, IssueRef(GITALY, 999_999)) is None


def test_labels_assignee_notes_and_state_change_only_what_is_asked(gitlab: Connection) -> None:
    ref = make(gitlab).ref

    issues.relabel_issue(gitlab, ref, add=["workflow::In dev"], remove=["workflow::blocked"])
    issues.relabel_issue(gitlab, ref, add=[], remove=["golang"])
    issues.assign_issue(gitlab, ref, 107)
    issues.add_note(gitlab, ref, "Hello")
    issues.close_issue(gitlab, ref)

    seen = issues.find_issue(gitlab, ref)
    assert seen is not None
    assert (set(seen.labels), seen.assignees, seen.closed) == (
        {LABEL, "workflow::In dev"},
        ("mira-sandbox",),
        True,
    )
    assert "Hello" in issues.list_notes(gitlab, ref)


def test_links_are_seen_from_the_issue_that_asks(gitlab: Connection) -> None:
    item, other = make(gitlab), make(gitlab, SHELL, "Shell")

    issues.add_link(gitlab, item.ref, other.ref, issues.BLOCKED_BY)

    [link] = issues.list_links(gitlab, item.ref)
    assert link == issues.LinkRecord(
        link.id, issues.BLOCKED_BY, other.ref, "Shell", other.web_url, open=True, assignees=OWNER
    )
    assert [seen.kind for seen in issues.list_links(gitlab, other.ref)] == ["blocks"]
    assert read_links(gitlab, item).blockers == (
        BlockerSnapshot(
            other.ref, "Shell", other.web_url, open=True, link_id=link.id, assignees=OWNER
        ),
    )
    issues.remove_link(gitlab, item.ref, link.id)
    assert issues.list_links(gitlab, item.ref) == []


@pytest.mark.parametrize("version", ["17", "19", "REST"])
def test_an_epic_is_made_found_filled_noted_and_closed(version: str) -> None:
    """As a work item where GitLab offers that, and over REST elsewhere."""
    options = VERSIONS.get(version, {"without": frozenset({"Mutation.workItemCreate"})})
    with gitlab_with(**options) as (box, gitlab):
        epics = find_epics(gitlab, read_schema(gitlab, "gitlab-org"), "gitlab-org")
        assert isinstance(epics, RestEpics if version == "REST" else WorkItemEpics)
        projects.ensure_group_labels(gitlab, "gitlab-org", [LABEL])

        made = epics.create(
            title="Update Go to 1.20", description="text", label=LABEL, due_on=date(2023, 10, 1)
        )
        issue = make(gitlab)
        epics.add(made.iid, issue.id)
        epics.add_note(made.iid, "a note")

        assert made == EpicRecord(
            made.iid,
            made.id,
            "Update Go to 1.20",
            f"{box.gitlab.url}/groups/gitlab-org/-/epics/{made.iid}",
            "text",
        )
        assert epics.list_labelled(LABEL) == [made]
        assert epics.find_titled("Update Go to 1.20") == made == epics.find(made.iid)
        assert epics.find_titled("Update Go") is None
        assert epics.find(99) is None
        assert epics.issue_ids(made.iid) == {issue.id}
        assert epics.notes(made.iid)[0] == "a note"
        [kept] = box.gitlab.state.epics.values()
        assert (kept.due_on, kept.due_is_fixed) == (date(2023, 10, 1), True)
        epics.close(made.iid)
        assert [epic.closed for epic in epics.list_labelled(LABEL)] == [True]
        with pytest.raises(NotFoundError):
            epics.add_note(99, "nowhere")


def test_where_epics_are_no_work_items_yet_they_are_created_over_rest() -> None:
    """GitLab 17 with the flag off: the type is listed, but refused."""
    off = {**VERSIONS["17"], "disabled_types": frozenset({"Epic"})}
    with gitlab_with(**off) as (_box, gitlab):
        epics = open_epics(gitlab, read_schema(gitlab, "gitlab-org"), "gitlab-org")
        projects.ensure_group_labels(gitlab, "gitlab-org", [LABEL])

        made = create_epic(epics, title="T", description="text", label=LABEL, due_on=None)

        assert isinstance(epics, WorkItemEpics)
        assert [epic.iid for epic in epics.list_labelled(LABEL)] == [made.iid]


def test_without_premium_there_are_no_epics_and_no_blocking_links() -> None:
    with gitlab_with(premium=False) as (_box, gitlab):
        item, other = make(gitlab), make(gitlab, SHELL)

        schema = read_schema(gitlab, "gitlab-org")
        assert find_epics(gitlab, schema, "gitlab-org") is None
        assert not rest_epics_available(gitlab, "gitlab-org")
        with pytest.raises(RefusedError) as refused:
            issues.add_link(gitlab, item.ref, other.ref, issues.BLOCKED_BY)
        issues.add_link(gitlab, item.ref, other.ref, issues.RELATES_TO)

        assert refused.value.status == 403
        assert [link.kind for link in issues.list_links(gitlab, item.ref)] == [issues.RELATES_TO]


def test_a_refused_token_says_nothing_about_epics_or_the_schema(box: Sandbox) -> None:
    with connected(box, token="glpat-wrong") as gitlab:
        with pytest.raises(UnauthorisedError):
            rest_epics_available(gitlab, "gitlab-org")
        with pytest.raises(UnauthorisedError):
            read_schema(gitlab, "gitlab-org")


def test_projects_groups_people_and_labels(gitlab: Connection) -> None:
    project = projects.find_project(gitlab, GITALY)

    assert project is not None
    assert project == projects.ProjectRecord(
        project.id, GITALY, projects.DEVELOPER, archived=False, issues_enabled=True
    )
    assert projects.find_project(gitlab, "gitlab-org/unheard-of") is None
    assert projects.find_group(gitlab, "unheard-of") is None
    assert projects.find_user(gitlab, "GUS-sandbox") == projects.UserRecord(
        106, "gus-sandbox", active=True
    )
    assert projects.find_user(gitlab, "gone-sandbox") == projects.UserRecord(
        116, "gone-sandbox", active=False
    )
    assert projects.find_user(gitlab, "gus") is None
    assert read_token(gitlab) == TokenRecord(("api",))

    projects.ensure_group_labels(gitlab, "gitlab-org", ["new", "WORKFLOW::in dev", "new"])
    labels = projects.list_group_labels(gitlab, "gitlab-org")
    assert "new" in labels
    assert "WORKFLOW::in dev" not in labels


def test_a_snapshot_has_all_that_the_sync_needs_in_one_request_per_hundred(
    gitlab: Connection,
) -> None:
    item, blocker, related = make(gitlab), make(gitlab, SHELL, "Shell"), make(gitlab, SHELL)
    issues.add_link(gitlab, item.ref, blocker.ref, issues.BLOCKED_BY)
    issues.add_link(gitlab, item.ref, related.ref, issues.RELATES_TO)
    set_status(gitlab, item.ref, "In dev")
    schema = read_schema(gitlab, "gitlab-org")
    before = gitlab.requests_made

    seen = {one.ref: one for one in observe_issues(gitlab, schema, "gitlab-org", LABEL)}

    assert gitlab.requests_made - before == 1
    assert set(seen) == {item.ref, blocker.ref, related.ref}
    look = seen[item.ref]
    assert look == IssueSnapshot(
        ref=item.ref,
        id=item.id,
        web_url=look.web_url,
        title="Update Go",
        labels=look.labels,
        status="In dev",
        assignees=("gus-sandbox",),
        blockers=(BlockerSnapshot(blocker.ref, "Shell", look.blockers[0].web_url, open=True,
                              link_id=look.blockers[0].link_id),),
        related=(BlockerSnapshot(related.ref, "Update Go", look.related[0].web_url, open=True,
                             link_id=look.related[0].link_id),),
    )  # fmt: skip
    assert look.description == "text"
    assert observe_issue(gitlab, schema, item.ref) == look
    assert statuses_available(schema)


def test_more_than_a_hundred_issues_take_two_requests(gitlab: Connection) -> None:
    made = {make(gitlab).ref for _ in range(101)}
    schema = read_schema(gitlab, "gitlab-org")
    before = gitlab.requests_made

    seen = observe_issues(gitlab, schema, "gitlab-org", LABEL)

    assert {one.ref for one in seen} == made
    assert gitlab.requests_made - before == 2


@pytest.mark.parametrize(
    "missing", ["WorkItemWidgetStatus", "WorkItemWidgetDevelopment", "WorkItemWidgetLinkedItems"]
)
def test_an_older_gitlab_without_a_widget_shows_the_rest(missing: str) -> None:
    with gitlab_with(removed_widgets=frozenset({missing})) as (_box, gitlab):
        made = make(gitlab)
        schema = read_schema(gitlab, "gitlab-org")

        [seen] = observe_issues(gitlab, schema, "gitlab-org", LABEL)

    assert not schema.offers(missing)
    assert (seen.ref, seen.assignees, seen.labels) == (made.ref, ("gus-sandbox",), (LABEL,))
    assert (seen.status_known, seen.requests_known, seen.links_known) == (
        missing != "WorkItemWidgetStatus",
        missing != "WorkItemWidgetDevelopment",
        missing != "WorkItemWidgetLinkedItems",
    )


@pytest.mark.parametrize(
    ("without", "known"),
    [
        (frozenset(), True),
        (frozenset({"Project.workItems"}), True),
        (frozenset({"Project.workItems", "Namespace.workItem"}), False),
    ],
)
def test_one_issue_is_read_by_whichever_field_there_is(
    without: frozenset[str], *, known: bool
) -> None:
    with gitlab_with(without=without) as (_box, gitlab):
        made = make(gitlab)

        seen = observe_issue(gitlab, read_schema(gitlab, "gitlab-org"), made.ref)

    assert seen is not None
    assert (seen.ref, seen.status_known, seen.links_known) == (made.ref, known, known)


def test_without_work_items_the_rest_list_is_used(gitlab: Connection) -> None:
    made = make(gitlab)

    assert observe_issues(gitlab, NOTHING, "gitlab-org", LABEL) == [made]
    assert observe_issue(gitlab, NOTHING, made.ref) == made
    assert not statuses_available(NOTHING)
