"""Files of records, YAML or one JSON a line, read with errors that name place and field."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from catalog.errors import BadInput
from catalog.record import Record

if TYPE_CHECKING:
    from yaml import SafeLoader

R = TypeVar("R", bound=Record)
T = TypeVar("T")
MERGE = "tag:yaml.org,2002:merge"
"""The tag of a key that stands for another mapping's."""


def read_yaml(path: Path, kind: type[T], remedy: str = "Correct that field") -> T:
    """What a YAML file holds, as a `kind`; an empty file is an empty mapping.

    Raises:
        BadInput: the file cannot be read, is not YAML, or is no `kind`; it names file and field.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise BadInput(str(path), "", problem, "Check the path") from error
    except UnicodeDecodeError as error:
        raise BadInput(str(path), "", f"not YAML ({error})", "Mend the file") from error
    return yaml_in(text, kind, str(path), remedy)


def yaml_in(text: str, kind: type[T], name: str, remedy: str = "Correct that field") -> T:
    """What a text of YAML holds, as a `kind`; `name` is what the text is called in errors.

    Raises:
        BadInput: it is not YAML, or no `kind`; it names the text and the field.
    """
    import yaml

    try:
        content = yaml.load(text, _loader())
        return TypeAdapter(kind).validate_python({} if content is None else content)
    except yaml.YAMLError as error:
        raise BadInput(name, "", f"not YAML ({error})", "Mend the file") from error
    except RecursionError as error:
        raise BadInput(name, "", "nested too deeply", "Write it flatter") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(name, field, first["msg"], remedy) from error


@cache
def _loader() -> type[SafeLoader]:
    """A safe loader that refuses a mapping in which a key stands twice, as YAML asks."""
    from yaml import MappingNode, SafeLoader
    from yaml.constructor import ConstructorError

    class Unique(SafeLoader):
        def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
            seen: set[Hashable] = set()
            for key_node, _ in node.value:
                if key_node.tag == MERGE:
                    continue
                key = self.construct_object(key_node, deep=True)
                if isinstance(key, Hashable) and key in seen:
                    problem = f"the key {key!r} stands twice"
                    raise ConstructorError(None, None, problem, key_node.start_mark)
                seen |= {key} if isinstance(key, Hashable) else set()
            return super().construct_mapping(node, deep)

    return Unique


def read_records(path: Path, kind: type[R]) -> Iterator[R]:
    """The records of a JSONL file in order; blank lines are passed over.

    Raises:
        BadInput: a line is not JSON or not such a record.

    """
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(str(part) for part in first["loc"])
                raise BadInput(
                    f"{path}:{number}",
                    field,
                    first["msg"],
                    f"Each line must be one {kind.__name__} as JSON",
                ) from error
