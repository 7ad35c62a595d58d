"""Nix: packages of shells and flakes, and the languages of devenv."""

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.nix import extract

MANAGER = Manager("nix", Paths(endings=frozenset({"nix"})), extract.find)
