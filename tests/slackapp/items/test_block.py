"""`block` by an issue's link: it is looked up before anybody else sees it."""

from campaigns.states import ItemState
from sandbox.faults import Fault, FaultKind
from tests.slackapp.started import Campaign

GUS = "U0GUS"
ISSUE = "GET /api/v4/projects/:id/issues/:issue_iid"


def test_an_issue_that_does_not_exist_is_refused_before_it_becomes_public(
    campaign: Campaign,
) -> None:
    labkit = f"{campaign.gitlab.url}/gitlab-org/labkit/-/issues"

    campaign.say(f"block gitaly by {labkit}/99999", GUS)
    campaign.told(GUS, "Looking up gitlab-org/labkit#99999")
    campaign.told(GUS, "There is no issue gitlab-org/labkit#99999")
    gitaly = campaign.item("gitaly")
    assert (gitaly.state, gitaly.blockers) == (ItemState.not_started, ())

    campaign.say(f"block gitaly by {labkit}/38 a compile error", GUS)
    campaign.card("blocked less than an hour by gitlab-org/labkit#38: a compile error")

    campaign.box.gitlab_faults.plan(Fault(ISSUE, FaultKind.RESET))
    campaign.say(f"block cng by {labkit}/39", GUS)
    campaign.card("blocked less than an hour by gitlab-org/labkit#39")
