"""Rendering a campaign's part of a summary as GitLab Markdown, for its epic."""

from campaigns.dates import long_date
from commands.items.notes import as_markdown
from commands.summary.read_summary import Summary
from commands.summary.summary_sections import Line, NamedLink, Section, summary_sections


def summary_markdown(summary: Summary, campaign_slug: str) -> str:
    """Render a campaign's part of a summary, escaping all text."""
    since, until = long_date(summary.record.since), long_date(summary.record.until)
    parts = [f"### Week of {since} to {until}"]
    for week, told in zip(summary.weeks, summary_sections(summary), strict=True):
        if week.campaign.slug == campaign_slug:
            parts += [_section(s) for s in told.sections if s.edited is None or s.edited.strip()]
    return "\n\n".join(parts)


def _section(section: Section) -> str:
    heading = [f"**{as_markdown(section.title)}**", ""] if section.title else []
    if section.edited is not None:
        lines = [f"- {as_markdown(line)}" for line in section.edited.splitlines() if line.strip()]
    else:
        lines = [f"- {_line(line)}" for line in section.lines]
    return "\n".join([*heading, *lines])


def _line(line: Line) -> str:
    return "".join(as_markdown_part(part) for part in line)


def as_markdown_part(part: str | NamedLink) -> str:
    """Escape and link a part of a line, keeping a leading and a trailing space."""
    text = part if isinstance(part, str) else part.text
    before = " " if text.startswith(" ") else ""
    after = " " if text.endswith(" ") and len(text) > 1 else ""
    words = f"{before}{as_markdown(text)}{after}"
    return words if isinstance(part, str) or part.url is None else f"[{words}]({part.url})"
