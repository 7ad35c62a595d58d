"""YAML of any tool: keys and scalars, and the keys around them."""

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.yaml import extract

MANAGER = Manager("yaml", Paths(endings=frozenset({"yml", "yaml"})), extract.find)
