"""Editing a runtime's catalog file as text, which keeps comments and order."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

Owners = Mapping[str, dict[str, str]]


def edit_owners(text: str, owners: Owners) -> str:
    """Set component fields (`dri`, `backup`) in a runtime's file.

    ``owners`` maps a component's key to its changed fields. Components that are not found stay
    unchanged, so check the result with `changes_only`.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    edits = [
        edit
        for component in _components(root)
        for field, value in reversed(owners.get(_value(component, "key"), {}).items())
        for edit in _edits(text, component, field, value)
    ]
    for start, end, words in sorted(edits, key=lambda edit: edit[0], reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def changes_only(before: str, after: str, owners: Owners) -> bool:
    """Return whether only these owners changed between two versions of a runtime's file."""
    try:
        wanted, found = _plain(before), _plain(after)
    except yaml.YAMLError:
        return False
    for tier in wanted["tiers"]:
        for component in tier["components"]:
            component.update(owners.get(component["key"], {}))
    return bool(found == wanted)


def _plain(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Parse a file with all aliases expanded, so that no values are shared."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def _components(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    for tier in _list(root, "tiers"):
        for component in _list(tier, "components"):
            if isinstance(component, yaml.MappingNode):
                yield component


def _list(node: yaml.Node | None, key: str) -> list[yaml.Node]:
    found = _find(node, key)
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []


def _find(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _value(node: yaml.Node, key: str) -> str:
    found = _find(node, key)
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


def _edits(
    text: str, component: yaml.MappingNode, field: str, value: str
) -> Iterator[tuple[int, int, str]]:
    """Yield text spans and their replacements."""
    there = _find(component, field)
    written = _scalar(value)
    if isinstance(there, yaml.ScalarNode):
        start, end = there.start_mark.index, there.end_mark.index
        yield start, end, written if end > start else f" {written}"
        return
    name, after = next(pair for pair in reversed(component.value) if pair[0].value in _BEFORE)
    if component.flow_style:
        yield after.end_mark.index, after.end_mark.index, f", {field}: {written}"
        return
    line_end = text.find("\n", after.end_mark.index)
    ending = "\r\n" if "\r\n" in text else "\n"
    line = f"{' ' * name.start_mark.column}{field}: {written}"
    if line_end < 0:
        yield len(text), len(text), f"{ending}{line}"
    else:
        yield line_end + 1, line_end + 1, f"{line}{ending}"


_BEFORE = ("key", "title", "project", "dri")


def _scalar(value: str) -> str:
    """Quote a value if necessary, so that YAML reads it as this string."""
    try:
        plain = yaml.safe_load(f"x: {value}") == {"x": value}
    except yaml.YAMLError:
        plain = False
    return value if plain else json.dumps(value, ensure_ascii=False)
