"""The table of versions in use, which `check` shows if there is no open campaign."""

from collections.abc import Iterable
from datetime import date

from slack_sdk.models.blocks import Block

from campaigns.evidence import STANDING_TITLES, version_span
from campaigns.model.evidence import EvidenceState
from commands.evidence.version_inventory import ComponentVersions, VersionInventory
from runtimes.model import Cycle
from slackapp.views.message import Message, context, count, day, fit, header, sections, sentence
from slackapp.views.mrkdwn import escape, link

SIGNS: dict[EvidenceState | None, str] = {
    EvidenceState.at_target: ":white_check_mark:",
    EvidenceState.ahead: ":white_check_mark:",
    EvidenceState.behind: ":red_circle:",
    EvidenceState.mixed: ":large_blue_circle:",
}


def build_asked(title: str, repositories: int, unread: int) -> Message:
    """Build the reply that repositories are being read, and how many."""
    first = f", {unread} of them for the first time, which takes a few minutes" if unread else ""
    return sentence(
        f"There is no matching open campaign for {escape(title)}. Reading "
        f"{count(repositories, 'repository').replace('repositorys', 'repositories')}{first}."
    )


def build_progress(done: int, total: int) -> Message:
    """Build the progress report."""
    return sentence(f"{done} of {total} repositories read.")


def build_where(where: VersionInventory) -> Message:
    """Build the table, grouped by cycle, oldest first, with unknown versions last."""
    text = _summary(where)
    blocks: list[Block] = [header(f"{where.title}: versions in use"), *sections("", [text])]
    for name in _cycles(where):
        cycle = next((known for known in where.cycles if known.name == name), None)
        blocks += sections("", [_cycle_title(where, name, cycle), *_lines(where, name)])
    unknown = [f"• {_title(c)}: {_why(c)}" for c in where.components if not c.versions]
    if unknown:
        blocks += sections("Unknown version", unknown)
    sources = dict.fromkeys(cycle.source for cycle in where.cycles)
    if sources:
        blocks.append(context("Dates: " + ", ".join(link(s, s) for s in sources)))
    return Message(text, fit(blocks))


def _summary(where: VersionInventory) -> str:
    """Return a one-sentence summary of the versions in use."""
    known = [c for c in where.components if c.versions]
    if where.target is None:
        ended = sum(c.eol is not None and c.eol < where.today for c in known)
        on = f"{len(known)} of {count(len(where.components), 'component')} have a known version"
        return f"{on}; {ended} are on a cycle that is no longer supported."
    at = sum(c.standing in (EvidenceState.at_target, EvidenceState.ahead) for c in known)
    return (
        f"{at} of {count(len(where.components), 'component')} are at {escape(where.title)} "
        f"{escape(where.target)} or ahead."
    )


def _cycles(where: VersionInventory) -> Iterable[str]:
    """List the cycles in use, oldest first, including those missing from the release table."""
    used = {c.cycle for c in where.components if c.cycle is not None}
    return sorted(used, key=lambda name: tuple(int(number) for number in name.split(".")))


def _cycle_title(where: VersionInventory, name: str, cycle: Cycle | None) -> str:
    number = sum(c.cycle == name for c in where.components)
    ends = "not in the release table" if cycle is None else end_words(cycle.eol, where.today)
    return f"*{escape(where.title)} {escape(name)}*  ·  {count(number, 'component')}  ·  {ends}"


def end_words(eol: date | None, today: date) -> str:
    """Describe when support for a cycle ends or ended."""
    if eol is None:
        return "supported, no end date announced yet"
    return f":warning: support ended {day(eol)}" if eol < today else f"supported until {day(eol)}"


def _lines(where: VersionInventory, cycle: str) -> list[str]:
    return [_line(c) for c in where.components if c.cycle == cycle]


def _line(one: ComponentVersions) -> str:
    span = version_span(one.versions[0], one.versions[-1])
    at = f"  ·  `{_code(one.lowest.path)}:{one.lowest.line}`" if one.lowest else ""
    said = "" if one.standing is None else f"  ·  {STANDING_TITLES[one.standing]}"
    sign = SIGNS.get(one.standing, "•")
    return f"{sign} {_title(one)}  ·  {escape(span)}{said}{at}"


def _title(one: ComponentVersions) -> str:
    return escape(one.title)


def _why(one: ComponentVersions) -> str:
    return escape(one.failure or "no version found in its repository")


def _code(path: str) -> str:
    return escape(path).replace("`", "")
