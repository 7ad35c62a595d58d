"""Files of version managers: ``.go-version``, ``.nvmrc``, ``.tool-versions``."""

import re

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.text.extract import find as find_text
from runtimes.managers.version_files import single, tool_versions, tools
from runtimes.source import Matches, Source

_TOOLS = re.compile(r"\.prototools|\.?mise(?:\.[\w-]+)*\.toml|\.?rtx\.toml")


def _find_named(source: Source) -> Matches:
    """A file named like a variable may also set one."""
    yield from single.find(source)
    yield from find_text(source)


MANAGERS = (
    Manager("version_files", Paths(names=frozenset({".tool-versions"})), tool_versions.find),
    Manager("version_files", Paths(named=_TOOLS), tools.find, beside=True),
    Manager("version_files", Paths(known=single.version_files), single.find),
    Manager("version_files", Paths(known=single.variable_files), _find_named),
)
