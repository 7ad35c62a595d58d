"""Reading one YAML file of the catalog; errors name the file, line and field."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
# libyaml is ten times as fast, but not every installation of PyYAML has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FieldPath = tuple[int | str, ...]
Mistake = tuple[FieldPath, str]


class CatalogError(Exception):
    """An invalid catalog; the message names the file, line and field."""


def read_file(file: Path, model: type[M], check: Callable[[M], Iterable[Mistake]]) -> M:
    """Read a file into a model; ``check`` validates it across fields.

    Raises:
        CatalogError: the file cannot be read, is not YAML, or is invalid.
    """
    node, values = _parse(file, _text(file))
    try:
        read = model.model_validate(values)
    except ValidationError as error:
        raise _refusal(file, node, _mistakes(error)) from error
    mistakes = [*check(read)]
    if mistakes:
        raise _refusal(file, node, mistakes)
    return read


def _mistakes(error: ValidationError) -> list[Mistake]:
    """List the errors, without "too short" for lists whose entries are invalid."""
    found = error.errors()
    wrong = {mistake["loc"][:depth] for mistake in found for depth in range(len(mistake["loc"]))}
    return [
        (mistake["loc"], mistake["msg"].removeprefix("Value error, "))
        for mistake in found
        if mistake["type"] != "too_short" or mistake["loc"] not in wrong
    ]


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise CatalogError(f"Cannot read {file.name}: {error}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CatalogError(f"{file.name}, line {line}: this is not valid UTF-8.") from error


def _parse(file: Path, text: str) -> tuple[yaml.Node | None, object]:
    try:
        loader = LOADER(text)
        node = loader.get_single_node()
        _require_single_keys(node)
        return node, None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise CatalogError(_yaml_sentence(file, error)) from error
    except ValueError as error:  # PyYAML passes a date such as 2023-13-45 on to Python
        raise CatalogError(f"{file.name}: this is not valid YAML: {error}.") from error


def _require_single_keys(node: yaml.Node | None) -> None:
    """Reject duplicate keys in a mapping, because PyYAML would silently use the last one."""
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _require_single_keys(value)
    if isinstance(node, yaml.MappingNode):
        known: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in known:
                problem = f"duplicate field {key.value}"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            known.add(str(key.value))
            _require_single_keys(value)


def _yaml_sentence(file: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f", line {mark.line + 1}" if mark else ""
    return f"{file.name}{where}: this is not valid YAML: {getattr(error, 'problem', error)}."


def _refusal(file: Path, node: yaml.Node | None, mistakes: Iterable[Mistake]) -> CatalogError:
    sentences = [
        f"{file.name}, line {_line_of(node, path)}, {_name_of(path)}: {message}."
        for path, message in mistakes
    ]
    return CatalogError("\n".join(sentences))


def _name_of(path: FieldPath) -> str:
    return f"field {'.'.join(str(part) for part in path)}" if path else "the whole file"


def _line_of(node: yaml.Node | None, path: FieldPath) -> int:
    """Return the line of a field in the YAML nodes, or of its nearest existing parent."""
    line = 1 if node is None else node.start_mark.line + 1
    for part in path:
        found = _child(node, part)
        if found is None:
            return line
        line, node = found
    return line


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None
