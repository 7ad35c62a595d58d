"""The summary as blocks and as Markdown: poor weeks, hostile text, Slack's limits, golden files.

The files in `golden/` are what a rich week reads like, whole. When the words are meant to change,
`RENEW_GOLDEN=1 pytest tests/slackapp/summary/test_summary_views.py` writes them again: read the
diff.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from slack_sdk.models.blocks import Block

from campaigns.events import EventKind
from campaigns.model.evidence import EvidenceState
from campaigns.model.item import Item
from campaigns.reports.criteria import Criterion
from campaigns.states import CampaignState
from campaigns.summary.week import ItemEvent
from commands.summary.read_summary import CampaignWeek, Summary
from commands.summary.summary_markdown import summary_markdown
from slackapp.views.message import Message
from slackapp.views.summary.summary import build_details, build_draft, build_edit, build_post
from tests.entities import CAMPAIGN, NOW, WEEK, blocked_by, blocker, evidence, item
from tests.made_weeks import summary, week

GOLDEN = Path(__file__).parent / "golden"
FORECASTS = {"go-1.20": ["Finishes between 22 September and 12 October 2023, 74 % by 1 October."]}
POSTED = {"state": "posted", "decided_by": "U0FRIDA", "decided_at": NOW, "forecasts": FORECASTS}
HOSTILE = "<!channel> <https://evil.example|x> *b* `c` [a](javascript:1) @here & \u202egnp.exe"


def words(blocks: Sequence[Block]) -> str:
    return json.dumps([block.to_dict() for block in blocks], ensure_ascii=False)


def steps(*told: tuple[Item, str, str]) -> list[ItemEvent]:
    changed = EventKind.state_changed.value
    return [ItemEvent(item.component, changed, before, after) for item, before, after in told]


COMPLETED, CANCELLED = CampaignState.completed, CampaignState.cancelled
ONE = item(1, "Gitaly")
POOR: dict[str, tuple[CampaignWeek, str]] = {
    "no items": (week([]), "No components yet, due 1 October 2023."),
    "one item": (week([ONE]), "0 of 1 done; 0 blocked, due 1 October 2023."),
    "all blocked": (
        week([item(n, f"C{n}", "blocked", blockers=(blocker("the image"),)) for n in range(30)]),
        "0 of 30 done; 30 blocked, due 1 October 2023.",
    ),
    "no history": (week([ONE]), "Nothing changed since 28 August 2023."),
    "due yesterday": (
        week([ONE], campaign=replace(CAMPAIGN, due_on=date(2023, 9, 3))),
        "The due date has passed: move it, or decide what to leave out.",
    ),
    "completed": (
        week([item(1, "Gitaly", "production")], campaign=replace(CAMPAIGN, state=COMPLETED)),
        "The campaign is completed.",
    ),
    "cancelled": (
        week([ONE], campaign=replace(CAMPAIGN, state=CANCELLED, closing_reason="no <need>")),
        "The campaign is cancelled: no &lt;need&gt;.",
    ),
}


@pytest.mark.parametrize("poor", POOR)
def test_a_poor_week_is_described_plainly(poor: str) -> None:
    told, expected = POOR[poor]
    drafted = build_draft(summary(told))
    assert expected in words(drafted.blocks)
    assert len(drafted.blocks) < 12


def test_a_week_without_a_campaign_is_a_sentence() -> None:
    assert "There is no open campaign." in words(build_post(summary()).blocks)


def test_a_section_that_somebody_emptied_is_left_out_with_its_title() -> None:
    emptied = summary(
        week([ONE], steps((ONE, "not_started", "in_dev"))), edits={"go-1.20/moved": " "}
    )
    assert "What changed" not in words(build_post(emptied).blocks)
    assert "What changed" not in summary_markdown(emptied, "go-1.20")
    assert "What changed" in str(build_edit(emptied).to_dict())


def test_every_name_in_somebodys_own_words_is_linked() -> None:
    other = item(2, "Gitaly Cluster")
    moved = steps((ONE, "not_started", "in_dev"), (other, "not_started", "in_dev"))
    edits = {"go-1.20/facts": "Gitaly Cluster waits for Gitaly, not Gitalyx."}
    shown = words(build_post(summary(week([ONE, other], moved), edits=edits)).blocks)
    assert (
        f"<{other.web_url}|Gitaly Cluster> waits for <{ONE.web_url}|Gitaly>, not Gitalyx." in shown
    )


def hostile() -> Summary:
    """Return a summary in which all foreign text is hostile and 10,000 characters long."""
    long = f"{HOSTILE} {'&<>' * 3000}"
    items = [
        item(n, f"{n} {long}", "blocked", component=f"c{n}", dri=long, blockers=(blocker(long),))
        for n in range(40)
    ]
    moved = steps(*((one, "in_dev", "blocked") for one in items))
    campaign = replace(CAMPAIGN, runtime_title=f"Go {HOSTILE}")
    edits = {"go-1.20/reminders": long[:3000], "go-1.20/forecast": f"{items[0].title[:300]} waits"}
    return summary(
        week(items, moved, [("U0GUS", False)], [1], {2: 3}, campaign),
        edits=edits,
        late=(Criterion(1, long, target_on=date(2023, 8, 1)),),
        state="skipped",
        decided_by="U0FRIDA",
        reason=long,
    )


@pytest.mark.parametrize(
    "build", [build_draft, build_post, build_details], ids=["draft", "post", "details"]
)
def test_hostile_text_reaches_slack_as_text(build: Callable[[Summary], Message]) -> None:
    message = build(hostile())
    shown = message.text + words(message.blocks)
    for harmful in ("<!channel>", "<https://evil.example", "\u202e"):
        assert harmful not in shown
    _fits(message.blocks)


def test_hostile_text_reaches_gitlab_as_text() -> None:
    shown = summary_markdown(hostile(), "go-1.20")
    for harmful in ("](javascript", "<!channel>", "\u202e", " @here"):
        assert harmful not in shown


def test_hostile_text_can_be_edited() -> None:
    for block in build_edit(hostile()).to_dict()["blocks"]:
        assert len(block["label"]["text"]) <= 150
        assert len(block["element"]["initial_value"]) <= 3000


def _fits(blocks: Sequence[Block]) -> None:
    """Check Slack's limits of a message: 50 blocks, 3,000 characters per section."""
    assert len(blocks) <= 50
    for block in (block.to_dict() for block in blocks):
        if block["type"] == "section":
            assert 0 < len(block["text"]["text"]) <= 3000
            assert block["text"]["text"].count("<") == block["text"]["text"].count(">")


def many() -> Summary:
    """Return sixty campaigns whose names fill their sections, the first three with a picture."""
    weeks, pictures = [], {}
    for number in range(60):
        campaign = replace(CAMPAIGN, id=number, slug=f"go-1.{number}")
        items = [item(n, f"Component {n} {'x' * 200}", "blocked") for n in range(20)]
        weeks.append(
            week(items, steps(*((i, "in_dev", "blocked") for i in items)), (), campaign=campaign)
        )
        if number < 3:
            pictures[campaign.slug] = {"file": f"F{number}", "alt": "a", "bar": "b", "ready": True}
    return summary(*weeks, pictures=pictures)


def test_a_draft_that_is_too_long_keeps_its_buttons() -> None:
    blocks = build_draft(many()).blocks
    _fits(blocks)
    assert [block.to_dict()["type"] for block in blocks[-2:]] == ["context", "actions"]
    assert words(blocks).count("Not everything fits") == 1


def test_a_post_that_is_too_long_keeps_its_pictures() -> None:
    blocks = build_post(many()).blocks
    _fits(blocks)
    shown = [block.to_dict() for block in blocks if block.to_dict()["type"] == "image"]
    assert [block["slack_file"]["id"] for block in shown] == ["F0", "F1", "F2"]


def rich() -> Summary:
    """Return a week with everything that a summary can contain."""
    gitaly = item(1, "Gitaly", "blocked", state_since=NOW - 3 * timedelta(days=1))
    workhorse = item(2, "Workhorse", "blocked", dri="mira", blockers=(blocked_by(gitaly),))
    gitaly = replace(gitaly, blockers=(blocker("the storage driver rewrite"),))
    at_target, behind = evidence(EvidenceState.at_target), evidence(EvidenceState.behind)
    runner = item(3, "GitLab Runner", "production", evidence=at_target)
    shell = item(4, "GitLab Shell", "production", evidence=replace(behind, mismatched_at=NOW))
    pages = item(5, "GitLab Pages", "in_dev", tier="two")
    registry = item(6, "Container Registry", "in_review", dri=None)
    slipped = replace(behind, verified_at=NOW - WEEK, backslid_at=NOW)
    elastic = item(7, "Elasticsearch Indexer", "in_dev", evidence=slipped)
    kas = item(8, "KAS", "in_review", dri="mira")
    lost = item(9, "Lost <Component>", gone=True, tier="later", web_url=None)
    moved = [
        *steps(
            (gitaly, "in_dev", "blocked"),
            (workhorse, "not_started", "blocked"),
            (runner, "in_review", "production"),
            (pages, "not_started", "in_dev"),
            (registry, "blocked", "in_review"),
            (kas, "production", "in_review"),
        ),
        ItemEvent(runner.component, EventKind.item_verified.value, None, None),
        ItemEvent(shell.component, EventKind.item_mismatched.value, None, None),
        ItemEvent(elastic.component, EventKind.item_backslid.value, None, None),
    ]
    told = [("U0GUS", False), ("U0GUS", False), ("U0MIRA", True), ("U0GONE", False)]
    items = [gitaly, workhorse, runner, shell, pages, registry, elastic, kas, lost]
    ruby = replace(CAMPAIGN, id=2, slug="ruby-3.2", runtime_title="Ruby", version="3.2")
    ruby = replace(ruby, epic_url=None, due_on=None, state=CampaignState.active)
    return summary(
        week(items, moved, told, {kas.id}, {gitaly.id: 3}),
        week([item(10, "Rails", tier="one")], campaign=ruby),
        edits={"go-1.20/reminders": "Gus is away until Friday, Gitaly & Workhorse wait."},
        late=(Criterion(3, "Evaluate a second framework", target_on=date(2023, 6, 30)),),
        **{
            **POSTED,
            "pictures": {"go-1.20": {"file": "F1", "alt": "Words.", "bar": "█", "ready": True}},
        },
    )


def told(message: Message) -> str:
    return json.dumps(message.as_json(), indent=2, ensure_ascii=False) + "\n"


RENDERED: dict[str, Callable[[], str]] = {
    "summary_draft.json": lambda: told(
        build_draft(replace(rich(), record=replace(rich().record, state="draft", decided_by=None)))
    ),
    "summary_decided.json": lambda: told(build_draft(rich())),
    "summary_post.json": lambda: told(build_post(rich())),
    "summary_details.json": lambda: told(build_details(rich())),
    "summary_note.md": lambda: summary_markdown(rich(), "go-1.20") + "\n",
}


@pytest.mark.parametrize("name", RENDERED)
def test_a_rich_week_reads_as_the_golden_file(name: str) -> None:
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.joinpath(name).write_text(RENDERED[name](), encoding="utf-8")
    assert RENDERED[name]() == GOLDEN.joinpath(name).read_text(encoding="utf-8")
