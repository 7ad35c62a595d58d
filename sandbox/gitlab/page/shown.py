"""A page before it is drawn: a template and what it is given."""

from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sandbox.gitlab.page.screen import hue, initials

Context = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A template and what it is given."""

    template: str
    context: Context


def environment() -> Environment:
    """Make the template environment; everything is escaped."""
    made = Environment(
        loader=PackageLoader("sandbox.gitlab.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(initials=initials, hue=hue)
    return made
