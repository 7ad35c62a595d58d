"""Commands in Slack, and their answers."""

from dataclasses import replace
from functools import partial

import pytest

from campaigns.people.roles import Actor, Permission, Role
from campaigns.states import ItemState
from campaigns.sync.snapshots import IssueRef
from commands.errors import NotPermittedError
from gitlab_gateway.issues import close_issue, create_issue, relabel_issue
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.verbs import Call, Reply, Verb
from slackapp.views.message import sentence
from tests.slackapp.started import Campaign

GUS, DORA, STRANGER, GUEST, GONE = "U0GUS", "U0DORA", "U0STRANGER", "U0GUEST", "U0GONE"


def test_a_blocked_item_reaches_gitlab_the_card_and_its_thread(campaign: Campaign) -> None:
    reply = campaign.say("block gitaly by container-registry", GUS)

    assert (
        "(Go 1.20) is blocked by Container Registry. GitLab and the card will be updated"
        in reply.text
    )
    campaign.card("Gitaly  ·  Gus Almeida  ·  blocked less than an hour by Container Registry")
    issue = wait_for(
        lambda: (
            issue if "workflow::blocked" in (issue := campaign.issue("gitaly"))["labels"] else None
        ),
        "the label",
    )
    assert issue["labels"] == ["runtime-upgrade-go-1.20", "workflow::blocked"]


def test_unblocking_restores_the_earlier_state_and_converts_our_link(campaign: Campaign) -> None:
    engineer = campaign.engineer()
    gitaly = campaign.item("gitaly")
    ref = IssueRef(gitaly.project, gitaly.issue_iid or 0)
    relabel_issue(engineer, ref, add=["workflow::In review"], remove=[])
    campaign.say("check go")
    campaign.card("1 In review")

    campaign.say("block gitaly by kas", GUS)
    campaign.card("1 blocked")
    links = partial(engineer.list, f"/projects/gitlab-org%2Fgitaly/issues/{ref.iid}/links")
    wait_for(lambda: links() or None, "GitLab to hear of the block")
    campaign.say("unblock Gitaly the new image is out", GUS)
    campaign.card("1 In review")

    assert campaign.item("gitaly").state == ItemState.in_review
    labels = wait_for(
        lambda: (
            labels
            if "workflow::In review" in (labels := campaign.issue("gitaly")["labels"])
            else None
        ),
        "the label",
    )
    assert labels == ["runtime-upgrade-go-1.20", "workflow::In review"]
    wait_for(
        lambda: [link["link_type"] for link in links()] == ["relates_to"] or None,
        "the link to be turned",
    )
    engineer.close()


def test_somebody_elses_link_needs_a_confirmation(campaign: Campaign) -> None:
    engineer = campaign.engineer()
    gitaly = campaign.item("gitaly")
    other = create_issue(
        engineer,
        "gitlab-org/gitlab-shell",
        title="A hard one",
        description="",
        label="x",
        assignee_id=None,
        due_on=None,
    )
    engineer.post(
        f"/projects/gitlab-org%2Fgitaly/issues/{gitaly.issue_iid}/links",
        target_project_id="gitlab-org/gitlab-shell",
        target_issue_iid=str(other.ref.iid),
        link_type="is_blocked_by",
    )
    campaign.say("check go")
    campaign.card("by A hard one")

    campaign.say("unblock gitaly", GUS)
    question = campaign.told(GUS, "which somebody linked in GitLab")
    assert campaign.item("gitaly").state == ItemState.blocked
    campaign.slack.click(GUS, CHANNEL, question.ts, "unblock_item")
    campaign.told(GUS, "is no longer blocked")

    links = wait_for(
        lambda: (
            found
            if (
                found := [
                    link["link_type"]
                    for link in engineer.list(
                        f"/projects/gitlab-org%2Fgitaly/issues/{gitaly.issue_iid}/links"
                    )
                ]
            )
            == ["relates_to"]
            else None
        ),
        "the link to be turned",
    )
    assert links == ["relates_to"]
    engineer.close()


def test_a_closed_issue_claims_production(campaign: Campaign) -> None:
    engineer, runner = campaign.engineer(), campaign.item("gitlab-runner")
    close_issue(engineer, IssueRef(runner.project, runner.issue_iid or 0))
    engineer.close()

    campaign.say("check go 1.20")

    assert (
        "• *GitLab Runner*: state not started → production"
        in campaign.told(FACILITATOR, ": checked ").plain
    )
    campaign.card("*1 of 29* in production")


def test_check_of_a_version_without_a_campaign_says_where_everyone_is(campaign: Campaign) -> None:
    campaign.say("check go 1.18")

    table = campaign.told(FACILITATOR, "are at Go 1.18 or ahead")
    assert "*Go 1.19*  ·  " in table.plain
    assert "supported until 8 August 2023" in table.plain


def test_assign_makes_someone_the_dri(campaign: Campaign) -> None:
    reply = campaign.say("assign spamcheck <@U0PIA|pia>")

    assert "Pia Sorensen is now the DRI of" in reply.text
    issue = wait_for(
        lambda: issue if (issue := campaign.issue("spamcheck"))["assignees"] else None,
        "the assignee",
    )
    assert [user["username"] for user in issue["assignees"]] == ["pia-sandbox"]  # type: ignore[attr-defined]  # JSON


def test_a_cancelled_campaign_closes_its_issues_only_when_ticked(campaign: Campaign) -> None:
    campaign.say("cancel go-1.20 because 1.21 is out")
    question = campaign.told(FACILITATOR, "Reason: 1.21 is out")

    campaign.slack.choose(FACILITATOR, CHANNEL, question.ts, "close_issues", ["close"])
    campaign.slack.click(FACILITATOR, CHANNEL, question.ts, "cancel_campaign")
    campaign.told(FACILITATOR, "Go 1.20 is cancelled. Its epic and issues are being closed.")

    wait_for(lambda: True if campaign.issue("glab")["state"] == "closed" else None, "the issues")
    campaign.card("cancelled")


def test_a_link_is_bound_once_the_facilitator_confirms(campaign: Campaign) -> None:
    assert "I have asked" in campaign.say("link @nolab-two", "U0NOLAB").text
    question = wait_for(
        lambda: next(
            (m for m in campaign.slack.direct_messages(FACILITATOR) if "nolab-two" in m.plain), None
        ),
        "the question",
    )

    campaign.slack.click(FACILITATOR, question.channel, question.ts, "confirm_link")

    wait_for(
        lambda: next(
            (m for m in campaign.slack.direct_messages("U0NOLAB") if "now linked to" in m.plain),
            None,
        ),
        "the news",
    )
    assert campaign.say("mine", "U0NOLAB").text == "You have no open items."


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "`start &lt;runtime&gt; &lt;version&gt; [by &lt;date&gt;]`  plan a campaign"),
        ("HELP Start", "For example `/runtime-upgrade start go 1.20 by 2023-09-30`"),
        ("list", "1 campaign."),
        ("status golang v1.20", "Go 1.20: 0 of 29 components in production, 0 blocked"),
        ("blocked", "Nothing is blocked."),
        ("statsu", "Unknown command `statsu`. Did you mean status?"),
        ("start gp 1.20", "Unknown runtime gp. Did you mean go?"),
        ("start go one", "one is not a version: write it like 1.20 or 1.20.5."),
        ("start go 1.21 by “tomorrow”", "tomorrow is not a date: write it like 2023-09-30."),
        ("start go 1.21 by 2020-01-01", "1 January 2020 is in the past: choose a later due date."),
        ("start ruby 3.2", "The catalog has no components for Ruby: add catalog/ruby.yml."),
        ("check go 1.99", "There is no matching open campaign for Go. Reading 21 rep"),
        ("check ruby", "The catalog has no components for Ruby: add catalog/ruby.yml."),
        (
            "status go 1.99",
            "No campaign go 1.99 found. `/runtime-upgrade list` shows all campaigns.",
        ),
        ("block gitly by kas", "No component gitly found. Did you mean Gitaly?"),
        ("block gitaly", "Name a component and what blocks it"),
        ("block gitaly by Gitaly", "Gitaly cannot be blocked by itself"),
        ("block gitaly by https://example.org/a/b/-/issues/1", "Only links to http"),
        ("unblock gitaly", "is not blocked; it is not started."),
        ("unblock", "Name a component: `unblock gitaly"),
        ("assign gitaly Gus", "Gus is not a known person: write @ and a name or "),
        ("assign gitaly <@U0NOLAB>", "Nola Bright is not linked to a GitLab user"),
        (
            "cancel go-1.19 because old",
            "No open campaign go-1.19 found. Open campaigns: `go-1.20`.",
        ),
        ("cancel go-1.20", "Name a campaign and a reason"),
        ("open", "Name a tier: `open release-approval of go-1.20`."),
        ("open prerequisites", "Prerequisites, in this order of Go 1.20 is already open."),
        ("open release-aproval", "has no tier release-aproval. Did you mean release-approval?"),
        ("open 2 of go-1.19", "No open campaign go-1.19 found. Open campaigns: `go-1.20`."),
        ("link two words", "Enter your GitLab username"),
    ],
)
def test_every_word_is_answered(campaign_of_all: Campaign, words: str, answer: str) -> None:
    reply = campaign_of_all.say(words)

    assert reply.acked
    assert answer in reply.text


def test_a_verb_refuses_unpermitted_people_even_if_its_use_case_does_not(
    campaign_of_all: Campaign,
) -> None:
    def act(_call: Call, _words: str) -> Reply:
        return Reply(sentence("done"))

    dance = Verb("dance", "dance", "dance for all", str, act, permission=Permission.waive)
    deps = campaign_of_all.assistant.deps
    lead = Actor("U0LEO", "Leo", roles=frozenset({Role.functional_lead}))

    assert dance.answer(Call(lead, deps), "").message.text == "done"
    with pytest.raises(NotPermittedError, match="Only the functional lead may waive"):
        dance.answer(Call(replace(lead, roles=frozenset()), deps), "")


@pytest.mark.parametrize(
    ("who", "words", "answer"),
    [
        (
            DORA,
            "start go 1.21",
            "Only the facilitator and the functional lead may start: ask <@U0FRIDA>.",
        ),
        (DORA, "open release-approval", "may open a tier: ask <@U0FRIDA>."),
        (DORA, "assign gitaly <@U0GUS>", "may assign: ask <@U0FRIDA>."),
        (DORA, "cancel go-1.20 because no", "may cancel: ask <@U0FRIDA>."),
        ("U0NOLAB", "block gitaly by kas", "may block: ask <@U0FRIDA>."),
        (DORA, "help", "Only for the functional lead: `waive`."),
        (GUEST, "status", "open to full members of this workspace: ask <@U0FRIDA>."),
        ("U0NOLAB", "mine", "Your GitLab username is unknown"),
    ],
)
def test_a_refused_person_is_told_whom_to_ask(
    campaign_of_all: Campaign, who: str, words: str, answer: str
) -> None:
    assert answer in campaign_of_all.say(words, who).text
