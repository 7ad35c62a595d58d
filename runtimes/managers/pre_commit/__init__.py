"""pre-commit: the languages in which hooks are built, in both of its files."""

import re

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.pre_commit import extract

MANAGER = Manager(
    "pre_commit",
    Paths(named=re.compile(r"\.pre-commit-(?:config|hooks)\.ya?ml|prek\.ya?ml")),
    extract.find,
    beside=True,
)
