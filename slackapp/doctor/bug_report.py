"""What the doctor found, as a file that can be attached to a bug.

It has no tokens, and stand-ins for the names of the server, the group, projects and people.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gitlab_gateway.connection import Json
from gitlab_gateway.schema import Schema
from slackapp.doctor.checkup import CheckResult
from slackapp.doctor.steps import LiveStep
from slackapp.logs import redact
from storage.catalog.read import Catalog

FORMAT = 1


@dataclass(frozen=True)
class BugReport:
    """The parts of a report: the checkup, the steps, and GitLab's introspection answer."""

    found: Sequence[CheckResult]
    steps: Sequence[LiveStep] = ()
    schema: Schema | None = None
    introspection: Json = field(default_factory=dict)
    gitlab_version: str = ""

    def as_values(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "format": FORMAT,
            "version": version("runtime-upgrade"),
            "lines": [{"theme": one.theme, **dataclasses.asdict(one.line)} for one in self.found],
            "gitlab": {
                "version": self.gitlab_version,
                "capabilities": _capabilities(self.schema),
                "introspection": self.introspection,
            },
            "live": [
                {"step": step.name, "level": step.line.level, "answer": step.answer}
                for step in self.steps
            ],
        }


def write_report(report: BugReport, file: Path, names: Mapping[str, str]) -> None:
    """Write a report without tokens, and with stand-ins for names.

    Raises:
        OSError: the file cannot be written.
    """
    text = json.dumps(report.as_values(), indent=2, sort_keys=True, ensure_ascii=False)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, names[name])
    file.write_text(redact(text) + "\n", encoding="utf-8")


def stand_ins(catalog: Catalog | None, urls: Iterable[str], project: str) -> dict[str, str]:
    """Map the names that a report must not show to what replaces them."""
    hosts = [host for url in urls if (host := urlsplit(url).netloc)]
    named = {host: f"host-{number}.example" for number, host in enumerate(hosts, 1)}
    if project:
        named[project] = "scratch-group/scratch-project"
    if catalog is None:
        return named
    group = catalog.working_group
    named |= {path: f"group/project-{n}" for n, path in enumerate(catalog.projects, 1)}
    for number, person in enumerate(group.people, 1):
        for value in (person.name, person.slack, person.gitlab):
            if value:
                named[value] = f"person-{number}"
    dris = {c.dri for r in catalog.runtimes.values() for c in r.components if c.dri} - set(named)
    named |= {dri: f"dri-{number}" for number, dri in enumerate(sorted(dris), 1)}
    return named | {group.group: "group", group.channel: "channel", group.teams[0]: "team"}


def _capabilities(schema: Schema | None) -> dict[str, Any]:
    if schema is None:
        return {}
    return {name: _listed(value) for name, value in vars(schema).items()}


def _listed(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset | set | tuple) else str(value)
