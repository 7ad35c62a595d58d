"""A page before it is drawn: a template and what it is given."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sandbox.gitlab.page.screen import hue, initials
from sandbox.gitlab.records import luminance

Context = dict[str, Any]
# Where white and GitLab's near black contrast equally.
EVEN = 0.207


@dataclass(frozen=True)
class Shown:
    """A template and what it is given."""

    template: str
    context: Context


@cache
def environment() -> Environment:
    """Return the template environment; everything is escaped."""
    made = Environment(
        loader=PackageLoader("sandbox.gitlab.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(initials=initials, hue=hue, ink_on=ink_on)
    return made


def ink_on(color: str) -> str:
    """Choose white or near black for words on a colour, whichever stands out more (WCAG 2)."""
    return "#FFFFFF" if luminance(color) < EVEN else "#1F1E24"
