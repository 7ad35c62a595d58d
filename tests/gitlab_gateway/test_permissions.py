"""The page about the token names every call of the gateway, and what each one needs."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import gitlab_gateway
from gitlab_gateway.permissions import PERMISSIONS, permission_name
from sandbox.gitlab.permissions import permission_of

GATEWAY = Path(gitlab_gateway.__file__).parent
PAGE = (GATEWAY.parent / "docs" / "gitlab-token.md").read_text(encoding="utf-8")
METHODS = {"get": "GET", "list": "GET", "list_first": "GET", "post": "POST"}
METHODS |= {"put": "PUT", "delete": "DELETE"}


def functions() -> Iterator[ast.FunctionDef]:
    for file in sorted(GATEWAY.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def path_of(node: ast.expr, assigned: Mapping[str, str]) -> str:
    """Return the path that a call names, with `:x` for each part that varies."""
    if isinstance(node, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else ":x" for p in node.values)
        return "".join(map(str, parts))
    return assigned[node.id] if isinstance(node, ast.Name) else str(ast.literal_eval(node))


def calls_in(function: ast.FunctionDef) -> Iterator[str]:
    assigned = {
        target.id: path_of(node.value, {})
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_connection = ast.unparse(node.func.value) in ("gitlab", "self.gitlab")
            if is_connection and node.func.attr in METHODS:
                yield f"{METHODS[node.func.attr]} {path_of(node.args[0], assigned)}"


def test_every_call_of_the_gateway_has_its_permission_and_nothing_else_has() -> None:
    assert {call for one in functions() for call in calls_in(one)} == set(PERMISSIONS)


def test_the_page_lists_every_call_with_its_permission() -> None:
    table = re.findall(r"^\| `([A-Z]+ /[^`]+)` \| `api` \| (.+) \|$", PAGE, re.MULTILINE)

    assert dict(table) == PERMISSIONS


def test_the_page_lists_every_query() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in GATEWAY.glob("*.py"))
    below = PAGE.partition("## GraphQL")[2]

    listed = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", below, re.MULTILINE)
    sent = set(re.findall(r"(?:query|mutation) (\w+)\s*[({]", written))
    assert sent == set(re.findall(r"\w+", " ".join(listed)))


def test_the_sandbox_asks_for_the_same_permissions() -> None:
    asked = {call: permission_of(*call.split(" ")) for call in PERMISSIONS}

    assert asked == PERMISSIONS
    assert permission_name("Work Item: Read") == "read_work_item"
