"""Views of the weekly summary: the draft with its buttons, the modals, the post, its thread."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ImageBlock,
    InputBlock,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from campaigns.drafts import DraftState
from commands.summary.read_summary import Summary
from commands.summary.summary_sections import (
    CampaignSections,
    Line,
    NamedLink,
    Section,
    group_sections,
    summary_sections,
    tier_lines,
)
from slackapp.payloads import InputValues
from slackapp.views.drafts import DraftButtons, carry_version, decided_words
from slackapp.views.message import (
    Message,
    context,
    count,
    day,
    fit,
    fit_around,
    header,
    sections,
    sentence,
)
from slackapp.views.mrkdwn import escape, link, link_escaped, plain
from storage.summary.queries import SummaryRecord

EDIT, POST, SKIP = "edit_summary", "post_summary", "skip_summary"
EDIT_CALLBACK, SKIP_CALLBACK = "edit_summary", "skip_summary"
BUTTONS = DraftButtons(POST, EDIT, SKIP, "Skip this week")
INPUT_LIMIT = 3000
MAX_INPUTS = 95
MAX_EDITED = 3000
MAX_ALT = 2000
MAX_LABEL = 150


def build_draft(summary: Summary) -> Message:
    """Build the draft for the facilitator and the lead, with buttons while it is open."""
    record = summary.record
    undecided = record.state == DraftState.draft
    state = "Draft of the weekly summary" if undecided else "Weekly summary"
    blocks: list[Block] = [header(state), context(_window(record)), *_told(summary)]
    text = f"{state}: {', '.join(_headlines(summary)) or 'no open campaign'}."
    if undecided:
        if record.lead_asked_at is not None:
            blocks.insert(1, context("Nobody has posted this week's summary yet. Could you do it?"))
        note = "Nothing is posted until you press Post. Post sends it to the channel, with an "
        blocks.append(context(f"{note}image, and adds it to each epic as a note."))
        blocks.append(BUTTONS.build(str(record.id)))
        return Message(text, fit_around(blocks, lambda block: block in (blocks[-1], blocks[-2])))
    return Message(
        text, fit([*blocks, context(decided_words(record, summary.people, record.reason))])
    )


def _window(record: SummaryRecord) -> str:
    return f"{day(record.since.date())} to {day(record.until.date())}"


def _headlines(summary: Summary) -> Iterable[str]:
    for week in summary.weeks:
        progress = week.status.progress
        yield f"{escape(week.campaign.title)} {progress.done} of {progress.total} done"


def _told(
    summary: Summary, pictures: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> list[Block]:
    told = summary_sections(summary)
    links = _addresses(told)
    if not told:
        return list(sentence("There is no open campaign.").blocks)
    campaigns = [
        block
        for week, one in zip(summary.weeks, told, strict=True)
        for block in (*_campaign(one, links), *_shown(pictures.get(week.campaign.slug)))
    ]
    return [*campaigns, *(b for one in group_sections(summary) for b in _section(one, links))]


def _shown(picture: Mapping[str, Any] | None) -> list[Block]:
    """Build a campaign's burn-up image, or the text bar that replaces it."""
    if picture is None:
        return []
    if picture["file"] is None:
        return [context(escape(picture["bar"]))]
    alt = plain(picture["alt"])[:MAX_ALT]
    return [ImageBlock(slack_file={"id": picture["file"]}, alt_text=alt)]


def _campaign(told: CampaignSections, links: Mapping[str, str]) -> list[Block]:
    """Build a campaign's blocks; a campaign without news is one line."""
    title = f"*{_part(told.title)}*"
    first, *others = told.sections
    lines = [title, *_lines(first, links)]
    if told.quiet:
        return sections("", ["  ·  ".join(lines)])
    blocks = sections("", lines)
    for section in others:
        blocks += _section(section, links)
    return blocks


def _section(section: Section, links: Mapping[str, str]) -> list[Block]:
    """Build a section; omit one that somebody has emptied, including its title."""
    lines = [f"• {line}" for line in _lines(section, links)]
    return sections(section.title, lines) if lines else []


def _lines(section: Section, links: Mapping[str, str]) -> list[str]:
    if section.edited is None:
        return [mrkdwn_of(line) for line in section.lines]
    return [_linked(line, links) for line in section.edited.splitlines() if line.strip()]


def mrkdwn_of(line: Line) -> str:
    """Convert a line to mrkdwn."""
    return "".join(_part(part) for part in line)


def _part(part: str | NamedLink) -> str:
    if isinstance(part, NamedLink):
        return link(part.url, part.text)
    words = escape(part)
    before = " " if part.startswith(" ") else ""
    after = " " if part.endswith(" ") and len(part) > 1 else ""
    return f"{before}{words}{after}"


def _addresses(told: Iterable[CampaignSections]) -> dict[str, str]:
    """Map the names linked in the summary to their URLs, longest name first."""
    named = {
        escape(part.text): part.url
        for one in told
        for section in one.sections
        for line in section.lines
        for part in line
        if isinstance(part, NamedLink) and part.url
    }
    return dict(sorted(named.items(), key=lambda one: -len(one[0])))


def _linked(words: str, links: Mapping[str, str]) -> str:
    """Escape edited text and link the names that were linked in the draft."""
    text = escape(words, MAX_EDITED)
    if not links:
        return text
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, links))})(?!\w)")
    return names.sub(lambda found: link_escaped(links[found[0]], found[0]), text)


def build_edit(summary: Summary) -> View:
    """Build the modal for editing the text of each section."""
    inputs: list[Block] = [
        InputBlock(
            block_id=section.key,
            label=PlainTextObject(
                text=plain(f"{title}: {section.title or 'In short'}")[:MAX_LABEL]
            ),
            element=PlainTextInputElement(
                action_id="words",
                multiline=True,
                initial_value=section.as_words()[:INPUT_LIMIT],
                max_length=INPUT_LIMIT,
            ),
            optional=True,
        )
        for title, section in _editable(summary)
    ]
    return View(
        type="modal",
        callback_id=EDIT_CALLBACK,
        private_metadata=carry_version(summary.record.id, summary.record.version),
        title="Edit the summary",
        submit="Save",
        close="Back",
        blocks=inputs[:MAX_INPUTS],
    )


def _editable(summary: Summary) -> Iterable[tuple[str, Section]]:
    """Yield each section's title and section: first the campaigns', then the working group's."""
    for told in summary_sections(summary):
        for section in told.sections:
            yield told.title.text, section
    for section in group_sections(summary):
        yield "The working group", section


def parse_edit(values: InputValues, summary: Summary) -> dict[str, str]:
    """Parse the modal; return the sections whose text was changed, by key."""
    shown = {section.key: section.as_words()[:INPUT_LIMIT] for _, section in _editable(summary)}
    given = {key: block["words"].get("value") or "" for key, block in values.items()}
    return {key: words for key, words in given.items() if words != shown.get(key, "")}


def build_skip(record: SummaryRecord) -> View:
    """Build the modal that asks for the reason to skip a week."""
    reason = InputBlock(
        block_id="reason",
        label=PlainTextObject(text="Why?"),
        hint=PlainTextObject(text="The next summary will cover this week as well."),
        element=PlainTextInputElement(action_id="words", max_length=300),
    )
    return View(
        type="modal",
        callback_id=SKIP_CALLBACK,
        private_metadata=str(record.id),
        title="Skip this week",
        submit="Skip",
        close="Back",
        blocks=[reason],
    )


def build_post(summary: Summary) -> Message:
    """Build the post in the channel."""
    text = f"Weekly summary: {', '.join(_headlines(summary)) or 'no open campaign'}."
    blocks: list[Block] = [
        header("Weekly summary"),
        context(_window(summary.record)),
        *_told(summary, summary.record.pictures or {}),
    ]
    return Message(text, fit_around(blocks, lambda block: isinstance(block, ImageBlock)))


def build_details(summary: Summary) -> Message:
    """Build the details for the post's thread: every tier with its components."""
    blocks: list[Block] = []
    for week in summary.weeks:
        for tier in tier_lines(week):
            title = f"{week.campaign.title}, {tier.title}"
            blocks += sections(title, [mrkdwn_of(line) for line in tier.lines])
    tiers = sum(len(week.status.tiers) for week in summary.weeks)
    return Message(f"Details of {count(tiers, 'tier')}.", fit(blocks))
