"""Settings of linters: language levels."""

import re

from runtimes.managers.linters import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "linters",
    Paths(
        names=frozenset({"pyrightconfig.json", ".swcrc", ".babelrc", "babel.config.json"}),
        named=re.compile(
            r"\.rubocop[\w.-]*\.ya?ml|\.golangci(?:[.-][\w.-]+)?\.(?:ya?ml|toml|json)|"
            r"\.standard\.ya?ml|\.eslintrc(?:\.\w+)?|\.haml-lint\.yml|\.erb-lint\.yml|"
            r"\.landscape\.ya?ml|\.prospector\.ya?ml|\.reek\.yml|\.codeclimate\.yml"
        ),
    ),
    extract.find,
)
