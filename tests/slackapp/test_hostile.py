"""Every answer, refusal, card, Home and thread, with hostile text in all names and words."""

import html
import json
import re

import pytest
from sqlalchemy import update

from commands.markdown import as_markdown
from slackapp.cli.story.waiting import CHANNEL, FACILITATOR, wait_for
from slackapp.listeners.show_help import VERBS
from storage.people.tables import PersonRow
from storage.summary.tables import CriterionRow
from storage.tables import BlockerRow, CampaignRow, ItemRow
from tests.slackapp.reminders.test_answers import notes
from tests.slackapp.started import Campaign

HOSTILE = (
    "<!channel> <https://evil.example|click> *b* @all <@U0MIRA> `c` \u202eg\u200bo\u2066 &lt;x"
)
TOKEN = re.compile(r"<([^<>]*)>")
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f]")
ARGUMENTS = ("", HOSTILE, f"gitaly {HOSTILE}", f"gitaly by {HOSTILE}", f"go-1.20 because {HOSTILE}")


@pytest.fixture
def hostile(campaign: Campaign) -> Campaign:
    """Return a campaign whose names, titles and reasons are all hostile."""
    with campaign.assistant.deps.store.write() as session:
        session.execute(update(ItemRow).values(title=HOSTILE, creation_failure=HOSTILE))
        session.execute(update(CampaignRow).values(epic_title=HOSTILE, sync_failure=HOSTILE))
        session.execute(update(PersonRow).values(name=HOSTILE))
        session.execute(update(CriterionRow).values(title=HOSTILE))
        session.execute(update(BlockerRow).values(text=HOSTILE))
    return campaign


def strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() if key != "value" for text in strings(value)]
    if isinstance(node, (list, tuple)):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def shown(campaign: Campaign) -> list[str]:
    """Return all texts of the app on anybody's screen."""
    workspace = campaign.slack.workspace
    with workspace.lock:
        messages = [m for c in workspace.channels.values() for m in c.messages.values()]
        messages += [m for s in workspace.screens.values() for m in s.ephemerals.values()]
        kept = [m for m in messages if m.get("app_id")], list(workspace.views.values())
        texts = strings(json.loads(json.dumps(kept)))
    return [text for text in texts if "<" in text or HIDDEN.search(text) or "evil" in text]


def test_no_mention_no_link_and_no_reversed_text_comes_out(hostile: Campaign) -> None:
    for who in (FACILITATOR, "U0GUS"):
        hostile.slack.open_home(who)
        for verb in VERBS:
            for words in ARGUMENTS:
                if verb.name not in ("cancel", "close"):
                    hostile.slack.command(who, CHANNEL, "/runtime-upgrade", f"{verb.name} {words}")
    texts = shown(hostile)

    home = hostile.gitlab.url
    # Slack links the bare addresses of a message's text, which then are what they seem to be.
    marks = {m for text in texts for m in TOKEN.findall(text) if "|" in m or m[0] in "@#!"}
    assert any("evil" in text for text in texts)
    assert {m for m in marks if not m.startswith((home, "!date^", "#C0", "https://go.dev"))} <= {
        "@U0FRIDA",
        "@U0LEO",
    }
    assert [text for text in texts if HIDDEN.search(text)] == []


def test_words_with_mentions_are_kept_as_typed_with_names(campaign: Campaign) -> None:
    typed = "see @mira-sandbox, #backend and https://example.org/a & <b>"
    read = "see @Mira Kovacs, #backend and https://example.org/a & <b>"

    reply = campaign.say(f"block workhorse by {typed}")
    note = wait_for(lambda: noted(campaign, "workhorse", "Mira"), "the note")

    assert [blocker.text for blocker in campaign.item("workhorse").blockers] == [read]
    assert html.escape(read, quote=False) in reply.text
    assert note.startswith(f"Blocked by {as_markdown(read)} (reported by Frida Lindqvist in Slack)")


def noted(campaign: Campaign, component: str, words: str) -> str | None:
    return next((note for note in notes(campaign, component) if words in note), None)


def test_a_title_with_invisible_characters_can_be_typed_without_them(campaign: Campaign) -> None:
    with campaign.assistant.deps.store.write() as session:
        title = "Git\u200dHub \u202eMirror"
        session.execute(update(ItemRow).where(ItemRow.component == "kas").values(title=title))

    blocked = campaign.say("block github mirror by the image").text
    assert "GitHub" in blocked
    assert [blocker.text for blocker in campaign.item("kas").blockers] == ["the image"]
    unblocked = campaign.say("unblock GitHub Mirror it is built").text
    assert "is no longer blocked" in unblocked
    missed = campaign.say("block gibhub mirror by x").text
    assert "Did you mean GitHub Mirror?" in missed
    assert not HIDDEN.search(blocked + unblocked + missed)
