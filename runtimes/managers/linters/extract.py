"""Settings of linters: the language level they check against is a choice of policy."""

from dataclasses import replace

from runtimes import reasons
from runtimes.managers.yaml import extract as yaml_file
from runtimes.source import Matches, Source


def find(source: Source) -> Matches:
    """Whatever a settings file names, as a question."""
    for found in yaml_file.find(source):
        yield found if found.edit == "never" else replace(found, edit="ask", reason=reasons.LINTER)
