"""Every answer, refusal, card, Home and thread, with hostile text in all names and words."""

import json
import re

import pytest
from sqlalchemy import update

from slackapp.cli.story.waiting import CHANNEL, FACILITATOR
from slackapp.listeners.show_help import VERBS
from storage.people.tables import PersonRow
from storage.reports import CriterionRow
from storage.tables import BlockerRow, CampaignRow, ItemRow
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
    marks = {mark for text in texts for mark in TOKEN.findall(text)}
    assert any("evil" in text for text in texts)
    assert {m for m in marks if not m.startswith((home, "!date^", "#C0", "https://go.dev"))} <= {
        "@U0FRIDA",
        "@U0LEO",
    }
    assert [text for text in texts if HIDDEN.search(text)] == []
