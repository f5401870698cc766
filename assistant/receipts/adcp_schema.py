"""Receipts in AdCP's form held against AdCP's own JSON schemas."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import JsonValue

from assistant.receipts.receipt import Receipt
from catalog.errors import BadInput

RECEIPT_SCHEMA = "si-sponsored-context-receipt.json"
"""The file of the schema, by its base name."""


def misfit(receipt: Receipt, folder: Path) -> str:
    """What is wrong with AdCP's receipt in a receipt by AdCP's own JSON schema, "" for nothing.

    Args:
        receipt: one that holds such a receipt.
        folder: AdCP's schemas, each under its base name, with what they refer to.

    Raises:
        BadInput: a schema is not there, or is no JSON.
    """
    from jsonschema import Draft7Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    schema = _json(folder / RECEIPT_SCHEMA)
    if not isinstance(schema, dict):
        remedy = "Name AdCP's folder of schemas"
        raise BadInput(str(folder / RECEIPT_SCHEMA), "", "no JSON schema", remedy)
    every = [_json(path) for path in sorted(folder.glob("*.json"))]
    named = ((each.get("$id"), each) for each in every if isinstance(each, dict))
    resources = [(str(id), DRAFT7.create_resource(each)) for id, each in named if id]
    validator = Draft7Validator(schema, registry=Registry().with_resources(resources))
    first = next(iter(validator.iter_errors(receipt.sponsored_context)), None)
    return f"line {receipt.seq}: {first.json_path} {first.message}" if first else ""


def _json(path: Path) -> JsonValue:
    try:
        found: JsonValue = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        wrong = f"cannot be read ({error.strerror})"
        raise BadInput(str(path), "", wrong, "Name AdCP's folder of schemas") from error
    except ValueError as error:
        raise BadInput(str(path), "", f"not JSON ({error})", "Restore the schema") from error
    return found
