import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench.sync import add_campaigns
from campaigns.events import EventKind
from campaigns.model.evidence import Evidence, EvidenceState
from campaigns.notices import NoticeKind
from campaigns.states import ItemState
from campaigns.summary.decisions import EPIC_CLOSED
from campaigns.sync.changes import Change, Diff
from commands.delivery.worker import remember_schema
from commands.errors import InvalidRequestError
from commands.items.block_item import BlockRequest, block_item
from commands.notices.notices import read_news
from commands.sync.apply_snapshot import SyncResult
from commands.sync.check_campaign import campaigns_to_check, check_campaigns
from commands.sync.sync_campaign import sync_campaign
from gitlab_gateway.connection import Connection
from gitlab_gateway.errors import UnreachableError
from gitlab_gateway.schema import NOTHING, Schema
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.conditions import Conditions
from sandbox.gitlab.merging import NewMergeRequest, create_merge_request
from sandbox.gitlab.records import Issue
from sandbox.gitlab.work_items.issues import (
    NewIssue,
    assign,
    close,
    create_issue,
    mark_duplicate,
    move_issue,
    reopen,
    set_status,
)
from sandbox.gitlab.work_items.labelling import add_label, set_labels
from sandbox.gitlab.work_items.links import add_link
from sandbox.gitlab.work_items.statuses import find_status
from storage.evidence.queries import save_evidence
from storage.notices.queries import list_item_notices
from tests.campaigns.rebuilt import rebuild
from tests.commands.conftest import Desk, desk_in, start

GRAPHQL = "POST /api/graphql"
# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def label(desk: Desk, component: str, *names: str) -> None:
    """Give an issue these workflow labels in GitLab, as an engineer would."""
    issue, state = desk.issue(component), desk.box.gitlab.state
    kept = [one for one in issue.labels if not one.name.lower().startswith("workflow::")]
    wanted = [one for one in state.labels.values() if one.name in names]
    assert len(wanted) == len(names)
    set_labels(state, issue, [*kept, *wanted], desk.someone())


def read_nothing(*, refresh: bool = False) -> Schema:  # noqa: ARG001
    return NOTHING


def change(component: str, field: str, before: object, after: object) -> Diff:
    return Diff(changed=(Change(component, field, before, after),))


def test_29_unchanged_items_cost_one_request_and_the_offer_two_once(started: Desk) -> None:
    started.sync()
    journal = started.box.gitlab_faults
    asked = [entry.operation for entry in journal.journal()]
    assert asked == [GRAPHQL, GRAPHQL, GRAPHQL]
    journal.forget()
    made = started.gitlab.requests_made

    synced = started.sync()

    assert (synced.diff, synced.looked_at) == (Diff(), 29)
    assert [entry.operation for entry in journal.journal()] == [GRAPHQL]
    assert started.gitlab.requests_made - made == 1


def test_an_epic_closed_by_hand_is_recorded_until_reopened(started: Desk) -> None:
    campaign = started.view().campaign
    epic = f"/groups/gitlab-org/epics/{campaign.epic_iid}"
    for event, notices in (("close", (EPIC_CLOSED,)), ("reopen", ())):
        started.gitlab.put(epic, state_event=event)
        started.clock.skip(minutes=31)
        started.sync()
        assert started.view().campaign.notices == (*campaign.notices, *notices)


def test_a_label_moves_the_item_whatever_its_case_and_blocked_remembers(started: Desk) -> None:
    label(started, "gitaly", "workflow::In dev")
    first = started.sync()
    state = started.box.gitlab.state
    group = state.find_group("gitlab-org")
    assert group is not None
    add_label(state, group, "WORKFLOW::Blocked")
    label(started, "gitaly", "WORKFLOW::Blocked")
    second = started.sync()

    assert first.diff == change("gitaly", "state", ItemState.not_started, ItemState.in_dev)
    assert second.diff == change("gitaly", "state", ItemState.in_dev, ItemState.blocked)
    assert started.item().state_before_block == "in_dev"


def test_a_status_moves_the_item(started: Desk) -> None:
    review = find_status("In review")
    assert review is not None
    set_status(started.box.gitlab.state, started.issue("labkit"), review, started.someone())

    assert started.sync().diff == change(
        "labkit", "state", ItemState.not_started, ItemState.in_review
    )


def test_a_foreign_blocking_link_blocks_until_the_other_issue_closes(started: Desk) -> None:
    state, by = started.box.gitlab.state, started.someone()
    shell = started.issue("gitlab-shell")
    add_link(state, started.issue("gitaly"), shell, "is_blocked_by", by)
    blocked = started.sync()
    [blocker] = started.item().blockers
    close(state, shell, by)
    freed = started.sync()

    assert {c.field for c in blocked.diff.changed} == {"state", "blockers"}
    assert (blocker.ours, blocker.kind, blocker.added_by) == (False, "issue", "gitlab")
    assert {(c.component, c.field) for c in freed.diff.changed} == {
        ("gitaly", "state"),
        ("gitaly", "blockers"),
        ("gitlab-shell", "state"),
        ("gitlab-shell", "closed"),
    }
    assert started.item().blockers == ()


def test_closing_claims_production_and_reopening_reverts_it(started: Desk) -> None:
    state, by, issue = started.box.gitlab.state, started.someone(), started.issue("cng")
    close(state, issue, by)
    started.sync()
    closed = started.item("cng")
    reopen(state, issue, by)
    started.sync()

    assert (closed.state, closed.closed) == (ItemState.production, True)
    assert (started.item("cng").state, started.item("cng").closed) == (
        ItemState.not_started,
        False,
    )


def test_an_assignee_becomes_the_dri(started: Desk) -> None:
    mira = started.someone("mira-sandbox")
    assign(started.box.gitlab.state, started.issue("gitlab-pages"), [mira.user], mira)

    assert started.sync().diff == change("gitlab-pages", "dri", "gus-sandbox", "mira-sandbox")


def move_gitaly(started: Desk) -> Issue:
    state = started.box.gitlab.state
    to = state.find_project("gitlab-org/labkit")
    assert to is not None
    return move_issue(state, started.issue("gitaly"), to, started.someone())


def move_and_strip(started: Desk) -> Issue:
    """Move Gitaly's issue, and remove all that identifies it."""
    moved = move_gitaly(started)
    set_labels(started.box.gitlab.state, moved, [], started.someone())
    moved.description = "rewritten"
    return moved


def test_a_moved_issue_is_followed(started: Desk) -> None:
    label(started, "gitaly", "workflow::In dev")
    started.sync()
    moved = move_gitaly(started)

    started.sync()

    item = started.item()
    assert (item.project, item.issue_iid, item.gone) == ("gitlab-org/labkit", moved.iid, False)
    assert item.state == ItemState.in_dev
    assert started.events()[-1].kind == EventKind.issue_moved


def test_an_issue_that_moved_and_lost_its_label_and_marker_is_followed(started: Desk) -> None:
    moved = move_and_strip(started)

    started.sync()

    assert started.item().issue_iid == moved.iid
    assert started.item().state == ItemState.not_started


def test_below_a_relative_root_a_moved_issue_without_a_label_is_followed(started: Desk) -> None:
    moved = move_and_strip(started)
    started.box.gitlab.state.conditions = Conditions(root="/gitlab")
    box = started.box
    gitlab = Connection(f"{box.gitlab.url}/gitlab", box.gitlab.token)

    sync_campaign(
        replace(started.worker, gitlab=gitlab, schema=remember_schema(gitlab, "gitlab-org")), 1
    )

    gitlab.close()
    item = started.item()
    assert (item.project, item.issue_iid, item.gone) == ("gitlab-org/labkit", moved.iid, False)
    assert item.web_url == f"{box.gitlab.url}/gitlab/gitlab-org/labkit/-/issues/{moved.iid}"


def test_a_duplicate_and_a_deleted_issue_ask_the_lead_once(started: Desk) -> None:
    state, by = started.box.gitlab.state, started.someone()
    mark_duplicate(state, started.issue("gitaly"), started.issue("labkit"), by)
    state.drop_issue(started.issue("cng"))

    started.sync()
    again = started.sync()

    gitaly, cng = started.item("gitaly"), started.item("cng")
    assert (gitaly.gone, gitaly.state) == (True, ItemState.not_started)
    assert (cng.gone, cng.state) == (True, ItemState.not_started)
    assert (again.diff, again.looked_at) == (Diff(), 27)
    with started.store.read() as session:
        asked = [list_item_notices(session, item.id)[-1] for item in (gitaly, cng)]
    assert [(n.person, n.kind, n.detail["why"]) for n in asked] == [
        ("U0LEO", NoticeKind.issue_gone, "closed as a duplicate"),
        ("U0LEO", NoticeKind.issue_gone, "deleted or hidden"),
    ]


def test_an_issue_visible_again_is_followed_again(started: Desk) -> None:
    state, by, issue = started.box.gitlab.state, started.someone(), started.issue("gitaly")
    mark_duplicate(state, issue, started.issue("labkit"), by)
    started.sync()
    lost = started.item()
    reopen(state, issue, by)
    label(started, "gitaly", "workflow::In dev")
    started.box.gitlab_faults.forget()

    back = started.sync()

    assert (lost.gone, started.item().gone) == (True, False)
    assert [(c.field, c.after) for c in back.diff.changed] == [
        ("state", ItemState.in_dev),
        ("closed", False),
    ]
    assert started.requests(GRAPHQL) == 1
    found = [e for e in started.events() if e.kind == EventKind.issue_found]
    assert [(e.component, e.after) for e in found] == [("gitaly", issue.reference)]
    with started.store.read() as session:
        asked = list_item_notices(session, started.item().id)
        read = [
            read_news(session, n, now=started.clock())
            for n in asked
            if n.kind == NoticeKind.issue_gone
        ]
    assert [one.wanted for one in read] == [False]


def test_an_issue_that_lost_the_campaigns_label_keeps_its_status(started: Desk) -> None:
    review = find_status("In review")
    assert review is not None
    state, by = started.box.gitlab.state, started.someone()
    set_status(state, started.issue("gitaly"), review, by)
    started.sync()
    set_labels(state, started.issue("gitaly"), [], by)

    assert started.sync().diff == Diff()


def test_without_work_items_in_graphql_nothing_flaps_between_readings_of_links(
    started: Desk,
) -> None:
    state, by = started.box.gitlab.state, started.someone()
    add_link(state, started.issue("gitaly"), started.issue("labkit"), "is_blocked_by", by)

    def look() -> Diff:
        return sync_campaign(replace(started.worker, schema=read_nothing), 1).diff

    assert {c.field for c in look().changed} == {"state", "blockers"}
    started.box.gitlab_faults.forget()
    started.clock.skip(minutes=3)
    assert look() == Diff()
    assert started.requests() == 1
    started.clock.skip(minutes=31)
    assert look() == Diff()
    assert started.requests() == 1 + 1 + 29 + 1  # the look, the next one with its links, the epic
    assert started.item().state == ItemState.blocked


def test_decisions_are_not_overwritten_before_they_reach_gitlab(started: Desk) -> None:
    gus = started.actor("U0GUS")
    request = BlockRequest("gitaly", "the new image")
    block_item(
        started.store,
        started.catalog,
        gus,
        request,
        gitlab_url=started.box.gitlab.url,
        now=started.clock(),
    )

    before = started.sync()
    started.work()
    after = started.sync()

    assert (before.diff, after.diff) == (Diff(), Diff())
    assert (before.looked_at, after.looked_at) == (29, 29)
    assert started.item().state == ItemState.blocked
    assert [blocker.text for blocker in started.item().blockers] == ["the new image"]


def test_the_event_log_agrees_with_the_tables(started: Desk) -> None:
    label(started, "gitaly", "workflow::In dev")
    started.sync()
    label(started, "gitaly", "workflow::blocked")
    started.sync()
    close(started.box.gitlab.state, started.issue("cng"), started.someone())
    started.sync()

    assert rebuild(started.events()).items == {i.component: i.state for i in started.view().items}


def test_a_gitlab_failure_is_stored_and_cleared_by_the_next_sync(
    started: Desk,
) -> None:
    ids = campaigns_to_check(started.store, None, None)
    started.worker.schema()
    started.box.gitlab_faults.plan(Fault(GRAPHQL, FaultKind.RESET))

    def check() -> None:
        check_campaigns(started.worker, ids)

    with pytest.raises(UnreachableError):
        check()
    assert "did not respond" in (started.view().campaign.sync_failure or "")
    check()
    assert started.view().campaign.sync_failure is None


def test_there_is_nothing_to_check_without_a_campaign(desk: Desk) -> None:
    with pytest.raises(InvalidRequestError, match="There is no open campaign"):
        campaigns_to_check(desk.store, None, None)


def test_a_stray_issue_with_the_campaigns_label_is_ignored(started: Desk) -> None:
    state, by = started.box.gitlab.state, started.someone()
    project = state.find_project("gitlab-org/gitaly")
    assert project is not None
    create_issue(state, project, NewIssue("Stray", labels=("runtime-upgrade-go-1.20",)), by)

    assert started.sync().diff == Diff()


def test_without_premium_a_relates_to_link_blocks_while_the_label_says_so(tmp_path: Path) -> None:
    with desk_in(tmp_path, premium=False) as desk:
        start(desk)
        gus = desk.actor("U0GUS")
        request = BlockRequest("gitaly", "labkit")
        url = desk.box.gitlab.url
        block_item(desk.store, desk.catalog, gus, request, gitlab_url=url, now=desk.clock())
        desk.work()
        still = desk.sync()
        label(desk, "gitaly", "workflow::In dev")
        freed = desk.sync()
        notices = desk.view().campaign.notices

        assert still.diff == Diff()
        assert {(c.field, c.after) for c in freed.diff.changed} == {
            ("state", ItemState.in_dev),
            ("blockers", ()),
        }
        assert desk.sync().diff == Diff()
    assert set(notices) == {"no_epics", "no_blocking_links", "no_status"}


def test_a_merge_request_that_closes_the_issue_is_followed(started: Desk) -> None:
    state, by, issue = started.box.gitlab.state, started.someone(), started.issue("gitaly")
    branch = next(iter(issue.project.repository.branches))
    issue.project.repository.branches["go-1-20"] = issue.project.repository.branches[branch]
    new = NewMergeRequest("Draft: Update Go", "go-1-20", branch, description=f"Closes #{issue.iid}")
    request = create_merge_request(state, issue.project, new, by)
    opened = started.sync()
    [seen] = started.item().merge_requests
    request.title, request.state = "Update Go", "merged"
    merged = started.sync()

    assert [c.field for c in opened.diff.changed] == ["merge_requests"]
    assert (seen.reference, seen.state, seen.draft) == (request.reference, "opened", True)
    assert [c.field for c in merged.diff.changed] == ["merge_requests"]
    assert [r.state for r in started.item().merge_requests] == ["merged"]
    assert not started.sync().diff


def test_a_decision_written_during_a_sync_is_kept(started: Desk) -> None:
    """The snapshot is older than the decision, and must not undo it."""
    looks: list[SyncResult] = []
    started.worker.schema()
    started.box.gitlab_faults.plan(Fault(GRAPHQL, FaultKind.SLOW_BODY, seconds=0.6))

    thread = threading.Thread(target=lambda: looks.append(started.sync()))
    thread.start()
    while started.box.gitlab_faults.planned():
        time.sleep(0.01)
    block_item(
        started.store,
        started.catalog,
        started.actor("U0GUS"),
        BlockRequest("gitaly", "the new image"),
        gitlab_url=started.box.gitlab.url,
        now=started.clock(),
    )
    started.work()
    thread.join()

    assert looks[0].diff == Diff()
    assert started.item().state == ItemState.blocked
    assert ("write_item", "sent") in started.intents()


def test_a_reading_in_between_does_not_hide_what_gitlab_shows(started: Desk) -> None:
    close(started.box.gitlab.state, started.issue(), started.someone())
    now, box = started.clock(), started.box
    evidence = Evidence(EvidenceState.behind, "c", (), (), None, now.story, None, None, now.story)
    item_id = started.item().id

    def read_meanwhile() -> None:
        with started.store.write() as session:
            save_evidence(session, item_id, evidence)

    gitlab = Connection(box.gitlab.url, box.gitlab.token, before_call=read_meanwhile)
    sync_campaign(replace(started.worker, gitlab=gitlab), 1)
    gitlab.close()

    assert started.item().state == ItemState.production


def test_three_campaigns_share_a_request_within_gitlabs_limit_of_complexity(desk: Desk) -> None:
    ids = add_campaigns(desk.store, desk.catalog, desk.box, 7, 2)
    state, faults = desk.box.gitlab.state, desk.box.gitlab_faults
    desk.worker.schema()
    faults.forget()

    def requests_of_a_sync() -> int:
        faults.forget()
        synced = check_campaigns(desk.worker, ids)
        assert [one.looked_at for one in synced] == [2] * 7
        return desk.requests()

    assert requests_of_a_sync() == 3
    state.features = replace(state.features, max_complexity=100)
    assert requests_of_a_sync() == (1 + 3) + (1 + 3) + 1, "three are refused, then asked singly"
