"""Which products a question about things is about: named, pointed at, shown, or all of a kind."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.facts.inquiry import FEW
from assistant.schema.need import Act, History, Need, Topic
from catalog.product import Product
from catalog.record import Record
from retrieval.request import Constraints, RankedProduct, Request

if TYPE_CHECKING:
    from assistant.understanding.lexicon import Lexicon
    from retrieval.ranking import Ranker

WHOLE = 400
"""Up to so many products of a kind are looked through one by one."""
OF_BRAND = 120
"""Products of a brand among which a named one is looked for."""
OF_NO_PRODUCT: tuple[Topic, ...] = ("asked", "currency")
"""Topics that are about the conversation or about money, whatever is shown."""
SEARCHED: tuple[Act, ...] = ("compare", "total")
"""Acts that, from a cold start, are about what a search finds."""


class Subjects(Record):
    """The products asked about, in order, and how they came to be asked about.

    `whole` says that they are all of a kind; `elsewhere` counts those of it that are not sold in
    the shopper's currency and so are left out. `listed` are those to be shown with the answer:
    what is not on the screen already.
    """

    product_ids: tuple[str, ...] = ()
    whole: bool = False
    elsewhere: int = 0
    on_screen: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


def subjects(
    need: Need,
    history: History,
    ranker: Ranker,
    lexicon: Lexicon,
    now: datetime,
    ranked: tuple[RankedProduct, ...] = (),
) -> Subjects:
    """The products that a need about things is about.

    Args:
        need: the need, its focus resolved as far as the screen goes.
        history: the earlier turns.
        ranker: finds products of a brand or a kind.
        lexicon: the words of the catalog.
        now: the moment prices are taken at.
        ranked: what a search for the need finds, best first.
    """
    shown = history[-1].shown if history else ()
    if need.topic in OF_NO_PRODUCT:
        return Subjects(on_screen=shown)
    named = () if need.focus else named_in(need.text, ranker, lexicon, now)
    if not need.focus and not named and need.topic == "why_rank":
        named = _of_brand(need.text, ranker, lexicon, ranked)
    chosen = need.focus or named
    if need.topic == "shelf" or (not chosen and not _about_shown(need, shown, ranker)):
        return _from_cold(need, shown, ranker, now, ranked)
    if not chosen:
        return Subjects(product_ids=shown, on_screen=shown, listed=_listed(need, shown, shown))
    return Subjects(product_ids=chosen, on_screen=shown, listed=_listed(need, chosen, shown))


def _of_brand(
    text: str, ranker: Ranker, lexicon: Lexicon, ranked: tuple[RankedProduct, ...]
) -> tuple[str, ...]:
    """The best-ranked product of a brand that a text names."""
    from assistant.understanding.normalise import fold, lowered

    brands = {m.name for x in lexicon.find(lowered(fold(text))) for m in x.of("brand")}
    of_it = (r.product_id for r in ranked if ranker.catalog.product(r.product_id).brand in brands)
    return tuple(next(([id] for id in of_it), []))


def _listed(need: Need, chosen: tuple[str, ...], shown: tuple[str, ...]) -> tuple[str, ...]:
    """What is put on the screen: everything compared or looked at alone, else what is new on it."""
    if need.act == "compare" or (need.act == "tell" and need.topic in ("", "how_to_buy")):
        return chosen[:FEW]
    return tuple(id for id in chosen[:FEW] if id not in shown)


def _about_shown(need: Need, shown: tuple[str, ...], ranker: Ranker) -> bool:
    """Whether it may be about what is shown: no other kind of thing is named."""
    kinds = {ranker.catalog.product(id).category for id in shown}
    return bool(shown) and (not need.subject or need.subject in kinds)


def _from_cold(
    need: Need,
    shown: tuple[str, ...],
    ranker: Ranker,
    now: datetime,
    ranked: tuple[RankedProduct, ...],
) -> Subjects:
    """What a search finds, for a comparison or a total; else all of the kind that is named."""
    if need.act in SEARCHED:
        picked = _picked(need, ranker, ranked)
        return Subjects(product_ids=picked, on_screen=shown, listed=picked)
    category = need.subject
    if not category and need.topic == "shelf" and shown and not need.subject_words:
        category = ranker.catalog.product(shown[0]).category
    if not category:
        return Subjects(on_screen=shown)
    kind = need.constraints.model_copy(update={"categories": (category,), "in_stock": False})
    request = Request(text="", constraints=kind, currency=need.currency, k=WHOLE)
    found = tuple(r.product_id for r in ranker.rank(request, now).products)
    own = tuple(id for id in found if _sold_in(id, need.currency, ranker))
    kept = own or found
    return Subjects(product_ids=kept, whole=True, elsewhere=len(found) - len(kept), on_screen=shown)


def _sold_in(product_id: str, currency: str, ranker: Ranker) -> bool:
    offers = ranker.catalog.offers_of(product_id)
    return any(p.money.currency == currency for o in offers for p in o.prices)


def _picked(need: Need, ranker: Ranker, ranked: tuple[RankedProduct, ...]) -> tuple[str, ...]:
    """The best found; where brands are compared, the best of each."""
    ids = tuple(r.product_id for r in ranked)
    brands = need.constraints.brands
    if need.act == "compare" and len(brands) > 1:
        of = {id: ranker.catalog.product(id).brand for id in ids}
        best = (next((id for id in ids if of[id] == brand), "") for brand in brands)
        if len(chosen := tuple(dict.fromkeys(id for id in best if id))) > 1:
            return chosen[:FEW]
    most = need.quantity if need.act == "compare" and 1 < need.quantity < FEW else FEW
    return ids[:most]


def named_in(text: str, ranker: Ranker, lexicon: Lexicon, now: datetime) -> tuple[str, ...]:
    """The products that a text calls by brand and model, in the order it names them."""
    from assistant.understanding.normalise import fold, lowered

    plain = lowered(fold(text))
    found: list[tuple[int, str]] = []
    brands = dict.fromkeys(m.name for x in lexicon.find(plain) for m in x.of("brand"))
    for brand in brands:
        asked = Constraints(brands=(brand,), in_stock=False)
        request = Request(text="", constraints=asked, k=OF_BRAND)
        for each in ranker.rank(request, now).products:
            product = ranker.catalog.product(each.product_id)
            if (at := _model_at(product, plain)) >= 0:
                found.append((at, each.product_id))
    return tuple(dict.fromkeys(id for _, id in sorted(found)))[:FEW]


def _model_at(product: Product, text: str) -> int:
    """Where a text names the model of a product, -1 where it does not."""
    from assistant.understanding.normalise import fold, lowered

    model = lowered(fold(product.model))
    if len(model) < 2:
        return -1
    match = re.search(rf"(?<![a-z0-9]){re.escape(model)}(?![a-z0-9])", text)
    return match.start() if match else -1


_ENGLISH = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {
    **dict(zip(_ENGLISH, range(2, 11), strict=True)),
    **dict(zip("二三四五六七八九十", range(2, 11), strict=True)),
    "twelve": 12,
    "dozen": 12,
    "pair": 2,
    "couple": 2,
    "两": 2,
    "俩": 2,
}
_PIECES = re.compile(
    r"(?<![a-z0-9$€£.,第])(?:"
    r"(\d{1,4})(?= ?(?:of|x|×|units?|pieces?|pcs|sets?|pairs?|boxes|packs?"
    r"|[个件盒台双把只瓶支条袋包罐套盏份])|$)"
    r"|(two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|pair|couple)"
    r"(?= of| pairs| bags| bottles| boxes| packs| pieces| units| sets|\W*$)"
    r"|([两二俩三四五六七八九十])[个件盒台双把只瓶支条袋包罐套盏份打]?(?![千百万元块号折款的]))"
)
"""How many pieces a question speaks of, where understanding read none."""


def pieces_asked(need: Need, history: History) -> int:
    """How many pieces a total is asked for: said now, else said before of the same thing."""
    if need.quantity > 1 or need.act not in ("total", "tell"):
        return need.quantity
    match = _PIECES.search(need.text.lower()) if need.act == "total" else None
    if match:
        word = next(group for group in match.groups() if group)
        return _NUMBERS.get(word) or int(word)
    before = history[-1].need.quantity if history else 1
    return before if need.act == "total" and need.topic == "pieces" else need.quantity
