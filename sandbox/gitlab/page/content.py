"""A page before it is rendered: a template and its variables."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sandbox.gitlab.page.screen import hue, initials
from sandbox.gitlab.records import luminance

Context = dict[str, Any]
# The luminance at which white and GitLab's near black have equal contrast.
EVEN = 0.207


@dataclass(frozen=True)
class PageContent:
    """A template and its variables."""

    template: str
    context: Context


@cache
def environment() -> Environment:
    """Build the template environment; everything is escaped."""
    made = Environment(
        loader=PackageLoader("sandbox.gitlab.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(initials=initials, hue=hue, text_color_on=text_color_on)
    return made


def text_color_on(color: str) -> str:
    """Return white or near black for text on a colour, whichever has more contrast (WCAG 2)."""
    return "#FFFFFF" if luminance(color) < EVEN else "#1F1E24"
