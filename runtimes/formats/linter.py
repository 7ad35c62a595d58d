"""Settings of linters: the language level they check against is a choice of policy."""

from dataclasses import replace

from runtimes import reasons
from runtimes.formats import yaml_file
from runtimes.page import Finding, Page


def find(page: Page) -> Finding:
    """Whatever a settings file names, as a question."""
    for found in yaml_file.find(page):
        yield found if found.edit == "never" else replace(found, edit="ask", reason=reasons.LINTER)
