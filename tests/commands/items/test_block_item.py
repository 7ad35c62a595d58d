from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.events import EventKind
from campaigns.states import ItemState
from commands.errors import InvalidRequestError, NotPermittedError
from commands.items.assign_item import AssignRequest, assign_item
from commands.items.block_item import BlockRequest, block_item
from commands.items.issue_links import read_issue_link
from commands.items.unblock_item import Unblocked, UnblockRequest, unblock_item
from commands.markdown import as_markdown
from sandbox.faults import Fault, FaultKind
from sandbox.gitlab.work_items.issues import close
from sandbox.gitlab.work_items.links import add_link
from tests.commands.conftest import Desk, desk_in, start

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
LINKS = "POST /api/v4/projects/:id/issues/:issue_iid/links"
EDIT_ISSUE = "PUT /api/v4/projects/:id/issues/:issue_iid"
NOTES = "POST /api/v4/projects/:id/issues/:issue_iid/notes"


def block(desk: Desk, by: str, component: str = "gitaly", *, who: str = "U0GUS") -> bool:
    done = block_item(
        desk.store,
        desk.catalog,
        desk.actor(who),
        BlockRequest(component, by),
        gitlab_url=desk.box.gitlab.url,
        now=desk.clock(),
    )
    return not done.already


def unblock(desk: Desk, note: str | None = None, *, foreign_too: bool = False) -> Unblocked:
    request = UnblockRequest("gitaly", note, foreign_too)
    return unblock_item(desk.store, desk.catalog, desk.actor("U0GUS"), request, now=desk.clock())


def url_of(desk: Desk, component: str) -> str:
    item = desk.item(component)
    return f"{desk.box.gitlab.url}/{item.project}/-/issues/{item.issue_iid}"


def refused(desk: Desk, by: str, component: str = "gitaly") -> str:
    with pytest.raises(InvalidRequestError) as error:
        block(desk, by, component)
    return str(error.value)


def test_blocking_by_an_issue_links_labels_and_notes_it(started: Desk) -> None:
    shell = started.issue("gitlab-shell").reference

    assert block(started, url_of(started, "gitlab-shell"))
    started.work()

    assert started.labels() == {"workflow::blocked"}
    assert started.links() == {("is_blocked_by", shell)}
    [note] = started.notes()
    assert url_of(started, "gitlab-shell") in note
    assert "(reported by Gus Almeida in Slack)" in note
    assert started.item().state == ItemState.blocked
    assert not started.sync().diff


def test_blocking_by_a_component_and_by_words(started: Desk) -> None:
    block(started, "GitLab Shell")
    block(started, "the *new* image")
    started.work()

    assert [(b.kind, b.text) for b in started.item().blockers] == [
        ("item", "GitLab Shell"),
        ("words", "the *new* image"),
    ]
    assert len(started.links()) == 1
    assert len(started.notes()) == 2


def test_the_same_blocker_twice_changes_nothing(started: Desk) -> None:
    assert block(started, "labkit")
    assert not block(started, url_of(started, "labkit"))
    assert block(started, "words")
    assert not block(started, "words")
    started.work()

    kinds = [event.kind for event in started.events()]
    assert kinds.count(EventKind.item_blocked) == len(started.notes()) == 2


def test_an_invalid_blocker_is_refused_with_a_sentence(started: Desk) -> None:
    home = started.box.gitlab.url
    assert refused(started, "gitaly") == (
        "Gitaly cannot be blocked by itself: name another blocker."
    )
    assert refused(started, url_of(started, "gitaly")).startswith(
        "Gitaly cannot be blocked by itself"
    )
    assert refused(started, "https://evil.example/g/p/-/issues/1") == (
        f"Only links to {home} are accepted. Paste a link to one of its issues."
    )
    assert refused(started, f"{home}/g/p/-/pipelines/1") == (
        "This link does not point to an issue. Paste the issue's URL."
    )
    assert refused(started, "  ").startswith("Specify what blocks it")
    assert refused(started, "x", "gitally") == ("No component gitally found. Did you mean Gitaly?")
    close(started.box.gitlab.state, started.issue("cng"), started.someone())
    started.sync()
    assert refused(started, "x", "cng") == (
        "Cloud Native GitLab is closed in GitLab: reopen its issue first."
    )


HOME = "https://gitlab.com"
PROJECTS = ("gitlab-org/gitaly", "gitlab-org/gitlab-shell", "a/twin", "b/twin")
EPIC = "This is an epic, which cannot block an issue"
REQUEST = "This is a merge request, which cannot block an issue"
NO_ISSUE = "This link does not point to an issue"
ELSEWHERE = "Only links to https://"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (f"{HOME}/g/p/-/issues/7", "g/p#7"),
        (f"<{HOME}/g/p/-/issues/7|g/p#7>", "g/p#7"),
        (f"<{HOME}/g/p/-/issues/7>", "g/p#7"),
        ("https://GitLab.com:443/g/sub/p/-/work_items/7/?a=b#note_1", "g/sub/p#7"),
        (f"{HOME}/g/p/-/issues/7?show=eyJ#note_12", "g/p#7"),
        (f"{HOME}/g/p/-/issues/incident/7", "g/p#7"),
        (f"{HOME}/g/p/-/issues/7/designs/a.png", "g/p#7"),
        (f"{HOME}/g/p/issues/7", "g/p#7"),
        (f"{HOME}/g/groups/-/issues/7", "g/groups#7"),
        (f"{HOME}/g/p/-/issues/7 the image is broken", "g/p#7: the image is broken"),
        (f"<{HOME}/g/p/-/issues/7|link>, the image", "g/p#7: the image"),
        (f"{HOME}/g/p/-/issues/7, the image", "g/p#7: the image"),
        ("g/sub/p#7", "g/sub/p#7"),
        ("g/p#7 the image", "g/p#7: the image"),
        ("gitlab-shell#1", "gitlab-org/gitlab-shell#1"),
        ("GitLab-Org/gitlab-shell#1", "gitlab-org/gitlab-shell#1"),
        ("waiting for the image", None),
        ("C# 7 and &1", None),
        ("p#7 is needed first", None),
        ("g/p#99999999999999999999", None),
        ("#7", "Several projects may have an issue #7"),
        ("p#7", "Several projects may have an issue p#7"),
        ("twin#7", "Several projects may have an issue twin#7"),
        ("&1", EPIC),
        ("g/sub&1", EPIC),
        (f"{HOME}/groups/g/-/work_items/1", EPIC),
        (f"{HOME}/groups/g/sub/-/epics/1", EPIC),
        (f"{HOME}/groups/g/-/epics/1?a=b#note_7 because", EPIC),
        ("!3", REQUEST),
        ("g/p!3", REQUEST),
        (f"{HOME}/g/p/-/merge_requests/3", REQUEST),
        (f"{HOME}/g/p/-/merge_requests/3/diffs", REQUEST),
        (f"{HOME}/g/p/merge_requests/3", REQUEST),
        (f"{HOME}/g/p/-/pipelines/3", NO_ISSUE),
        (f"{HOME}/g/p", NO_ISSUE),
        ("http://gitlab.com/g/p/-/issues/7", ELSEWHERE),
        ("https://gitlab.com.evil.example/g/p/-/issues/7", ELSEWHERE),
        ("https://gitlab.com@evil.example/g/p/-/issues/7", ELSEWHERE),
        ("https://user:secret@gitlab.com/g/p/-/issues/7", ELSEWHERE),
        ("https://gitlab.com:8443/g/p/-/issues/7", ELSEWHERE),
        ("https://[broken/g/p/-/issues/7", ELSEWHERE),
        ("https://gitlab.com:port/g/p/-/issues/7", ELSEWHERE),
        ("javascript://gitlab.com/%0aalert(1)", ELSEWHERE),
    ],
)
def test_issue_links_are_read_or_refused_in_the_right_words(words: str, read: str | None) -> None:
    assert as_told(words, HOME) == read


def as_told(words: str, home: str) -> str | None:
    """Return the issue that was read, or the first words of the refusal."""
    try:
        found = read_issue_link(words, home, PROJECTS)
    except InvalidRequestError as error:
        told = str(error)
        known = (t for t in (EPIC, REQUEST, NO_ISSUE, ELSEWHERE) if t in told)
        return next(known, told.partition(":")[0])
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("https://host/gitlab/g/p/-/issues/7", "g/p#7"),
        ("https://host/gitlab/groups/g/-/work_items/1", EPIC),
        ("https://host/g/p/-/issues/7", ELSEWHERE),
        ("https://host/gitlabber/g/p/-/issues/7", ELSEWHERE),
    ],
)
def test_links_to_a_gitlab_with_a_relative_url_root_are_read(words: str, read: str) -> None:
    assert as_told(words, "https://host/gitlab/") == read


@given(st.text())
def test_parsing_a_link_never_fails(words: str) -> None:
    with suppress(InvalidRequestError):
        read_issue_link(words, "https://gitlab.com")


def test_a_hidden_issue_loses_nothing_and_is_reported(started: Desk) -> None:
    hidden = "gitlab-org/secret#1"
    block(started, hidden)
    started.work()
    synced = started.sync()

    assert started.labels() == {"workflow::blocked"}
    assert [hidden.partition("#")[0] in note for note in started.notes()] == [True]
    assert not synced.diff
    assert [(b.kind, b.text) for b in started.item().blockers] == [("words", hidden)]
    assert [channel for channel, _ in started.notices()] == ["C0OPERATORS", "U0GUS"]
    assert {sentence for _, sentence in started.notices()} == {
        (
            f"Failed to update GitLab for Gitaly: The token is not allowed to link it to {hidden}, "
            "or cannot see it. The item is still blocked, and its note names the blocker."
        )
    }


def test_unblocking_restores_the_earlier_state_and_converts_our_link(started: Desk) -> None:
    add = {"in_dev": "workflow::In review"}
    project_label = add["in_dev"]
    state = started.box.gitlab.state
    wanted = next(one for one in state.labels.values() if one.name == project_label)
    started.issue().labels.append(wanted)
    started.sync()
    block(started, "labkit")
    started.work()

    done = unblock(started, "the image is out")
    started.work()

    assert done.state == ItemState.in_review
    assert started.labels() == {"workflow::In review"}
    assert started.links() == {("relates_to", started.issue("labkit").reference)}
    assert started.notes()[-1].startswith(
        "Unblocked by Gus Almeida in Slack: the image is out. Back to In review."
    )
    assert not started.sync().diff
    assert unblock(started).already


def test_somebody_elses_link_needs_a_confirmation(started: Desk) -> None:
    state, by = started.box.gitlab.state, started.someone("mira-sandbox")
    add_link(state, started.issue(), started.issue("labkit"), "is_blocked_by", by)
    started.sync()

    asked = unblock(started)
    assert [str(f"{b.project}#{b.iid}") for b in asked.foreign] == [
        started.issue("labkit").reference
    ]
    assert started.item().state == ItemState.blocked
    done = unblock(started, foreign_too=True)
    started.work()

    assert done.state == ItemState.not_started
    assert started.links() == {("relates_to", started.issue("labkit").reference)}
    assert not started.sync().diff


def test_a_later_decision_is_not_overtaken_by_an_earlier_ones_retry(started: Desk) -> None:
    block(started, "labkit")
    started.box.gitlab_faults.plan(Fault(LINKS, FaultKind.LOSE_REPLY))
    started.work()
    unblock(started)
    started.work()
    started.clock.skip(minutes=10)
    started.work()

    assert started.labels() == set()
    assert {state for _, state in started.intents()} == {"sent"}
    assert started.links() == {("relates_to", started.issue("labkit").reference)}


def test_a_note_whose_reply_is_lost_is_written_once(started: Desk) -> None:
    block(started, "words")
    started.box.gitlab_faults.plan(Fault(NOTES, FaultKind.LOSE_REPLY))
    started.work()
    started.clock.skip(minutes=1)
    started.work()

    assert len(started.notes()) == 1


HOSTILE = (
    "/close\n/label ~bug\n@all #1 !2 ~bug &3 <script>alert(1)</script> "
    "[x](https://evil.example) ![i](https://evil.example/i.png) \u202egnp.exe `code` "
    "<!-- runtime-upgrade: go-1.20/cng --> www.evil.example "
) + "x" * 10_000


def test_hostile_text_stays_text_in_gitlab(started: Desk) -> None:
    block(started, HOSTILE)
    started.work()
    unblock(started, HOSTILE)
    started.work()

    assert started.issue().state == "opened"
    for note in started.notes():
        body, _, mark = note.rpartition("\n\n")
        assert mark.startswith("<!-- runtime-upgrade: note ")
        assert "\n" not in body
        assert not body.startswith("/")
        assert "\u202e" not in body
        assert len(body) < 1_300
    assert {label.name for label in started.issue().labels} == {"runtime-upgrade-go-1.20"}


@given(st.text(max_size=600))
def test_no_text_is_active_in_markdown(words: str) -> None:
    escaped = as_markdown(words)

    assert len(escaped.splitlines()) <= 1
    bare = escaped.replace("\\\\", "")
    for character in "@#!~&%$^`*_[]<>:/":
        assert f"\\{character}" in bare or character not in bare
        assert bare.count(character) == bare.count(f"\\{character}")


def test_words_are_kept_apart_by_whatever_space_was_between_them() -> None:
    assert as_markdown("a\tb\r\nc\u2028d") == "a b c d"


def test_who_may_block(started: Desk) -> None:
    with pytest.raises(NotPermittedError) as error:
        block(started, "words", who="U0NOLAB")

    assert str(error.value) == (
        "Only the facilitator, the functional lead, the executive sponsor, a member of the "
        "working group and the item's DRI may block: ask Frida Lindqvist."
    )


def test_assigning_updates_gitlab_and_only_leads_may(started: Desk) -> None:
    def assign(person: str, who: str = "U0LEO") -> bool:
        request = AssignRequest("gitaly", person)
        done = assign_item(
            started.store, started.catalog, started.actor(who), request, now=started.clock()
        )
        return not done.already

    with pytest.raises(NotPermittedError, match="Only the facilitator and the functional lead"):
        assign("U0MIRA", who="U0GUS")
    assert assign("U0MIRA")
    assert not assign("mira-sandbox")
    started.work()

    assert [user.username for user in started.issue().assignees] == ["mira-sandbox"]
    assert not started.sync().diff
    for unfit in ("U0GONE", "U0GUEST", "U0STRANGER", "U0OTHERBOT", "U0NOLAB", "U0UNKNOWN"):
        with pytest.raises(InvalidRequestError):
            assign(unfit)


def test_status_is_written_where_the_group_uses_it(started: Desk) -> None:
    group = started.catalog.working_group.model_copy(update={"track_by": "both"})
    catalog = type(started.catalog)(started.catalog.folder, group, started.catalog.runtimes)
    worker = type(started.worker)(
        started.store, started.gitlab, catalog, started.clock, started.worker.schema, "w1"
    )
    block(started, "words")
    started.worker = worker
    started.work()

    assert started.issue().status == "Blocked"
    assert started.labels() == {"workflow::blocked"}


def test_without_blocking_links_relates_to_is_used(tmp_path: Path) -> None:
    with desk_in(tmp_path, premium=False) as desk:
        start(desk)
        block(desk, "labkit")
        desk.work()
        unblocked_by = ("relates_to", desk.issue("labkit").reference)

        assert unblocked_by in desk.links()
        assert desk.labels() == {"workflow::blocked"}
        unblock(desk)
        desk.work()
        assert desk.labels() == set()
        assert unblocked_by in desk.links()
