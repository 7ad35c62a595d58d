"""Go modules: ``go.mod``, ``go.work`` and module files of other names."""

from runtimes.managers.go_mod import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "go_mod", Paths(names=frozenset({"go.work"}), endings=frozenset({"mod"})), extract.find
)
