"""The demo: what is done in GitLab's page is seen at once, and time moves to what is due."""

from datetime import UTC, datetime

from campaigns.observations import IssueRef
from gitlab_gateway.issues import close_issue
from slackapp.cli.demo import due_moments, look_often
from tests.slackapp.started import Campaign


def test_what_is_done_in_gitlab_shows_without_asking(campaign: Campaign) -> None:
    look_often(campaign.assistant)
    engineer, runner = campaign.engineer(), campaign.item("gitlab-runner")

    close_issue(engineer, IssueRef(runner.project, runner.issue_iid or 0))
    engineer.close()

    campaign.card("*1 of 29* in production")


def test_the_story_can_move_to_the_day_a_campaign_is_due(campaign_of_all: Campaign) -> None:
    assert due_moments(campaign_of_all.assistant) == [
        ("Go 1.20 is due", datetime(2023, 10, 1, 9, tzinfo=UTC))
    ]


def test_the_story_sends_nothing_that_either_service_does_not_know(campaign: Campaign) -> None:
    labkit = f"{campaign.gitlab.url}/gitlab-org/labkit/-/issues/38"
    campaign.say(f"block gitaly by {labkit}", "U0GUS")
    campaign.card("blocked less than an hour by gitlab-org/labkit#38")
    campaign.say("unblock gitaly the fix is out", "U0GUS")
    campaign.card("29 not started")
    for words in ("assign gitaly @dora-sandbox", "check go 1.20", "status", "mine", "help"):
        campaign.say(words)
    campaign.card("29 not started")
    campaign.slack.open_home("U0GUS")

    assert campaign.slack.unknown_arguments() == ()
    assert campaign.gitlab.state.unknown_arguments == []
