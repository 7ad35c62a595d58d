"""JSON, TOML, HCL and Groovy of any tool: keys, and what opens their block."""

import re

from runtimes.managers.braced import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "braced",
    Paths(
        names=frozenset({"jenkinsfile", ".prototools"}),
        endings=frozenset(
            {"toml", "tf", "tfvars", "hcl", "gradle", "kts", "groovy", "jenkinsfile"}
        ),
        named=re.compile(
            r"app\.json|vercel\.json|now\.json|renovate[\w.-]*\.json5?|"
            r"\.renovaterc(?:\.json)?|docker-bake[\w.-]*\.json|cdk\.json|nodemon\.json|mise\.json|"
            r"devbox\.json|function\.json|template\.json"
        ),
    ),
    extract.find,
)
