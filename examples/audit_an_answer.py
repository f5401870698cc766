"""What forty rules say of an answer, ours or a description of somebody else's in the same fields.

.venv/bin/python examples/audit_an_answer.py
"""

from assistant.audit.engine import audit

ANSWER = {
    "locale": "en-GB",
    "jurisdictions": ["uk"],
    "ai_labels": [{"text": "Written by an AI", "form": "text", "position": "start"}],
    "blocks": [
        {
            "id": "b1",
            "kind": "organic",
            "placements": [
                {
                    "id": "p1",
                    "title": "Kite Lamp K1",
                    "comp": {"type": "cpc", "payer": "Kite", "affects_rank": True},
                    "seller": {"name": "Kite", "kind": "official"},
                }
            ],
        }
    ],
}


def main() -> None:
    report = audit(ANSWER, profile="uk", subject="a paid lamp among organic picks")
    print("\n".join(report.lines()))
    print("blocking" if report.blocking else "nothing that blocks")


if __name__ == "__main__":
    main()
