"""Returns, warranty, payment, orders: each shop's own affair, told as far as a listing says."""

from __future__ import annotations

import re

from assistant.facts.inquiry import FEW, Inquiry
from assistant.schema.statement import Quotation, Statement, Value, series, statement
from catalog.sentences import excerpt, sentences

WORDS = {
    "returns": re.compile(r"退货|退换|无理由|\breturns?\b|refund", re.IGNORECASE),
    "warranty": re.compile(r"保修|质保|联保|warrant|guarantee", re.IGNORECASE),
    "payment": re.compile(r"分期|货到付款|installment|pay later|cash on delivery", re.IGNORECASE),
}
LONGEST = 140


def service(inquiry: Inquiry) -> tuple[Statement, ...]:
    """What a listing says of it; else that it is not on record and whom to ask."""
    topic = inquiry.need.topic or "returns"
    quoted = [s for c in inquiry.products[:FEW] for s in _quoted(c.id, topic, inquiry)]
    if quoted:
        return tuple(quoted)
    shops = list(dict.fromkeys(inquiry.seller(c.best) for c in inquiry.products[:FEW] if c.best))
    if topic in WORDS and shops and not inquiry.whole:
        names: list[Value] = [*shops]
        return (
            statement(
                f"facts.service_{topic}_of",
                about=inquiry.ids[:FEW],
                shops=series(names, "neither"),
                products=series([c.name for c in inquiry.products[:FEW]], "neither"),
            ),
        )
    return (statement(f"facts.service_{topic}"),)


def _quoted(product_id: str, topic: str, inquiry: Inquiry) -> list[Statement]:
    words = WORDS.get(topic)
    asked = next(c for c in inquiry.products if c.id == product_id)
    for sentence in sentences(asked.product.description) if words else ():
        if words and words.search(sentence) and (held := excerpt(sentence, LONGEST)):
            quote = Quotation(text=held)
            return [statement("facts.listing_says", about=(asked.id,), product=asked.name,
                              quote=quote)]  # fmt: skip
    return []
