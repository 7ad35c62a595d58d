"""Dev containers: images, features and variants."""

import re

from runtimes.managers.devcontainer import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "devcontainer",
    Paths(
        named=re.compile(r"\.?devcontainer[\w.-]*\.json"),
        placed=re.compile(r"(?:^|/)\.devcontainer/.*\.json$"),
    ),
    extract.find,
)
