"""Bazel: the toolchains that its rules register."""

from runtimes.managers.bazel import extract
from runtimes.managers.manager import Manager, Paths

MANAGER = Manager(
    "bazel",
    Paths(
        names=frozenset({"module.bazel", "workspace", "workspace.bazel"}),
        endings=frozenset({"bzl", "star", "bazel"}),
    ),
    extract.find,
)
