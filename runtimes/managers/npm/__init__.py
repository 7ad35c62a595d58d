"""npm, Yarn and pnpm: ``package.json`` and the locks."""

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.npm import extract, lock
from runtimes.managers.text.extract import find as find_text

_LOCKS = frozenset({"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"})

MANAGERS = (
    Manager("npm", Paths(names=frozenset({"package.json"})), extract.find),
    Manager("npm", Paths(names=_LOCKS), lock.find),
    Manager("npm", Paths(names=frozenset({".npmrc"})), find_text),
)
