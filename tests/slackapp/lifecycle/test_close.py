"""Closing a campaign in Slack: what is missing, the waiver, the question, and the result."""

from sqlmodel import col, update

from sandbox.slack.acting.reading import SeenMessage
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.views.lifecycle import close_campaign as view
from storage.tables import ItemRow
from tests.slackapp.started import Campaign, settled

LEO, GUS = "U0LEO", "U0GUS"


def said(campaign: Campaign, words: str, who: str = FACILITATOR) -> str:
    """Type a command, and return the text of the answer's blocks."""
    blocks = campaign.say(words, who).payload["blocks"]
    return "\n".join(block["text"]["text"] for block in blocks if "text" in block)


def waive_all_but(campaign: Campaign, *components: str) -> None:
    with campaign.assistant.deps.store.write() as session:
        session.execute(
            update(ItemRow)
            .where(col(ItemRow.component).not_in(components))
            .values(waived_by=LEO, waived_because="built elsewhere")
        )


def test_a_campaign_closes_once_all_that_gates_is_done_or_waived(campaign: Campaign) -> None:
    waive_all_but(campaign, "spamcheck", "glab")
    campaign.say("criteria set 2 campaign go-1.20")
    assert "Only the facilitator and the functional lead may close" in said(
        campaign, "close go", GUS
    )
    missing = said(campaign, "close go")
    assert "cannot be closed yet: 1 component of a gating tier" in missing
    assert "|Spamcheck>  ·  not started" in missing

    assert "Only the functional lead may waive: ask <@U0LEO>." in said(
        campaign, "waive spamcheck because it is retired"
    )
    assert "Name a component and a reason" in said(campaign, "waive spamcheck", LEO)
    waived = said(campaign, "waive spamcheck because it is <!here> retired", LEO)
    assert "is waived: it is &lt;!here&gt; retired." in waived

    question = said(campaign, "close")
    assert "Completes criterion 2: Upgrade to Go 1.20" in question
    assert "Left open, not gating" in question
    with campaign.assistant.deps.store.write() as session:
        session.execute(
            update(ItemRow).where(col(ItemRow.component) == "gitaly").values(dri="mira-sandbox")
        )
    campaign.say("close")
    shown = campaign.told(FACILITATOR, "Close *Go 1.20*?")
    campaign.slack.click(FACILITATOR, CHANNEL, shown.ts, view.BUTTONS.confirm)
    campaign.told(
        FACILITATOR, "is completed. Its epic will be closed soon. Criterion 2 is completed"
    )

    card = campaign.card("completed")
    back = wait_for(
        lambda: next(
            (m for m in campaign.slack.thread(CHANNEL, card.ts) if "Retrospective" in m.plain),
            None,
        ),
        "the retrospective",
    )
    assert "Decide whether these belong in the catalog: spamcheck." in back.plain
    assert "Changed owners: Gitaly. `export catalog-patch go-1.20`" in back.plain
    found = campaign.view().campaign
    engineer = campaign.engineer("leo-sandbox")
    epic = f"/groups/gitlab-org/epics/{found.epic_iid}"
    wait_for(lambda: engineer.get(epic)["state"] == "closed" or None, "the epic to close")
    engineer.close()
    assert "Exit criteria (25%)" in said(campaign, "criteria")
    assert "which the group has completed: choose a newer version" in said(
        campaign, "start go 1.20"
    )


def test_of_two_people_closing_at_once_one_is_refused(campaign: Campaign) -> None:
    waive_all_but(campaign)
    campaign.say("close")
    mine = campaign.told(FACILITATOR, "Close *Go 1.20*?")
    campaign.say("close", LEO)
    theirs = campaign.told(LEO, "Close *Go 1.20*?")

    campaign.slack.click(FACILITATOR, CHANNEL, mine.ts, view.BUTTONS.confirm)
    campaign.slack.click(LEO, CHANNEL, theirs.ts, view.BUTTONS.confirm)
    campaign.told(LEO, "Go 1.20 is already completed.")


def test_an_epic_closed_by_hand_is_reported_once_with_a_closing_preview(
    campaign: Campaign,
) -> None:
    waive_all_but(campaign)
    leo = campaign.engineer("leo-sandbox")
    epic = f"/groups/gitlab-org/epics/{campaign.view().campaign.epic_iid}"

    leo.put(epic, state_event="close")
    campaign.say("check go")
    told = direct(campaign, "Somebody closed the epic of *Go 1.20* in GitLab.")
    assert "Close *Go 1.20*?" in told.plain
    campaign.card("Its epic was closed manually")

    leo.put(epic, state_event="reopen")
    campaign.say("check go")
    direct(campaign, "in GitLab. It is open again.")
    card = campaign.card("Prerequisites")
    thread = settled(campaign).slack.thread(CHANNEL, card.ts)
    assert [m.plain for m in thread if "epic was" in m.plain] == [
        ":warning: The epic was closed manually in GitLab.",
        "The epic was reopened in GitLab.",
    ]

    leo.put(epic, state_event="close")
    campaign.say("check go")
    again = direct(campaign, "Close *Go 1.20*?")
    campaign.slack.click(FACILITATOR, again.channel, again.ts, view.BUTTONS.confirm)
    direct(campaign, "in GitLab. The campaign is now completed.")
    leo.close()


def direct(campaign: Campaign, words: str) -> SeenMessage:
    return wait_for(
        lambda: next(
            (m for m in campaign.slack.direct_messages(FACILITATOR) if words in m.plain), None
        ),
        f"the facilitator to read {words}",
    )
