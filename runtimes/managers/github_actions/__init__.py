"""GitHub Actions: workflows and actions, with their steps, matrices, containers and inputs."""

import re

from runtimes.managers.github_actions import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "github_actions",
    Paths(
        names=frozenset({"action.yml", "action.yaml"}),
        placed=re.compile(r"(?:^|/)\.(?:github|gitea|forgejo)/(?:workflows|actions)/.*\.ya?ml$"),
    ),
    extract.find,
)
