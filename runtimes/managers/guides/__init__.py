"""Guides: the sentence that states the version, and the examples around it."""

import re

from runtimes.managers.guides import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "guides",
    Paths(
        named=re.compile(
            r"(?:readme|contribut|install|develop|hacking|building|build|getting[-_]?started|"
            r"requirements|prereq\w*|setup|quick[-_]?start|onboarding|agents|claude|gemini|copilot-instructions)[\w-]*"
            r"(?:\.[\w-]{2,5})?(?:\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt))?"
            r"|[\w.-]*versions?\.(?:adoc|asciidoc)"
        ),
        placed=re.compile(
            r"(?:^|/)[\w-]*docs?/(?:[\w./-]*/)?[\w-]*(?:install|setup|develop|contribut|getting[-_]started|"
            r"requirement|prereq|build|quick[-_]?start|hacking|source|compil|local|dev[-_]env)"
            r"[\w-]*(?:/_?(?:index|readme))?\.(?:md|markdown|mdx|rst|adoc|asciidoc)$"
            r"|^docs?/_?(?:index|readme)\.(?:md|markdown|mdx|rst|adoc)$"
        ),
    ),
    extract.find,
)
