"""Actors, refusals, and how people are linked to GitLab."""

from pathlib import Path

import pytest

from campaigns.people.roles import Actor, Role
from commands.errors import InvalidRequestError, NotPermittedError, OutOfDateError
from commands.lifecycle.cancel_campaign import CancelRequest, cancel_campaign, find_cancellable
from commands.overview.show_status import show_blocked, show_mine
from commands.people.actors import OPERATOR, StrangerError, get_actor
from commands.people.link_person import LinkRequest, decide_link, link_person
from sandbox.faults import Fault, FaultKind
from slackapp.cli.demo import EXAMPLE_CATALOG
from storage.catalog.read import read_catalog
from storage.migrate import migrate
from storage.people.queries import find_person, save_installation, save_person
from storage.people.tables import InstallationRow
from storage.store import open_store
from tests.commands.conftest import Desk
from tests.entities import person

TEAM = "T0TANUKI"
EDIT_ISSUE = "PUT /api/v4/projects/:id/issues/:issue_iid"
# urllib3 leaves the socket of a broken connection to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize(
    ("slack_id", "team_id", "who"),
    [
        ("U0GUEST", TEAM, "full members of this workspace"),
        ("U0STRANGER", "T0STRANGER", "people of this workspace"),
        ("U0STRANGER", TEAM, "people of this workspace"),
        ("U0GONE", TEAM, "active people of this workspace"),
        ("U0OTHERBOT", TEAM, "active people of this workspace"),
        ("U0GUS", "T0ELSEWHERE", "people of this workspace"),
        ("U0GUS", None, "people of this workspace"),
        ("U0NEW", "T0ELSEWHERE", "people of this workspace"),
    ],
)
def test_people_who_may_not_act_are_told_whom_to_ask(
    desk: Desk, slack_id: str, team_id: str | None, who: str
) -> None:
    with pytest.raises(NotPermittedError) as error:
        get_actor(desk.store, desk.catalog, slack_id, team_id)

    assert str(error.value) == f"Runtime upgrades are only open to {who}: ask Frida Lindqvist."


def test_roles_come_from_the_catalog_by_slack_id(desk: Desk) -> None:
    assert get_actor(desk.store, desk.catalog, "U0LEO", TEAM).roles == {Role.functional_lead}
    assert get_actor(desk.store, desk.catalog, "U0NOLAB", TEAM).roles == set()
    with pytest.raises(StrangerError):
        get_actor(desk.store, desk.catalog, "U0NEW", TEAM)


def ask(desk: Desk, username: str, who: str = "U0NOLAB") -> None:
    request = LinkRequest(username)
    link_person(desk.store, desk.catalog, desk.actor(who), request, now=desk.clock())


def decide(desk: Desk, request_id: int = 1, who: str = "U0FRIDA", *, confirmed: bool = True) -> str:
    return decide_link(
        desk.store,
        desk.catalog,
        desk.actor(who),
        request_id,
        confirmed=confirmed,
        now=desk.clock(),
    )


def test_a_link_counts_once_the_facilitator_confirms_it(desk: Desk) -> None:
    ask(desk, "nola")
    with pytest.raises(NotPermittedError):
        decide(desk, who="U0LEO")
    assert desk.actor("U0NOLAB").gitlab_username is None
    decide(desk)

    assert desk.actor("U0NOLAB").gitlab_username == "nola"
    assert desk.notices() == [("U0NOLAB", "You are now linked to `nola` in GitLab.")]
    with pytest.raises(OutOfDateError):
        decide(desk)


def test_a_declined_link_links_nobody(desk: Desk) -> None:
    ask(desk, "nola")
    decide(desk, confirmed=False)

    assert desk.actor("U0NOLAB").gitlab_username is None


def test_a_confirmed_link_unlinks_the_previous_person(desk: Desk) -> None:
    ask(desk, "GUS-sandbox")
    decide(desk)

    with desk.store.read() as session:
        gus = find_person(session, "U0GUS")
    assert gus is not None
    assert gus.gitlab_username is None


def test_a_terminal_has_no_person_to_link(desk: Desk) -> None:
    with pytest.raises(InvalidRequestError, match="--as"):
        link_person(desk.store, desk.catalog, OPERATOR, LinkRequest("someone"), now=desk.clock())


def test_usernames_are_compared_without_case(started: Desk) -> None:
    with started.store.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE person SET gitlab_username = 'Gus-Sandbox' WHERE slack_id = 'U0GUS'"
        )
    mine = show_mine(started.store, started.actor("U0GUS"), now=started.clock())

    assert [entry.item.component for entry in mine.entries] == [
        "gitaly",
        "gitlab-pages",
        "gitlab-shell",
    ]
    assert mine.people == {"gus-sandbox": "Gus Almeida"}
    assert show_blocked(started.store, now=started.clock()).entries == ()


def cancel(desk: Desk, who: str = "U0LEO", *, close_issues: bool) -> None:
    cancel_campaign(
        desk.store,
        desk.catalog,
        desk.actor(who),
        CancelRequest(1, "we go to 1.21"),
        close_issues=close_issues,
        now=desk.clock(),
    )
    desk.work()


def test_a_cancelled_campaign_leaves_gitlab_alone_unless_closing_was_ticked(
    started: Desk,
) -> None:
    cancel(started, close_issues=False)

    assert {issue.state for issue in started.campaign_issues()} == {"opened"}
    assert started.sync().looked_at == 0
    with pytest.raises(OutOfDateError, match=r"Go 1\.20 is already cancelled"):
        cancel(started, close_issues=True)


def test_closing_goes_on_past_an_issue_that_refuses(started: Desk) -> None:
    refusal = Fault(EDIT_ISSUE, FaultKind.STATUS, status=403, body=b'{"message":"403 Forbidden"}',
                    content_type="application/json", skip=3)  # fmt: skip
    started.box.gitlab_faults.plan(refusal)
    cancel(started, close_issues=True)

    states = [issue.state for issue in started.campaign_issues()]
    assert (states.count("closed"), states.count("opened")) == (28, 1)
    assert {epic.state for epic in started.box.gitlab.state.epics.values()} == {"closed"}
    assert "GitLab refused to close the issues for Alertmanager" in started.notices()[0][1]


def test_only_leads_cancel_and_only_what_is_open(started: Desk) -> None:
    def find(words: str, who: str = "U0LEO") -> str:
        request = CancelRequest(words, "because")
        return find_cancellable(started.store, started.catalog, started.actor(who), request).slug

    assert [find(words) for words in ("go", "Go 1.20", "GO-1.20")] == ["go-1.20"] * 3
    with pytest.raises(NotPermittedError, match="may cancel"):
        find("go", who="U0GUS")
    with pytest.raises(InvalidRequestError, match=r"Open campaigns: `go-1\.20`"):
        find("ruby")


def test_the_groups_own_people_are_known_by_their_ids_before_slack_describes_them(
    tmp_path: Path,
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    migrate(store.engine)
    catalog = read_catalog(EXAMPLE_CATALOG)

    actor = get_actor(store, catalog, "U0FRIDA", "T0TANUKI")

    assert actor == Actor(
        "U0FRIDA", "Frida Lindqvist", "frida-sandbox", frozenset({Role.facilitator})
    )
    with pytest.raises(StrangerError):
        get_actor(store, catalog, "U0NEW", "T0TANUKI")
    with pytest.raises(NotPermittedError):
        get_actor(store, catalog, "U0FRIDA", "T0OTHER")
    store.dispose()


@pytest.fixture
def grid(desk: Desk) -> Desk:
    """A workspace that is part of an organization, with somebody of a sister workspace."""
    row = InstallationRow(
        team_id=TEAM, enterprise_id="E0TANUKI", bot_user_id="U0BOT", checked_at=desk.clock().wall
    )
    with desk.store.write() as session:
        save_installation(session, row)
        save_person(session, person("sister", team_id="T0SISTER"))
    return desk


@pytest.mark.parametrize(
    ("slack_id", "team_id"),
    [
        ("U0GUS", TEAM),
        ("U0GUS", "E0TANUKI"),
        ("U0SISTER", "E0TANUKI"),
        ("U0SISTER", "T0SISTER"),
    ],
)
def test_in_an_organization_its_id_or_the_persons_own_workspace_will_do(
    grid: Desk, slack_id: str, team_id: str
) -> None:
    assert get_actor(grid.store, grid.catalog, slack_id, team_id).slack_id == slack_id


@pytest.mark.parametrize(
    ("slack_id", "team_id"),
    [
        ("U0GUS", "T0SISTER"),
        ("U0GUS", "E0OTHER"),
        ("U0GUS", None),
        ("U0STRANGER", "E0TANUKI"),
        ("U0STRANGER", "T0STRANGER"),
        ("U0GUEST", "E0TANUKI"),
    ],
)
def test_in_an_organization_strangers_and_guests_stay_refused(
    grid: Desk, slack_id: str, team_id: str | None
) -> None:
    with pytest.raises(NotPermittedError):
        get_actor(grid.store, grid.catalog, slack_id, team_id)
