"""Which files may hold pins, and which formats are looked for in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from runtimes.formats import (
    bazel,
    braced,
    conda,
    free_text,
    gemfile,
    gemfile_lock,
    gemspec,
    go_mod,
    js_lock,
    linter,
    omnibus,
    package_json,
    prose,
    python_project,
    rails_config,
    rpm_spec,
    tool_versions,
    version_file,
    yaml_file,
)
from runtimes.page import Comments, Finding, Page, plain_name
from runtimes.skipping import is_skipped
from runtimes.vocabulary import words

Finder = Callable[[Page], Finding]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: the finders to ask, and the mark of its comments."""

    finders: tuple[Finder, ...]
    comments: Comments = "#"


_TEXT = Reading((free_text.find,))
_YAML = Reading((yaml_file.find, omnibus.find_builder))
_BRACED = Reading((braced.find,), "//")
_HASH_BRACED = Reading((braced.find,), "#")
_PROSE = Reading((prose.find,), "<!--")
_LINTER = Reading((linter.find,))
_PYTHON = Reading((python_project.find,))
_GEMFILE = Reading((gemfile.find,))
_BAZEL = Reading((bazel.find,))
_SLASHED = Reading((free_text.find,), "//")

_NAMES: dict[str, Reading] = {
    "go.mod": Reading((go_mod.find,), "//"),
    "go.work": Reading((go_mod.find,), "//"),
    ".tool-versions": Reading((tool_versions.find,)),
    "gemfile": _GEMFILE,
    "gemfile.next": _GEMFILE,
    "gems.rb": _GEMFILE,
    "appraisals": _GEMFILE,
    "gemfile.lock": Reading((gemfile_lock.find,), ""),
    "gemfile.next.lock": Reading((gemfile_lock.find,), ""),
    "gems.locked": Reading((gemfile_lock.find,), ""),
    "package.json": Reading((package_json.find,), ""),
    "package-lock.json": Reading((js_lock.find,), ""),
    "npm-shrinkwrap.json": Reading((js_lock.find,), ""),
    "yarn.lock": Reading((js_lock.find,), ""),
    "pnpm-lock.yaml": Reading((js_lock.find,), ""),
    "pyproject.toml": _PYTHON,
    "setup.cfg": _PYTHON,
    "setup.py": _PYTHON,
    "tox.ini": _PYTHON,
    "noxfile.py": _PYTHON,
    "mypy.ini": _PYTHON,
    ".mypy.ini": _PYTHON,
    "ruff.toml": _PYTHON,
    ".ruff.toml": _PYTHON,
    ".pylintrc": _PYTHON,
    "pylintrc": _PYTHON,
    ".flake8": _PYTHON,
    "environment.yml": Reading((conda.find,)),
    "environment.yaml": Reading((conda.find,)),
    "meta.yaml": Reading((conda.find,)),
    "recipe.yaml": Reading((conda.find,)),
    "module.bazel": _BAZEL,
    "workspace": _BAZEL,
    "workspace.bazel": _BAZEL,
    "application.rb": Reading((rails_config.find,)),
    "new_framework_defaults.rb": Reading((rails_config.find,)),
    "pyrightconfig.json": Reading((linter.find,), "//"),
    ".swcrc": Reading((linter.find,), "//"),
    ".babelrc": Reading((linter.find,), "//"),
    "babel.config.json": Reading((linter.find,), "//"),
    "pom.xml": Reading((free_text.find,), "<!--"),
    "jenkinsfile": _BRACED,
    "justfile": _TEXT,
    ".justfile": _TEXT,
    "vagrantfile": _TEXT,
    "brewfile": _TEXT,
    "pipfile": _TEXT,
    "rakefile": _TEXT,
    "procfile": _TEXT,
    "versions": _TEXT,
    "versions.env": _TEXT,
    ".envrc": _TEXT,
    ".rvmrc": _TEXT,
    "tiltfile": _TEXT,
    "snakefile": _TEXT,
    "pkgbuild": _TEXT,
    "requirements.in": _TEXT,
    "gradle.properties": _TEXT,
    "sonar-project.properties": _TEXT,
    ".travis.yml": _YAML,
}
_NAMES.update({name: Reading((version_file.find,)) for name in version_file.RUNTIMES})
_NAMES.update(
    {name: Reading((version_file.find, free_text.find)) for name in version_file.VARIABLES}
)

_ENDINGS: dict[str, Reading] = {
    "yml": _YAML,
    "yaml": _YAML,
    "toml": _HASH_BRACED,
    "sh": _TEXT,
    "bash": _TEXT,
    "zsh": _TEXT,
    "fish": _TEXT,
    "ps1": _TEXT,
    "psm1": _TEXT,
    "bat": _TEXT,
    "cmd": _TEXT,
    "mk": _TEXT,
    "mak": _TEXT,
    "make": _TEXT,
    "env": _TEXT,
    "properties": _TEXT,
    "nix": _TEXT,
    "cfg": _PYTHON,
    "ini": _PYTHON,
    "cmake": _TEXT,
    "tf": _HASH_BRACED,
    "tfvars": _HASH_BRACED,
    "hcl": _HASH_BRACED,
    "gradle": _BRACED,
    "kts": _BRACED,
    "groovy": _BRACED,
    "jenkinsfile": _BRACED,
    "bzl": _BAZEL,
    "star": _BAZEL,
    "bazel": _BAZEL,
    "gemspec": Reading((gemspec.find,)),
    "gemfile": _GEMFILE,
    "dockerfile": _TEXT,
    "docker": _TEXT,
    "jsonnet": _SLASHED,
    "libsonnet": _SLASHED,
    "containerfile": _TEXT,
    "earthfile": _TEXT,
    "spec": Reading((rpm_spec.find,)),
}
_LINTER_NAMES = re.compile(
    r"\.rubocop[\w.-]*\.ya?ml|\.golangci(?:[.-][\w.-]+)?\.(?:ya?ml|toml|json)|\.standard\.ya?ml|"
    r"\.eslintrc(?:\.\w+)?|\.haml-lint\.yml|\.erb-lint\.yml|\.landscape\.ya?ml|\.prospector\.ya?ml|"
    r"\.reek\.yml|\.codeclimate\.yml"
)
_DOCKERFILE = re.compile(
    r"(?:docker|container|earth)file(?:[._-][\w-]+)*"
    r"(?<!\.md)(?<!\.rebuild)(?<!ignore)(?<!\.lock)(?<!\.txt)(?<!\.py)(?<!\.go)(?<!\.js)(?<!\.rb)(?<!\.sh)"
)
_MAKEFILE = re.compile(r"(?:gnu)?makefile(?:\.[\w.-]+)?")
_ENV = re.compile(r"\.?env(?:\.[\w.-]+)?|[\w.-]*versions?(?:\.txt)?")
_JSON = re.compile(
    r"\.?devcontainer[\w.-]*\.json|app\.json|vercel\.json|now\.json|renovate[\w.-]*\.json5?|"
    r"\.renovaterc(?:\.json)?|docker-bake[\w.-]*\.json|cdk\.json|nodemon\.json|mise\.json|devbox\.json|"
    r"function\.json|template\.json"
)
_BUILD_SCRIPT = re.compile(
    r"(?:[\w.-]*\.config|build|esbuild[\w.-]*|vite[\w.-]*|tsup[\w.-]*|webpack[\w.-]*)\.[cm]?[jt]s"
)
_ATTRIBUTES = re.compile(r"[\w.-]*versions?\.(?:adoc|asciidoc)")
_FILE_PATTERNS = (
    (_LINTER_NAMES, _LINTER),
    (_DOCKERFILE, _TEXT),
    (_MAKEFILE, _TEXT),
    (_ENV, _TEXT),
    (_JSON, _BRACED),
    (_ATTRIBUTES, _PROSE),
)
_GUIDE = re.compile(
    r"(?:readme|contribut|install|develop|hacking|building|build|getting[-_]?started|requirements|"
    r"prereq\w*|setup|quick[-_]?start|onboarding)[\w-]*(?:\.[\w-]{2,5})?(?:\.(?:md|markdown|mdx|rst|adoc|asciidoc|txt))?"
)
_GUIDE_PATH = re.compile(
    r"(?:^|/)docs?/(?:[\w./-]*/)?[\w-]*(?:install|setup|develop|contribut|getting[-_]started|requirement|"
    r"prereq|build|quick[-_]?start|hacking|source|compil|local|dev[-_]env)[\w-]*(?:/_?(?:index|readme))?"
    r"\.(?:md|markdown|mdx|rst|adoc|asciidoc)$"
)
_DOCS_INDEX = re.compile(r"docs?/_?(?:index|readme)\.(?:md|markdown|mdx|rst|adoc)")
_DOCUMENT_ENDINGS = {"", "md", "markdown", "mdx", "rst", "adoc", "asciidoc", "txt"}
_SCRIPT_FOLDER = re.compile(
    r"(?:^|/)(?:bin|scripts?|ci|\.ci|hack|tools?|dev|build|docker|\.gitlab)/[\w./-]*$"
)
_TEST_FOLDER = re.compile(r"(?:^|/)(?:tests?|specs?|__tests__|e2e|examples?|demos?)/")
_PAST = re.compile(
    r"(?:change[-_]?log|changes|history|news|release[-_]?notes?|releases?|upgrad)[\w.-]*"
)
_IGNORED = {"dependabot.yml", "dependabot.yaml", ".dependabot.yml", "crowdin.yml", "codecov.yml"}


def is_candidate(path: str) -> bool:
    """Whether a file may hold a pin, so that it is worth reading."""
    return formats_for(path) is not None


def formats_for(path: str) -> Reading | None:
    """How to read a file, None when it cannot hold a pin."""
    low = path.lower()
    name = plain_name(low)
    reading = _NAMES.get(name)
    if reading is None and name.rpartition(".")[2] in words("code_endings"):
        # Source code is no settings file; of it only Omnibus's definitions pin a runtime.
        if name not in omnibus.SOFTWARE or "config/software/" not in low:
            return None
        reading = Reading((omnibus.find,))
    if name in _IGNORED or is_skipped(low):
        return None
    return reading or _by_pattern(low, name)


def _by_pattern(low: str, name: str) -> Reading | None:
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    for pattern, reading in _FILE_PATTERNS:
        if pattern.fullmatch(name):
            return reading
    if ".devcontainer/" in low:
        return _BRACED
    if _PAST.fullmatch(name):
        return None
    return _by_place(low, name, ending)


def _by_place(low: str, name: str, ending: str) -> Reading | None:
    is_guide = ending in _DOCUMENT_ENDINGS and _GUIDE.fullmatch(name) is not None
    if is_guide or _GUIDE_PATH.search(low) or _DOCS_INDEX.fullmatch(low):
        return _PROSE
    if _BUILD_SCRIPT.fullmatch(name):
        return None if _TEST_FOLDER.search(low) else _SLASHED
    if not ending and _SCRIPT_FOLDER.search(low):
        return _TEXT
    return _ENDINGS.get(ending)
