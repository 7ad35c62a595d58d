"""A campaign's target changes: everything is re-evaluated, and nothing counts as fallen back."""

import pytest

from campaigns.events import EventKind
from campaigns.states import CampaignState
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.lifecycle.retarget_campaign import (
    RetargetPreview,
    RetargetRequest,
    preview_retarget,
    retarget_campaign,
)
from runtimes.versions import parse_version
from storage.lifecycle.campaigns import update_campaign
from tests.commands.conftest import Desk
from tests.commands.evidence.test_gather_evidence import TARGET, gather, kinds, only
from tests.commands.merge_requests.test_bump_component import bump, changed_files

# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def preview(desk: Desk, version: str, who: str = "U0FRIDA") -> RetargetPreview:
    parsed = parse_version(version)
    assert parsed is not None
    request = RetargetRequest("go", parsed)
    return preview_retarget(desk.store, desk.catalog, desk.actor(who), request)


def retarget(desk: Desk, version: str, reason: str = "") -> None:
    parsed = parse_version(version)
    assert parsed is not None
    request = RetargetRequest(1, parsed, reason)
    retarget_campaign(desk.store, desk.catalog, desk.actor("U0FRIDA"), request, now=desk.clock())


def test_items_verified_for_the_old_target_are_behind_without_a_backslide(
    started: Desk,
) -> None:
    only(started, TARGET)
    gather(started)
    assert preview(started, "1.20.14").verified == 1

    retarget(started, "1.20.14")

    evidence = started.item().evidence
    assert evidence is not None
    assert (evidence.standing, evidence.verified, evidence.backslid_at) == ("behind", False, None)
    assert kinds(started)[-1] == EventKind.evidence_changed
    moved = [e for e in started.events() if e.kind == EventKind.campaign_retargeted]
    assert [(e.before, e.after, e.actor) for e in moved] == [("1.20", "1.20.14", "U0FRIDA")]
    assert (started.view().campaign.version, started.view().campaign.patch) == ("1.20.14", None)


def test_items_at_the_new_target_stay_verified_without_new_messages(started: Desk) -> None:
    only(started, {".tool-versions": "golang 1.20.14\n"})
    gather(started)
    before = kinds(started)

    retarget(started, "1.20.14")

    evidence = started.item().evidence
    assert evidence is not None
    assert evidence.verified
    assert kinds(started) == before


def test_a_cycle_as_the_target_records_the_newest_patch(started: Desk) -> None:
    retarget(started, "1.20.5")
    retarget(started, "1.20")
    assert started.view().campaign.patch == "1.20.14"


def test_the_open_merge_request_is_updated_and_the_epic_has_one_note(started: Desk) -> None:
    request = bump(started)
    assert preview(started, "1.20.5").repositories == ("gitlab-org/gitaly",)

    retarget(started, "1.20.5", "1.20.14 is *not* approved")
    started.work()

    assert request.title == "Draft: Update Go to 1.20.5"
    assert changed_files(request)[".tool-versions"] == "golang 1.20.14\nruby 3.0.5\n"  # ahead
    (epic,) = started.box.gitlab.state.epics.values()
    written = [note.body.partition("\n")[0] for note in epic.notes if not note.system]
    assert written == [
        r"The target is now 1.20.5, previously 1.20, because 1\.20\.14 is \*not\* approved."
    ]
    assert epic.title == "Update Go to 1.20"


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("1.20", "Go 1.20 is already the target."),
        ("1.21.3", "1.21.3 is not in the same release cycle as Go 1.20: cancel this campaign"),
    ],
)
def test_invalid_targets_are_refused(started: Desk, version: str, why: str) -> None:
    with pytest.raises(InvalidRequestError, match=why):
        preview(started, version)


def test_only_permitted_people_change_a_target(started: Desk) -> None:
    with pytest.raises(NotPermittedError):
        preview(started, "1.20.5", who="U0GUS")


def test_a_button_that_is_pressed_twice_or_too_late_changes_nothing(started: Desk) -> None:
    retarget(started, "1.20.5")
    with pytest.raises(OutOfDateError, match=r"Go 1\.20\.5 is already the target"):
        retarget(started, "1.20.5")
    with started.store.write() as session:
        update_campaign(session, 1, state=CampaignState.cancelled.value)
    with pytest.raises(OutOfDateError, match=r"Go 1\.20\.5 is already cancelled"):
        retarget(started, "1.20.6")
