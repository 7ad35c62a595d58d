"""When announcements are drafted, who sees them, and what their text may contain."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from campaigns.announcements import AnnouncementDraftMessage, AnnouncementMessage
from campaigns.people.roles import Role
from commands.announcements.announcements import draft_announcements
from commands.announcements.decide_announcement import post_announcement, skip_announcement
from commands.announcements.read_announcement import read_announcement
from commands.errors import OutOfDateError
from slackapp.messages import announcement, announcement_draft
from storage.announcements import list_announcements
from storage.catalog.read import Catalog
from storage.delivery.tables import OutboxRow
from storage.evidence.tables import EvidenceRow
from storage.people.queries import find_person, save_person
from storage.tables import CampaignRow, ItemRow
from tests.commands.conftest import Desk

GROUP = "working-group.yml"
NOTHING_DECIDED = "Go 1.20 has an announcement (Epic created) that nobody can decide on:"
NOBODY = frozenset({Role.facilitator, Role.functional_lead})


def tick(desk: Desk, catalog: Catalog | None = None) -> int:
    return draft_announcements(desk.store, catalog or desk.catalog, now=desk.clock())


def drafted(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return [a.milestone for a in list_announcements(session, campaign_ids=[1])]


def shown_to(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.kind == "announcement_draft"))
        return [row.channel for row in rows]


def change_items(desk: Desk, *components: str, **values: object) -> None:
    """Change items without conclusive repositories."""
    with desk.store.write() as session:
        session.execute(update(EvidenceRow).values(standing="unreadable"))
        session.execute(
            update(ItemRow).where(col(ItemRow.component).in_(components)).values(**values)
        )


def without(catalog: Catalog, roles: frozenset[Role]) -> Catalog:
    people = tuple(p for p in catalog.working_group.people if p.role not in roles)
    return replace(
        catalog, working_group=catalog.working_group.model_copy(update={"people": people})
    )


def test_each_milestone_is_drafted_once(started: Desk) -> None:
    assert tick(started) == 2
    assert tick(started) == 0
    assert drafted(started) == ["epic-created"]

    change_items(started, "gitlab-development-kit", "cng", state="production")
    assert tick(started) == 2
    change_items(started, "omnibus-builder", state="production")
    tick(started)

    assert drafted(started) == ["epic-created", "gdk-merged", "images-merged"]
    assert shown_to(started) == ["U0FRIDA"] * 3
    assert read_announcement(started.store, 3).record.text.startswith(
        "GitLab Omnibus Builder and Cloud Native GitLab now build with Go 1.20.\n\nNew packages"
    )


def test_a_waived_component_is_not_announced(started: Desk) -> None:
    change_items(started, "gitlab-development-kit", waived_by="U0LEO", waived_because="retired")
    tick(started)

    assert drafted(started) == ["epic-created"]


def test_a_draft_waits_for_working_hours(started: Desk) -> None:
    evening = datetime(2023, 3, 30, 20, 0, tzinfo=UTC)
    started.clock.ahead = evening - started.box.clock.now()
    assert tick(started) == 1
    assert shown_to(started) == []

    started.clock.skip(hours=12)
    assert tick(started) == 1
    assert shown_to(started) == ["U0FRIDA"]


def test_without_a_facilitator_the_lead_decides_and_without_both_operators_are_notified(
    started: Desk,
) -> None:
    tick(started, without(started.catalog, NOBODY))
    tick(started, without(started.catalog, NOBODY))
    assert shown_to(started) == []
    assert started.notices() == [
        ("C0OPERATORS", f"{NOTHING_DECIDED} add a facilitator with their Slack id to {GROUP}.")
    ]

    started.clock.skip(hours=6)
    tick(started, without(started.catalog, frozenset({Role.facilitator})))
    assert shown_to(started) == ["U0LEO"]


def test_while_the_facilitator_is_away_the_lead_decides_and_while_both_are_it_waits(
    started: Desk,
) -> None:
    started.clock.skip(hours=6)
    for who in ("U0FRIDA", "U0LEO"):
        set_status(started, who, "OOO")
    tick(started)
    assert shown_to(started) == []

    set_status(started, "U0LEO", "")
    tick(started)
    assert shown_to(started) == ["U0LEO"]


def set_status(desk: Desk, who: str, text: str) -> None:
    with desk.store.write() as session:
        person = find_person(session, who)
        assert person is not None
        save_person(session, replace(person, status_text=text))


def test_a_broken_template_is_reported_once_and_does_not_stop_others(
    started: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(started.catalog.folder, folder)
    (folder / "templates/announce_epic_created.md").write_text("{{ colour }}", encoding="utf-8")
    broken = replace(started.catalog, folder=folder)
    change_items(started, "gitlab-development-kit", state="production")
    tick(started, broken)
    tick(started, broken)

    assert drafted(started) == ["gdk-merged"]
    ((_, sentence),) = started.notices()
    assert sentence.startswith("The announcement Epic created could not be drafted: The template ")
    assert sentence.endswith("created.md in the catalog is broken: 'colour' is undefined.")


def test_hostile_names_stay_text(started: Desk) -> None:
    hostile = "<!channel> *x* <@U0GUS> & \u202egnp"
    change_items(started, "gitlab-development-kit", state="production", title=hostile)
    tick(started)

    draft = AnnouncementDraftMessage.for_reader(2, "U0FRIDA")
    post = AnnouncementMessage(2, "C0RELEASES")
    for shown in (
        announcement_draft.KIND.build(started.store, draft, started.clock()),
        announcement.KIND.build(started.store, post, started.clock()),
    ):
        assert shown is not None
        words = str(shown.as_json())
        assert "&lt;!channel&gt; *x* &lt;@U0GUS&gt; &amp; gnp now uses Go 1.20." in words
        assert "<!channel>" not in words
        assert "<@U0GUS>" not in words


def test_a_cancelled_campaign_announces_nothing(started: Desk) -> None:
    tick(started)
    with started.store.write() as session:
        session.execute(update(CampaignRow).values(state="cancelled"))
    frida = started.actor("U0FRIDA")

    with pytest.raises(OutOfDateError, match=r"Go 1\.20 was cancelled: press Skip"):
        post_announcement(started.store, started.catalog, frida, 1, 1, now=started.clock())
    skipped = skip_announcement(started.store, started.catalog, frida, 1, now=started.clock())
    assert (skipped.state, skipped.decided_by) == ("skipped", "U0FRIDA")
