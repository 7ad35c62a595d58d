"""Images of Dockerfiles and Containerfiles: versions in parts, and what a digest fixes."""

import re

from runtimes.managers.images import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "images",
    Paths(
        endings=frozenset({"dockerfile", "docker", "containerfile"}),
        named=re.compile(
            r"(?:docker|container)file(?:[._-][\w-]+)*"
            r"(?<!\.md)(?<!\.rebuild)(?<!ignore)(?<!\.lock)(?<!\.txt)(?<!\.py)(?<!\.go)(?<!\.js)"
            r"(?<!\.rb)(?<!\.sh)"
        ),
    ),
    extract.find,
)
