"""How the judge of promotional texts sees the demo catalog's evidence, by source kind, as JSON.

python -m benchmarks.evidence_kinds
"""

from __future__ import annotations

import json
from collections import defaultdict

from catalog.evidence import PROMOTIONAL
from catalog.promotional import judge
from catalog.store import Catalog


def main() -> None:
    judged: dict[str, list[bool]] = defaultdict(list)
    for piece in Catalog.open().evidence():
        judged[piece.source_kind].append(judge(piece.text, piece.language).is_promotional)
    kinds = {
        kind: {
            "paid_for": kind in PROMOTIONAL,
            "texts": len(said),
            "judged_promotional": round(sum(said) / len(said), 3),
        }
        for kind, said in sorted(judged.items())
    }
    print(json.dumps(kinds, indent=1))


if __name__ == "__main__":
    main()
