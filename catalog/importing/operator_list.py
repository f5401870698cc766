"""The operator's list of sellers: what each shop is, by a source that is not the shop's own row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import yaml

from catalog.errors import BadInput
from catalog.feeds.sanitise import slug
from catalog.seller import SellerKind

SellerKinds = Mapping[str, SellerKind]
"""A seller's slug → its kind."""
KINDS = tuple(kind for kind in get_args(SellerKind) if kind not in ("unknown", "self_described"))


def read_sellers(path: Path) -> SellerKinds:
    """The list in a YAML file whose lines are "Name of the shop: kind".

    Raises:
        BadInput: it is no such list, or names a kind that there is not.

    """
    try:
        content = yaml.safe_load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise BadInput(str(path), "", f"cannot be read as YAML ({error})", "Mend it") from error
    if not isinstance(content, dict) or not content:
        problem = "holds no list of sellers"
        raise BadInput(str(path), "", problem, 'Write lines like "Shanye Flagship Store: official"')
    found: dict[str, SellerKind] = {}
    for name, kind in content.items():
        if kind not in KINDS:
            remedy = f"Use one of: {', '.join(KINDS)}"
            raise BadInput(str(path), str(name), f"{str(kind)[:40]!r} is no kind of seller", remedy)
        found[slug(str(name))] = kind
    return found
