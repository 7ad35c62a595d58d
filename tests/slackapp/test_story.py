"""The story: a campaign from the first word to its last issue, as people live it."""

from campaigns.observations import IssueRef
from campaigns.states import ItemState
from gitlab_gateway.issues import close_issue, relabel_issue
from sandbox.run import Sandbox
from slackapp.assistant import Assistant
from slackapp.cli.play import CHANNEL, play_story, wait_for
from tests.slackapp.started import Campaign

GUS, DORA = "U0GUS", "U0DORA"
GITALY = "gitlab-org%2Fgitaly"
LAST = "*Gitaly* went from In review to *production*."


def _history(campaign: Campaign, ts: str) -> list[str] | None:
    told = [message.plain for message in campaign.slack.thread(CHANNEL, ts)[1:]]
    return told if any(LAST in message.splitlines() for message in told) else None


def _labelled(campaign: Campaign, label: str) -> bool | None:
    return True if label in str(campaign.issue("gitaly")["labels"]) else None


OPENED = (
    "The campaign is active: every component has its issue.\n"
    "The work of *Prerequisites, in this order* may start.\n"
    "The work of *Released independently* may start."
)


def test_the_demo_plays_to_its_end(box: Sandbox, assistant: Assistant) -> None:
    said: list[str] = []

    play_story(box, said.append)

    assert assistant.deps.store.engine.dialect.name == "sqlite"
    assert "*Gitaly*: state not started → In dev" in said[0]
    assert "Started Go 1.20: 29 issues" in said[0]


def test_a_campaign_is_lived_from_start_to_a_closed_issue(campaign: Campaign) -> None:
    """Start, check, block, unblock, merge, close: in Slack and in GitLab, by their people."""
    engineer = campaign.engineer()
    gitaly = campaign.item("gitaly")
    ref = IssueRef(gitaly.project, gitaly.issue_iid or 0)

    relabel_issue(engineer, ref, add=["workflow::In dev"], remove=[])
    campaign.say("check go 1.20")
    campaign.card("1 In dev")

    assert "is blocked by" in campaign.say("block gitaly by GitLab Runner", GUS).text
    campaign.card("Gitaly  ·  Gus Almeida  ·  blocked less than an hour by GitLab Runner")
    wait_for(lambda: _labelled(campaign, "workflow::blocked"), "GitLab to follow")
    runner = campaign.item("gitlab-runner")
    close_issue(engineer, IssueRef(runner.project, runner.issue_iid or 0))
    campaign.say("check go")
    campaign.card("*1 of 29* in production")

    campaign.card("1 In dev")
    assert "is not blocked, it is In dev" in campaign.say("unblock gitaly", GUS).text
    wait_for(lambda: _labelled(campaign, "workflow::In dev"), "GitLab to follow")

    engineer.post(
        f"/projects/{GITALY}/repository/commits",
        branch="go-1.20",
        start_branch="master",
        commit_message="Update Go to 1.20",
        actions=[{"action": "create", "file_path": "NEWS", "content": "Go 1.20"}],
    )
    request = engineer.post(
        f"/projects/{GITALY}/merge_requests",
        source_branch="go-1.20",
        target_branch="master",
        title="Update Go to 1.20",
        description=f"Closes #{ref.iid}",
    )
    relabel_issue(engineer, ref, add=["workflow::In review"], remove=[])
    campaign.say("check go")
    campaign.card(f"Gitaly  ·  Gus Almeida  ·  In review  ·  gitlab-org/gitaly!{request['iid']}")

    for pipeline in campaign.gitlab.state.pipelines.values():
        pipeline.status = "success"
    engineer.put(f"/projects/{GITALY}/merge_requests/{request['iid']}/merge")
    campaign.say("check go")
    card = campaign.card("*2 of 29* in production")

    assert campaign.item("gitaly").state == ItemState.production
    told = wait_for(lambda: _history(campaign, card.ts), "the card's thread")
    assert told[:3] == [
        OPENED,
        "*Gitaly* went from not started to *In dev*.",
        "Gus Almeida blocked *Gitaly*: GitLab Runner",
    ]
    assert [message.plain for message in campaign.slack.direct_messages(DORA)] == []
    engineer.close()
