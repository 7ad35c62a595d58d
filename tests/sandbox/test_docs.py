import re
from pathlib import Path

from sandbox.fault_plan import FaultKind
from sandbox.slack.blocks.block_rules import BLOCKS
from sandbox.slack.methods import METHODS

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def documented_methods() -> set[str]:
    """Read the first column of the table; ``.list`` after ``users.info`` means users.list."""
    methods = set()
    for line in PAGE.splitlines():
        family = ""
        for name in (
            re.findall(r"`([a-zA-Z.]+)`", line.split(" | ")[0]) if line[:3] == "| `" else []
        ):
            family = name.rpartition(".")[0] or family
            methods.add(f"{family}{name}" if name.startswith(".") else name)
    return methods


def test_the_page_speaks_of_every_method_and_of_no_other() -> None:
    kinds = {kind.value for kind in FaultKind}
    assert documented_methods() - kinds == set(METHODS)


def test_the_page_names_every_fault_and_every_block() -> None:
    missing = [kind for kind in FaultKind if f"| `{kind}` |" not in PAGE]
    assert missing == []
    assert [block for block in BLOCKS if block not in PAGE] == []
