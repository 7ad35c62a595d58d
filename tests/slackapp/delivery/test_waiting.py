"""A decision while GitLab is in maintenance mode, as people in Slack and at a terminal see it."""

from sandbox.gitlab.conditions import OFF, Conditions
from slackapp.cli.story.waiting import CHANNEL, wait_for
from tests.slackapp.started import Campaign
from tests.terminal import run_beside

GUS = "U0GUS"
WAITS = (
    "GitLab is read-only at the moment. The assistant will update GitLab for Gitaly as soon as "
    "GitLab accepts it; you do not need to do anything."
)
DONE = "GitLab has been updated for Gitaly, after a delay."
NOT_YET = "not in GitLab yet: GitLab is read-only at the moment"


def read_by(campaign: Campaign, words: str) -> int:
    return [message.plain for message in campaign.slack.direct_messages(GUS)].count(words)


def told(campaign: Campaign, words: str) -> None:
    wait_for(lambda: read_by(campaign, words) or None, f"{GUS} to read {words}")


def intents(campaign: Campaign) -> list[str]:
    return run_beside(campaign, "intents", "list").stdout.splitlines()


def test_a_block_in_maintenance_is_kept_shown_and_finished(campaign: Campaign) -> None:
    campaign.gitlab.state.conditions = Conditions(maintenance=True)
    campaign.say("block gitaly by the new image", GUS)
    told(campaign, WAITS)
    campaign.card(NOT_YET)
    campaign.say("status go", GUS)
    campaign.told(GUS, NOT_YET)
    listed = [line.split("  ") for line in intents(campaign)]
    number = next(words[0] for words in listed if words[2].startswith("write_item:"))
    campaign.gitlab.state.conditions = OFF
    retried = run_beside(campaign, "intents", "retry", number).stdout

    told(campaign, DONE)
    wait_for(lambda: None if _shown(campaign) else True, "the card to show it no more")
    assert {words[1] for words in listed} == {"waiting"}
    assert retried.endswith("will be retried.\n")
    assert (read_by(campaign, WAITS), read_by(campaign, DONE)) == (1, 1)
    assert "workflow::blocked" in campaign.issue("gitaly")["labels"]  # type: ignore[operator]  # JSON


def _shown(campaign: Campaign) -> bool:
    return any(NOT_YET in message.plain for message in campaign.slack.messages(CHANNEL))
