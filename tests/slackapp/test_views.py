"""Views: hostile text stays text, and no message exceeds Slack's limits."""

import ast
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import slackapp
from campaigns.dates import utc_moment
from campaigns.model.campaign import CampaignView, Tier
from campaigns.model.item import Item
from campaigns.states import ItemState
from commands.overview.show_status import build_status
from slackapp.cli.plain import plain_text
from slackapp.views.fitting import fit_message
from slackapp.views.message import Message, refusal, sections, sentence
from slackapp.views.mrkdwn import channel, escape, link, mention, moment, plain, seal
from slackapp.views.overview.card import build_card
from slackapp.views.overview.show_status import build_statuses
from tests.entities import CAMPAIGN, blocker, item

NOW = datetime(2023, 3, 30, 9, 30, tzinfo=UTC)
HOME = "https://gitlab.example.org/"
HOSTILE = st.text(max_size=400) | st.sampled_from(
    [
        "<!channel> <@U0FRIDA>",
        "<https://evil.example|click me>",
        "a > b & c < d",
        "\u202egnp.exe\u200b",
        "```` * _ ~ |",
        "x" * 10_000,
    ]
)
MARK = re.compile(r"<([^>]*)>")


def campaign_of(title: str, items: int = 3, state: ItemState = ItemState.blocked) -> CampaignView:
    campaign = replace(
        CAMPAIGN,
        epic_title=title,
        epic_url=f"{HOME}groups/gitlab-org/-/epics/1",
        tiers=(Tier("a", title, ordered=True),),
        started_at=NOW,
        synced_at=NOW,
        links_read_at=NOW,
        sync_failure=title,
        notices=("no_epics",),
        closing_reason=title,
    )
    listed = tuple(item_of(number, title, state) for number in range(items))
    return CampaignView(campaign, listed)


def item_of(number: int, title: str, state: ItemState) -> Item:
    blocked_by = blocker(
        title, kind="words", web_url=f"{HOME}a/b/-/issues/1", ours=False, since=NOW
    )
    return item(
        number,
        title,
        state,
        component=f"c{number}",
        tier="a",
        project="a/b",
        web_url=f"{HOME}a/b/-/issues/2",
        dri=f"dri-{title[:40]}",
        state_since=NOW,
        creation_failure=title,
        blockers=(blocked_by,),
    )


def marks_of(message: Message) -> set[str]:
    """Return everything that Slack would read as markup between < and >."""
    texts = [message.text]
    for block in message.blocks:
        written = block.to_dict()
        parts = [written.get("text"), *written.get("elements", ())]
        texts += [part["text"] for part in parts if part and isinstance(part.get("text"), str)]
    return {mark for text in texts for mark in MARK.findall(text)}


@given(HOSTILE)
@settings(max_examples=150)
def test_hostile_text_yields_no_mention_and_no_link(words: str) -> None:
    status = build_status(campaign_of(words), {}, NOW)

    for message in (build_card(status), build_statuses([status])):
        assert all(mark.startswith((HOME, "!date^")) for mark in marks_of(message))


def test_the_card_says_how_old_it_is_when_gitlab_does_not_answer() -> None:
    view = campaign_of("GitLab did not answer")
    never = CampaignView(replace(view.campaign, synced_at=None), view.items)
    told = "GitLab did not answer. Last synced 30 March 2023, 09:30 UTC."

    assert told in plain_text(build_card(build_status(view, {}, NOW)))
    assert "Last synced" not in plain_text(build_card(build_status(never, {}, NOW)))


def test_the_card_names_what_this_gitlab_does_not_offer_and_what_happens_instead() -> None:
    view = campaign_of("Go")
    campaign = replace(view.campaign, notices=("no_status", "no_links"))
    shown = plain_text(build_card(build_status(CampaignView(campaign, view.items), {}, NOW)))

    assert "Status is not visible on this GitLab: labels and links are followed." in shown
    assert "Linked items are not visible in this GitLab's lists" in shown


@given(HOSTILE)
def test_escaped_words_hold_nothing_that_slack_or_a_reader_could_misread(words: str) -> None:
    assert not re.search(r"[<>\u202a-\u202e\u2066-\u2069\u200b-\u200f\n\r]", escape(words))
    assert plain(plain(words)) == plain(words)


@given(HOSTILE)
def test_a_forgotten_escape_shows_the_words_as_typed(words: str) -> None:
    for message in (sentence(words), refusal(words), Message(words, sections(words, [words]))):
        assert marks_of(fit_message(message)) == set()
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]", message.text)


@pytest.mark.parametrize(
    ("words", "sealed"),
    [
        ("a < b & c &amp; d", "a &lt; b &amp; c &amp; d"),
        (f"ask {mention('U0MIRA')}", "ask <@U0MIRA>"),
        (mention("U0MIRA> <!channel"), "U0MIRA&gt; &lt;!channel"),
        (channel("C0WG"), "<#C0WG>"),
        (moment(NOW), f"<!date^1680168600^{{date_short_pretty}} at {{time}}|{utc_moment(NOW)}>"),
        (link(None, "a|b"), "a|b"),
        (link(HOME, "a|b"), f"<{HOME}|a¦b>"),
        (link(f"{HOME}a|b> <!here>?c=1&d=2", "a"), f"<{HOME}a%7Cb%3E%20%3C!here%3E?c=1&amp;d=2|a>"),
        (link(HOME, "a")[:-1], f"{HOME}|a"),
        ("one\ntwo", "one\ntwo"),
    ],
    ids=seal,
)
def test_only_what_the_views_wrote_is_markup(words: str, sealed: str) -> None:
    assert seal(words) == sealed
    assert seal(seal(words)) == sealed


def test_only_a_sealed_text_enters_a_message() -> None:
    makers = {
        "MarkdownTextObject": {"message", "fitting"},
        "Mrkdwn": {"mrkdwn", "message", "fitting"},
    }
    found = {name: set[str]() for name in makers}
    for file in Path(slackapp.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found.get(node.func.id, set()).add(file.stem)

    assert found == makers


def test_a_campaign_of_300_items_fits_into_one_message() -> None:
    status = build_status(campaign_of("A component with a long name", items=300), {}, NOW)

    for message in (build_card(status), build_statuses([status])):
        assert len(message.blocks) <= 50
        assert all(block.to_dict() for block in message.blocks)


def test_twelve_campaigns_fit_into_one_answer() -> None:
    status = build_status(campaign_of("A component", items=29), {}, NOW)

    assert len(build_statuses([status] * 12).blocks) <= 50


def test_sections_are_divided_where_slack_would_refuse_them() -> None:
    blocks = sections("Title", ["x" * 2000, "y" * 2000, "z" * 5000])

    assert [len(block.to_dict()["text"]["text"]) for block in blocks] == [2008, 2000, 3000, 2000]


def test_a_terminal_shows_the_same_without_markup() -> None:
    status = build_status(campaign_of("Gitaly", items=1), {}, NOW)

    shown = plain_text(build_statuses([status]))

    assert "✖ Gitaly  ·  dri-Gitaly (GitLab)  ·  blocked less than an hour by Gitaly" in shown
    assert "<" not in shown
