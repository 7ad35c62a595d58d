"""Python projects: floors, classifiers, environments and linters."""

from runtimes.managers.manager import Manager, Paths
from runtimes.managers.python_project import extract

MANAGER = Manager(
    "python_project",
    Paths(
        names=frozenset(
            {
                "pyproject.toml",
                "setup.py",
                "noxfile.py",
                ".pylintrc",
                "pylintrc",
                ".flake8",
                "ruff.toml",
                ".ruff.toml",
            }
        ),
        endings=frozenset({"cfg", "ini"}),
    ),
    extract.find,
)
