"""The sentences that say why a line is not a plain edit."""

RANGE = "a range: moving it is a choice of policy"
LISTED = "one of a list: adding and dropping versions is a choice of policy"
LINTER = "the language floor of a linter: moving it is a choice of policy"
FLOOR = "names a lowest or highest version: moving it is a choice of policy"
LOWEST = "a lowest version: moving it is a choice of policy"
LAGS = "a second version of the same runtime, which may differ on purpose"
DIGEST = "a digest stands beside the tag and wins: change both"
ABI = "a folder named by the ABI, which ends in .0 for every patch"
LABEL = "a label that names a version"
OWN_TAG = "a tag that its image's makers count by themselves, or build from a commit: look it up"
REPOSITORY = "the name of a repository, which a version of its own releases follows"
DATED = "a second version, or the state of a day: whether it moves is a choice"
PORT = "a major that is left by porting the code, not by an edit"
SEVERAL = "several versions on one line: which of them moves is a choice"
LOCK = "a line of a lock file: run the package manager, which rewrites it"
OTHER = "another implementation, which follows the language at its own pace"
GENERATED = "a generated file: change what it is made from"
FLAG = "a language level that is given to a tool: moving it is a choice of policy"
FLOATS = "floats: it names no version"


def follows(reference: str) -> str:
    """For a line whose version stands elsewhere."""
    return f"follows {reference}: edit it where that is set"


def floats(title: str, raw: str) -> str:
    """For a number that names no cycle: ``python:3``."""
    return f"floats: it names any {title} {raw}"
