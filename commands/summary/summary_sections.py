"""The sections of a summary, in the form that Slack, GitLab and the modal share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.dates import long_date
from campaigns.evidence import describe_standings
from campaigns.model.item import Item
from campaigns.reminders.snoozes import TOLD_AT
from campaigns.states import ITEM_STATE_TITLES, ItemState
from campaigns.summary.decisions import Decision, DecisionKind
from commands.summary.read_summary import CampaignWeek, Summary

MAX_NAMED = 12


@dataclass(frozen=True)
class NamedLink:
    """A name, with a link if it has a URL."""

    text: str
    url: str | None = None


Line = tuple[str | NamedLink, ...]


@dataclass(frozen=True)
class Section:
    """A section of a summary; ``edited`` is text that replaces its lines."""

    key: str
    title: str
    lines: tuple[Line, ...]
    edited: str | None = None

    def as_words(self) -> str:
        """Return the section as editable plain text."""
        if self.edited is not None:
            return self.edited
        return "\n".join(words_of(line) for line in self.lines)


@dataclass(frozen=True)
class CampaignSections:
    """A campaign's part of a summary; a single section if it is ``quiet``."""

    title: NamedLink
    quiet: bool
    sections: tuple[Section, ...]


def words_of(line: Line) -> str:
    """Return a line as plain text, without links."""
    return "".join(part if isinstance(part, str) else part.text for part in line)


def summary_sections(summary: Summary) -> tuple[CampaignSections, ...]:
    """Build the sections of each campaign in a summary, including edited ones."""
    return tuple(_campaign(summary, week) for week in summary.weeks)


def group_sections(summary: Summary) -> tuple[Section, ...]:
    """Build the sections about the whole working group, which are its overdue exit criteria."""
    lines = tuple(
        (f"{late.number}. {late.title}: the target was {long_date(late.target_on)}.",)
        for late in summary.late
        if late.target_on is not None
    )
    key = "group/criteria"
    section = Section(key, "Overdue exit criteria", lines, summary.record.edits.get(key))
    return (section,) if lines or section.edited else ()


def _campaign(summary: Summary, week: CampaignWeek) -> CampaignSections:
    campaign = week.campaign
    title = NamedLink(campaign.title, campaign.epic_url)
    edits, slug = summary.record.edits, campaign.slug
    quiet = _is_quiet(week) and not any(key.startswith(f"{slug}/") for key in edits)
    found = [("facts", "", _facts(week))] if quiet else _parts(summary, week)
    sections = [
        Section(f"{slug}/{key}", heading, tuple(lines), edits.get(f"{slug}/{key}"))
        for key, heading, lines in found
    ]
    if quiet:
        since = long_date(summary.record.since)
        lines = (*sections[0].lines, (f"Nothing changed since {since}.",))
        sections = [Section(sections[0].key, "", lines)]
    return CampaignSections(title, quiet, tuple(s for s in sections if s.lines or s.edited))


def _is_quiet(week: CampaignWeek) -> bool:
    return not week.ended and week.moved.nothing and not week.decisions and not week.reminders.sent


def _parts(summary: Summary, week: CampaignWeek) -> list[tuple[str, str, list[Line]]]:
    return [
        ("facts", "", _facts(week)),
        ("moved", "What changed", _moved(summary, week)),
        ("blocked", "Blocked", _blocked(summary, week)),
        ("forecast", "Forecast", _forecast(summary, week)),
        ("decisions", "To decide this week", [_decision(d) for d in week.decisions]),
        ("reminders", "Reminders", _reminders(summary, week)),
    ]


def _facts(week: CampaignWeek) -> list[Line]:
    progress, campaign = week.status.progress, week.campaign
    verified = week.verified
    said = f"{progress.done} of {progress.total} done"
    said += f", {verified} verified" if week.standings else ""
    due = f", due {long_date(campaign.due_on)}" if campaign.due_on else ""
    if not progress.total:
        return [(f"No components yet{due}.",)]
    lines: list[Line] = [(f"{said}; {progress.blocked} blocked{due}.",)]
    if week.ended:
        why = f": {campaign.closing_reason}" if campaign.closing_reason else ""
        lines.append((f"The campaign is {campaign.state.value}{why}.",))
    if week.standings:
        lines.append((f"In the repositories: {describe_standings(week.standings)}.",))
    return lines


_MOVED = {
    "done": "Done",
    "verified": "Verified",
    "unblocked": "Unblocked",
    "started": "Started",
    "blocked": "Newly blocked",
    "reopened": "Reopened",
    "mismatched": "Marked done, but not in the repository",
    "backslid": "Fell behind again",
}


def _moved(summary: Summary, week: CampaignWeek) -> list[Line]:
    if week.moved.nothing:
        return [(f"Nothing changed since {long_date(summary.record.since)}.",)]
    return [
        (f"{label}: ", *_names(week, getattr(week.moved, name)))
        for name, label in _MOVED.items()
        if getattr(week.moved, name)
    ]


def _names(week: CampaignWeek, components: Sequence[str]) -> Iterator[str | NamedLink]:
    items = [week.item(component) for component in components]
    yield from _listed([item for item in items if item is not None])


def _listed(items: Sequence[Item]) -> Iterator[str | NamedLink]:
    for position, item in enumerate(items[:MAX_NAMED]):
        if position:
            yield ", "
        yield NamedLink(item.title, item.web_url)
    if len(items) > MAX_NAMED:
        yield f" and {len(items) - MAX_NAMED} more"


def _blocked(summary: Summary, week: CampaignWeek) -> list[Line]:
    lines = [_blocked_line(summary, week, item) for item in week.blocked[:MAX_NAMED]]
    if len(week.blocked) > MAX_NAMED:
        lines.append((f"and {len(week.blocked) - MAX_NAMED} more",))
    return lines


def _blocked_line(summary: Summary, week: CampaignWeek, item: Item) -> Line:
    dri = week.status.people.get(item.dri or "", item.dri or "no owner")
    parts: list[str | NamedLink] = [
        NamedLink(item.title, item.web_url),
        f" ({dri}), {_lasting(item.state_since, summary.now)}",
    ]
    for position, blocker in enumerate(item.blockers):
        parts += [", " if position else ", by ", NamedLink(blocker.text, blocker.web_url)]
    return tuple(parts)


def _forecast(summary: Summary, week: CampaignWeek) -> list[Line]:
    said = (summary.record.forecasts or {}).get(week.campaign.slug, ())
    return [(line,) for line in said]


_DECISIONS = {
    DecisionKind.overdue: "The due date has passed: move it, or decide what to leave out.",
    DecisionKind.epic_closed: "The epic was closed manually: reopen it, or close the campaign.",
    DecisionKind.issue_gone: "What to do about these components, whose issues GitLab "
    "no longer shows: ",
    DecisionKind.no_owner: "Who owns these components, which are ready to start: ",
    DecisionKind.declined: "Who takes over these components, whose owners declined them: ",
    DecisionKind.put_off: "What would help these components, which were snoozed "
    f"{TOLD_AT} times or more: ",
    DecisionKind.loop: "Which of these components should go first, since they wait "
    "for each other: ",
    DecisionKind.mismatch: "Which is right, the issue or the repository: ",
    DecisionKind.only_claimed: "{about} waits only for items that are marked done but "
    "not verified: verify or waive them, or open the next tier: ",
}


def _decision(decision: Decision) -> Line:
    return (_DECISIONS[decision.kind].format(about=decision.about), *_listed(decision.items))


def _reminders(summary: Summary, week: CampaignWeek) -> list[Line]:
    counted = week.reminders
    if not counted.sent:
        return []
    lines: list[Line] = [(f"{counted.sent} sent, {counted.answered} answered.",)]
    if counted.silent:
        named = [
            summary.people.get(owner, owner) + (f" ({number})" if number > 1 else "")
            for owner, number in sorted(counted.silent.items(), key=lambda one: -one[1])
        ]
        lines.append((f"No answer yet from {', '.join(named)}.",))
    return lines


def tier_lines(week: CampaignWeek) -> Iterable[Section]:
    """Yield a section for each tier with its components, for the thread."""
    for tier in week.status.tiers:
        progress = tier.progress
        heading = f"{tier.tier.title}: {progress.done} of {progress.total}"
        yield Section(tier.tier.key, heading, tuple(_item_lines(tier.items)))


_FURTHEST_FIRST = (
    ItemState.production,
    ItemState.in_review,
    ItemState.in_dev,
    ItemState.blocked,
    ItemState.not_started,
)


def _item_lines(items: Sequence[Item]) -> Iterator[Line]:
    for state in _FURTHEST_FIRST:
        there = [item for item in items if item.state == state]
        if there:
            yield (f"{ITEM_STATE_TITLES[state]}: ", *_listed(there))


def _lasting(since: datetime | None, now: datetime) -> str:
    days = (now - since).days if since else 0
    return "since today" if days < 1 else f"{days} day" + ("s" if days > 1 else "")
