"""Omnibus: what ``config/software`` builds, and its builder image."""

import re

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.omnibus import extract

MANAGER = Manager(
    "omnibus", Paths(placed=re.compile(r"(?:^|/)config/software/[^/]+\.rb$")), extract.find
)
