"""Which grammar a file is written in, by its name, and how its comments start without one."""

import re
from functools import lru_cache

_NAMES = {
    "jenkinsfile": "groovy",
    "vagrantfile": "ruby",
    "brewfile": "ruby",
    "rakefile": "ruby",
    "gemfile": "ruby",
    "gemfile.next": "ruby",
    "appraisals": "ruby",
    "pipfile": "toml",
    ".prototools": "toml",
    "tiltfile": "starlark",
    "snakefile": "python",
    "workspace": "starlark",
    "pkgbuild": "bash",
    ".envrc": "bash",
    ".rvmrc": "bash",
    ".babelrc": "json",
    ".swcrc": "json",
    ".renovaterc": "json",
}
_ENDINGS = {
    "yml": "yaml",
    "yaml": "yaml",
    "json": "json",
    "json5": "json",
    "toml": "toml",
    "sh": "bash",
    "bash": "bash",
    "zsh": "bash",
    "ps1": "powershell",
    "psm1": "powershell",
    "mk": "make",
    "mak": "make",
    "make": "make",
    "nix": "nix",
    "tf": "hcl",
    "tfvars": "hcl",
    "hcl": "hcl",
    "gradle": "groovy",
    "groovy": "groovy",
    "jenkinsfile": "groovy",
    "bzl": "starlark",
    "star": "starlark",
    "bazel": "starlark",
    "gemspec": "ruby",
    "gemfile": "ruby",
    "rb": "ruby",
    "py": "python",
    "dockerfile": "containerfile",
    "docker": "containerfile",
    "containerfile": "containerfile",
    "js": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "md": "markdown",
    "markdown": "markdown",
    "mdx": "markdown",
    "xml": "xml",
}
_NAMED = (
    (re.compile(r"(?:docker|container)file(?:[._-][\w-]+)*"), "containerfile"),
    (re.compile(r"(?:gnu)?makefile(?:\.[\w.-]+)?"), "make"),
)
_MARKS = {
    "json": "//",
    "groovy": "//",
    "javascript": "//",
    "markdown": "<!--",
    "xml": "<!--",
}
_MARKS_BY_ENDING = {
    "ts": "//",
    "mts": "//",
    "cts": "//",
    "kts": "//",
    "jsonnet": "//",
    "libsonnet": "//",
    "mod": "//",
    "work": "//",
    "rst": "<!--",
    "adoc": "<!--",
    "asciidoc": "<!--",
    "txt": "<!--",
    "lock": "",
}


@lru_cache(maxsize=4096)
def grammar_of(name: str) -> str:
    """Return the grammar of a file by its plain name; empty where there is none."""
    known = _NAMES.get(name) or _ENDINGS.get(name.rpartition(".")[2] if "." in name else "")
    if known:
        return known
    return next((grammar for named, grammar in _NAMED if named.fullmatch(name)), "")


@lru_cache(maxsize=4096)
def comment_mark(name: str, grammar: str) -> str:
    """Return what starts a comment on a line of such a file, where its tree cannot tell."""
    ending = name.rpartition(".")[2] if "." in name else ""
    return _MARKS.get(grammar) or _MARKS_BY_ENDING.get(ending, "#")
