"""The catalog's templates, each rendered for the target that its first line declares.

`{# target: gitlab #}` escapes every value for GitLab's Markdown, `{# target: slack #}` keeps it
plain, because a view escapes it when it is posted. Without a declaration, or with another one,
values are escaped for GitLab. No filter turns escaping off.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from commands.errors import InvalidRequestError
from commands.markdown import as_value, code, mention, reference

_TARGET = re.compile(r"\{#-?\s*target:\s*(?P<name>[a-z]+)\s*-?#\}")
_OFF = ("safe", "forceescape", "escape", "e")


class TemplateTarget(StrEnum):
    """Where a rendered text is shown."""

    gitlab = "gitlab"
    slack = "slack"


def render(folder: Path, name: str, values: dict[str, object]) -> str:
    """Render a template of a catalog.

    Raises:
        InvalidRequestError: the template is missing or broken.
    """
    try:
        target = read_target(folder / "templates" / name)
        return _environment(folder, target).get_template(name).render(values).strip()
    except (TemplateError, OSError, UnicodeDecodeError) as error:
        raise InvalidRequestError(
            f"The template {name} in the catalog is broken: {error}."
        ) from error


def read_target(template: Path) -> TemplateTarget:
    """Return the target that a template declares, or GitLab, which escapes more."""
    found = _TARGET.match(template.read_text(encoding="utf-8"))
    return (
        TemplateTarget.slack
        if found and found["name"] == TemplateTarget.slack
        else TemplateTarget.gitlab
    )


@cache
def _environment(folder: Path, target: TemplateTarget) -> SandboxedEnvironment:
    """Return the environment of a target; edited templates are reloaded."""
    escapes: Callable[[object], object] = as_value if target == TemplateTarget.gitlab else _as_it_is
    environment = SandboxedEnvironment(  # the output is not HTML
        loader=FileSystemLoader(folder / "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        finalize=escapes,
    )
    environment.globals |= {"mention": mention, "code": code, "reference": reference}
    for name in _OFF:
        del environment.filters[name]
    return environment


def _as_it_is(value: object) -> object:
    return value
