"""Conda: environments and recipes."""

from runtimes.managers.conda import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "conda",
    Paths(names=frozenset({"environment.yml", "environment.yaml", "meta.yaml", "recipe.yaml"})),
    extract.find,
)
