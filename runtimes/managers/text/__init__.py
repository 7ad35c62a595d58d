"""Scripts, Makefiles and files of variables: tokens, line by line."""

import re

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.text import extract

MANAGER = Manager(
    "text",
    Paths(
        names=frozenset(
            {
                "justfile",
                ".justfile",
                "vagrantfile",
                "brewfile",
                "pipfile",
                "rakefile",
                "procfile",
                "versions",
                ".bazelrc",
                "versions.env",
                ".envrc",
                ".rvmrc",
                "tiltfile",
                "snakefile",
                "pkgbuild",
                "requirements.in",
                "gradle.properties",
                "sonar-project.properties",
                "pom.xml",
            }
        ),
        endings=frozenset(
            {
                "sh",
                "bash",
                "zsh",
                "fish",
                "ps1",
                "psm1",
                "bat",
                "cmd",
                "mk",
                "mak",
                "make",
                "env",
                "properties",
                "cmake",
                "earthfile",
                "jsonnet",
                "libsonnet",
            }
        ),
        named=re.compile(
            r"earthfile(?:[._-][\w-]+)*"
            r"|(?:gnu)?makefile(?:\.[\w.-]+)?"
            r"|\.?env(?:\.[\w.-]+)?|[\w.-]*versions?(?:\.txt)?"
        ),
    ),
    extract.find,
)
BUILD_SCRIPTS = Manager(
    "text",
    Paths(
        named=re.compile(
            r"(?:[\w.-]*\.config|build|esbuild[\w.-]*|vite[\w.-]*|tsup[\w.-]*|webpack[\w.-]*)\.[cm]?[jt]s"
        ),
        unless=re.compile(r"(?:^|/)(?:tests?|specs?|__tests__|e2e|examples?|demos?)/"),
    ),
    extract.find,
)
SCRIPTS = Manager(
    "text",
    Paths(
        placed=re.compile(
            r"(?:^|/)(?:bin|scripts?|ci|\.ci|hack|tools?|dev|build|docker|\.gitlab)/(?:[\w./-]*/)?[\w-]+$"
        )
    ),
    extract.find,
)
