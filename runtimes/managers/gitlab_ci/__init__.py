"""GitLab CI: variables, images, services, matrices and inputs, in each file of a pipeline."""

import re

from runtimes.managers.gitlab_ci import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "gitlab_ci",
    Paths(
        named=re.compile(r".*\.?gitlab-ci.*\.ya?ml"),
        placed=re.compile(r"(?:^|/)\.?gitlab(?:[/-]ci)?/.*\.ya?ml$|^ci(?:_files)?/.*\.ya?ml$"),
    ),
    extract.find,
)
