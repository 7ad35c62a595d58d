"""Rendering a campaign's part of a summary as GitLab Markdown, for its epic."""

from campaigns.dates import long_date
from commands.markdown import Markdown, join, link, markdown
from commands.summary.read_summary import Summary
from commands.summary.summary_sections import Line, NamedLink, Section, summary_sections


def summary_markdown(summary: Summary, campaign_slug: str) -> Markdown:
    """Render a campaign's part of a summary, escaping all text."""
    since, until = long_date(summary.record.since), long_date(summary.record.until)
    parts = [markdown("### Week of {} to {}", since, until)]
    for week, told in zip(summary.weeks, summary_sections(summary), strict=True):
        if week.campaign.slug == campaign_slug:
            parts += [_section(s) for s in told.sections if s.edited is None or s.edited.strip()]
    return join(parts, "\n\n")


def _section(section: Section) -> Markdown:
    heading = [markdown("**{}**\n", section.title)] if section.title else []
    if section.edited is not None:
        edited = [line for line in section.edited.splitlines() if line.strip()]
        lines = [markdown("- {}", line) for line in edited]
    else:
        lines = [markdown("- {}", _line(line)) for line in section.lines]
    return join([*heading, *lines])


def _line(line: Line) -> Markdown:
    return join(map(as_markdown_part, line), "")


def as_markdown_part(part: str | NamedLink) -> Markdown:
    """Escape and link a part of a line, keeping a leading and a trailing space."""
    text = part if isinstance(part, str) else part.text
    before = markdown(" " if text.startswith(" ") else "")
    after = markdown(" " if text.endswith(" ") and len(text) > 1 else "")
    words = markdown("{}{}{}", before, text, after)
    return words if isinstance(part, str) else link(words, part.url)
