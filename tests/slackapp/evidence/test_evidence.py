"""Evidence as people see it: on the card, in check and status, and at a tier's gate."""

from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from tests.slackapp.started import Campaign


def push(campaign: Campaign, files: dict[str, str]) -> None:
    """Make these the only files of Gitaly's repository."""
    project = campaign.gitlab.state.find_project("gitlab-org/gitaly")
    assert project is not None
    repository = project.repository
    repository.commit(
        repository.default_branch,
        {path: text.encode() for path, text in files.items()},
        message="Change",
        author=("Gus", "gus@example.com"),
        now=campaign.assistant.deps.clock().story,
        parents=(repository.branches[repository.default_branch],),
    )


def test_the_repositories_are_on_the_card_and_what_they_say_is_followed(
    campaign: Campaign,
) -> None:
    campaign.card("In the repositories: ")
    push(campaign, {"go.mod": "module x\n\ngo 1.20\n\ntoolchain go1.20.4\n"})

    campaign.say("check go")

    told = campaign.told(FACILITATOR, "repositories of 21 projects")
    assert "• *Gitaly*: its repository is now at the target" in told.plain
    campaign.say("status go")
    status = campaign.told(FACILITATOR, "Gitaly  ·  Gus Almeida  ·  verified")
    assert "`go.mod:5` a toolchain line (1.20.4) moves builds to another Go" in status.plain

    push(campaign, {".tool-versions": "golang 1.19.6\n"})
    campaign.say("check go")
    campaign.card("behind again: `.tool-versions:1` 1.19.6")


def test_a_lead_opens_a_tier_after_being_asked(campaign: Campaign) -> None:
    campaign.say("open 2 because the images are ready")
    question = campaign.told(FACILITATOR, "The tier would no longer wait for GitLab Runner")

    campaign.slack.click(FACILITATOR, CHANNEL, question.ts, "open_tier")

    campaign.told(FACILITATOR, "Required for release approval of Go 1.20 is open.")
    card = campaign.card("Required for release approval: 0 of 21\n")
    assert "Required for release approval: 0 of 21, waits" not in card.plain
    wait_for(
        lambda: next(
            (
                message
                for message in campaign.slack.thread(CHANNEL, card.ts)
                if "because the images are ready" in message.plain
            ),
            None,
        ),
        "the thread to say who opened it",
    )


def test_a_lead_moves_the_target_after_being_asked(campaign: Campaign) -> None:
    campaign.say("retarget go to 1.20.5 because 1.20.14 is not approved")
    question = campaign.told(FACILITATOR, "Change the target of Go 1.20 to 1.20.5?")
    assert "Every component is checked again." in question.plain

    campaign.slack.click(FACILITATOR, CHANNEL, question.ts, "retarget_campaign")

    campaign.told(FACILITATOR, "The target of Go 1.20 is now 1.20.5.")
    card = campaign.card("Go 1.20.5")
    wait_for(
        lambda: next(
            (
                message
                for message in campaign.slack.thread(CHANNEL, card.ts)
                if "changed the target from 1.20 to *1.20.5*: 1.20.14 is not" in message.plain
            ),
            None,
        ),
        "the thread to say who moved it",
    )
