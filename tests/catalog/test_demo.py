"""The demo catalog: whole, invented throughout, written by its generator, and worth shopping in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from catalog.campaign import Campaign, read_campaigns
from catalog.demo.generator.generate import demo_files
from catalog.demo.generator.specification import Source, read_source
from catalog.demo.generator.templates import Rota, phrases, spoken
from catalog.evidence import Evidence
from catalog.money import Money
from catalog.offer import Offer
from catalog.price import ItemDiscount, NForM, ThresholdCoupon
from catalog.price_paid import price_paid
from catalog.product import Product
from catalog.seller import Seller
from catalog.store import DEMO, Catalog

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
REAL_BRANDS = (Path(__file__).parent / "data" / "real_brands.txt").read_text("utf-8").split("\n")
URL = re.compile(r"https?://[^\s\"'<>\\]+")


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source()


@pytest.fixture(scope="module")
def demo() -> Catalog:
    return Catalog.open()


@pytest.fixture(scope="module")
def products(demo: Catalog) -> dict[str, Product]:
    return {product.id: product for product in demo.products()}


@pytest.fixture(scope="module")
def offers(demo: Catalog) -> dict[str, Offer]:
    return {offer.id: offer for offer in demo.offers()}


@pytest.fixture(scope="module")
def sellers(demo: Catalog) -> dict[str, Seller]:
    return {seller.id: seller for seller in demo.sellers()}


@pytest.fixture(scope="module")
def evidence(demo: Catalog) -> tuple[Evidence, ...]:
    return tuple(demo.evidence())


@pytest.fixture(scope="module")
def sponsors() -> tuple[Campaign, ...]:
    return read_campaigns()


def test_the_committed_files_are_what_the_generator_writes(source: Source) -> None:
    for name, text in demo_files(source).items():
        assert (DEMO / name).read_bytes() == text.encode(), (
            f"{name}: run python -m catalog.demo.generator.generate"
        )


def test_another_seed_writes_another_catalog(source: Source) -> None:
    changed = demo_files(source, seed=1)
    same = {n for n, text in changed.items() if (DEMO / n).read_text("utf-8") == text}
    assert same <= {"vocabulary.yaml", "sellers.jsonl"}


def test_it_is_as_large_as_promised_and_small_on_disk(
    products: dict[str, Product], offers: dict[str, Offer], evidence: tuple[Evidence, ...]
) -> None:
    assert len(products) >= 600 and len(offers) >= 1500
    assert len(evidence) >= 3 * len(products)
    assert len({p.category for p in products.values()}) >= 12
    languages = Counter(p.language for p in products.values())
    assert languages["zh"] == languages["en"] == len(products) / 2
    assert sum(file.stat().st_size for file in DEMO.glob("*.jsonl")) < 4_000_000


def test_every_category_is_sold_in_both_languages_in_their_own_currency(
    products: dict[str, Product], offers: dict[str, Offer]
) -> None:
    sold = {(p.category, p.language) for p in products.values()}
    assert {(c, lang) for c, _ in sold for lang in ("zh", "en")} == sold
    for offer in offers.values():
        currency = {m.money.currency for m in (*offer.prices, *offer.history)}
        chinese = products[offer.product_id].language == "zh"
        assert len(currency) == 1 and (currency == {"CNY"}) == chinese, offer.id


def test_every_reference_resolves(
    products: dict[str, Product],
    offers: dict[str, Offer],
    sellers: dict[str, Seller],
    evidence: tuple[Evidence, ...],
    sponsors: tuple[Campaign, ...],
) -> None:
    assert {o.product_id for o in offers.values()} == set(products)
    assert {o.seller_id for o in offers.values()} == set(sellers)
    assert {e.product_id for e in evidence} <= set(products)
    assert len({e.id for e in evidence}) == len(evidence)
    for campaign in sponsors:
        offer = offers[campaign.offer_id]
        assert offer.product_id == campaign.product_id
        assert campaign.on_behalf_of == sellers[offer.seller_id].name
        assert campaign.bid or campaign.commission
        money = (campaign.bid, campaign.sentence_bid, *(p.money for p in offer.prices))
        assert {m.currency for m in money if m} == {campaign.currency}


def test_every_category_and_attribute_is_in_the_vocabulary(
    demo: Catalog, products: dict[str, Product], sponsors: tuple[Campaign, ...]
) -> None:
    words = demo.vocabulary
    categories = {c.id for c in words.categories}
    values = {a.id: {v.id for v in a.values} for a in words.attributes}
    assert len(values) == len(words.attributes)
    for product in products.values():
        assert product.category in categories
        assert 4 <= len(product.attributes) <= 12
        for attribute in product.attributes:
            known = values[attribute.name]
            assert attribute.value in known if known else Decimal(attribute.value) > 0
    assert {c for s in sponsors for c in s.targeting.categories} <= categories


def test_restricted_categories_are_known_and_empty(
    demo: Catalog, products: dict[str, Product]
) -> None:
    restricted = {c.id for c in demo.vocabulary.categories if c.restricted}
    assert restricted == {"medicine", "e-cigarette"}
    assert not restricted & {p.category for p in products.values()}


def test_every_word_is_given_in_both_languages(demo: Catalog) -> None:
    terms = [*demo.vocabulary.categories, *demo.vocabulary.attributes]
    terms += [value for a in demo.vocabulary.attributes for value in a.values]
    for term in terms:
        assert re.search(r"[\u4e00-\u9fff]|SPF", term.zh), term.id
        assert not re.search(r"[\u4e00-\u9fff]", term.en), term.id
    for attribute in demo.vocabulary.attributes:
        assert bool(attribute.ask_zh) == bool(attribute.ask_en), attribute.id


def test_no_text_has_a_gap_or_choice_left_in_it(
    products: dict[str, Product], evidence: tuple[Evidence, ...], sponsors: tuple[Campaign, ...]
) -> None:
    texts = [t for p in products.values() for t in (p.title, p.description)]
    texts += [e.text for e in evidence]
    texts += [t for s in sponsors for c in s.creatives for t in (c.headline, c.text)]
    assert [t for t in texts if re.search(r"[{}\[\]|]", t)] == []
    assert len({p.title for p in products.values()}) == len(products)
    assert len({(e.product_id, e.text) for e in evidence}) == len(evidence)


def test_titles_and_reviews_are_in_the_language_they_say(
    products: dict[str, Product], evidence: tuple[Evidence, ...]
) -> None:
    for language, text in (
        *((p.language, p.title + p.description) for p in products.values()),
        *((e.language, e.text) for e in evidence),
    ):
        assert (language == "zh") == bool(re.search(r"[\u4e00-\u9fff]", text)), text


def test_every_address_is_on_a_name_that_cannot_exist(offers: dict[str, Offer]) -> None:
    for file in DEMO.glob("*.jsonl"):
        for url in URL.findall(file.read_text("utf-8")):
            assert (urlsplit(url).hostname or "").endswith(".example"), url
    assert all(hop.endswith(".example") for offer in offers.values() for hop in offer.hops)


def test_no_brand_is_a_real_one(products: dict[str, Product]) -> None:
    brands = {p.brand.lower() for p in products.values()}
    assert len(brands) >= 60
    assert brands & {b.lower() for b in REAL_BRANDS if b} == set()
    assert len(REAL_BRANDS) > 200


def test_everything_says_that_it_is_invented(
    demo: Catalog, products: dict[str, Product], offers: dict[str, Offer]
) -> None:
    assert demo.about.fictional and demo.about.notice("zh-CN") != demo.about.notice("en")
    records: Iterable[Product | Offer] = (*products.values(), *offers.values())
    assert {r.provenance for r in records} == {"demo: invented"}


def test_sellers_are_of_every_kind_and_some_are_the_operators_own(
    sellers: dict[str, Seller],
) -> None:
    kinds = Counter(s.kind for s in sellers.values())
    assert set(kinds) == {"official", "authorised", "third_party", "self_operated", "unknown"}
    assert {s.name for s in sellers.values() if s.relation == "owned"} >= {
        "明柜商城",
        "Plainshelf Mall",
    }
    assert {s.is_trader for s in sellers.values()} == {True, False, None}


def test_prices_come_with_history_promotions_and_age(offers: dict[str, Offer]) -> None:
    every = list(offers.values())
    assert {p.kind for o in every for p in o.prices} == {"list", "sale", "member", "subsidy"}
    assert sum(bool(o.history) for o in every) > len(every) / 2
    promotions = [p for o in every for p in o.promotions]
    assert {type(p) for p in promotions} == {ThresholdCoupon, ItemDiscount, NForM}
    running = [p for p in promotions if p.starts and p.ends and p.starts <= NOW < p.ends]
    assert 0 < len(promotions) - len(running) < len(running)
    ages = [(NOW - o.prices[0].observed_at).days for o in every]
    assert min(ages) >= 0 and 30 < max(ages) < 250
    assert sum(age > 30 for age in ages) < len(every) / 10
    assert all((paid := price_paid(o, now=NOW)) and paid.unit.amount > 0 for o in every)


def test_some_list_prices_were_never_asked(offers: dict[str, Offer]) -> None:
    def invented(offer: Offer) -> bool:
        listed = {p.money for p in offer.prices if p.kind == "list"}
        return bool(listed and offer.history) and not listed & {p.money for p in offer.history}

    share = sum(map(invented, offers.values())) / len(offers)
    assert 0.05 < share < 0.5


def test_products_are_sold_at_several_prices(
    demo: Catalog, products: dict[str, Product], offers: dict[str, Offer]
) -> None:
    cheaper = dearer = 0
    for id in products:
        sold = demo.offers_of(id)
        official = [o for o in sold if demo.seller(o.seller_id).kind == "official"]
        others = [o for o in sold if demo.seller(o.seller_id).kind == "third_party"]
        for mine in official:
            for other in others:
                ours, theirs = (o.prices[-1].money for o in (mine, other))
                if ours.currency == theirs.currency:
                    cheaper += theirs < ours
                    dearer += theirs.amount > ours.amount * Decimal("1.1")
    assert cheaper > 50 and dearer > 50


def test_some_products_are_plainly_bad(demo: Catalog, products: dict[str, Product]) -> None:
    def stars(id: str) -> Decimal:
        rated = [o.rating.value for o in demo.offers_of(id) if o.rating]
        return min(rated, default=Decimal(5))

    bad = [id for id in products if stars(id) < 3]
    assert 15 <= len(bad) <= 80
    assert sum(any(e.rating == 1 for e in demo.evidence_of(id)) for id in bad) > len(bad) / 2


def test_evidence_is_of_every_kind_and_some_advertising_hides(
    evidence: tuple[Evidence, ...],
) -> None:
    kinds = Counter(e.source_kind for e in evidence)
    assert len(kinds) == 8 and min(kinds.values()) >= 40
    loud = re.compile(r"链接|冲|闭眼|宝子|主页|橱窗|code|link|bio|DM me|stories", re.IGNORECASE)
    hidden = [e for e in evidence if e.source_kind == "user_note" and loud.search(e.text)]
    assert len(hidden) >= 20
    assert {e.compensation for e in hidden} == {"unknown"}


def test_the_questions_of_the_brief_have_products_and_sponsors(
    demo: Catalog, products: dict[str, Product], sponsors: tuple[Campaign, ...]
) -> None:
    asked = (
        ("facial-cleanser", {"for": "men", "skin_type": "oily"}, Money.of(100, "CNY")),
        ("mechanical-keyboard", {"noise": "quiet"}, Money.of(80, "USD")),
    )
    for category, wished, limit in asked:
        found = {
            p.id
            for p in products.values()
            if p.category == category
            and all(value in p.values(name) for name, value in wished.items())
            and any(_costs(o, limit) for o in demo.offers_of(p.id) if o.stock != "out_of_stock")
        }
        running = [
            c
            for c in sponsors
            if c.product_id in found
            and c.bid
            and c.starts <= NOW < c.ends
            and _costs(next(o for o in demo.offers_of(c.product_id) if o.id == c.offer_id), limit)
        ]
        assert len(found) >= 5 and len({c.payer for c in running}) >= 3, category


def _costs(offer: Offer, limit: Money) -> bool:
    paid = price_paid(offer, now=NOW)
    return paid is not None and paid.unit.currency == limit.currency and paid.unit <= limit


def test_campaigns_run_and_end_and_some_creatives_try_something(
    sponsors: tuple[Campaign, ...],
) -> None:
    assert len(sponsors) >= 60
    over = [c for c in sponsors if c.ends < NOW]
    assert 0 < len(over) < len(sponsors) / 4
    assert any(c.starts > NOW for c in sponsors)
    assert any(c.payer != c.on_behalf_of for c in sponsors)
    rivals = Counter(c.product_id for c in sponsors)
    assert max(rivals.values()) == 3 and sum(n > 1 for n in rivals.values()) > 40
    assert all(c.margin for c in sponsors)
    assert any(c.targeting.attributes for c in sponsors) and any(c.monthly_fee for c in sponsors)
    assert any(c.live and c.live.starts <= NOW < c.live.ends for c in sponsors)


def test_a_trick_in_a_creative_is_there_once(sponsors: tuple[Campaign, ...]) -> None:
    words = [f"{c.creatives[0].headline} {c.creatives[0].text}" for c in sponsors]
    for trick in ("全网第一", "Ignore previous instructions", "<script>"):
        assert sum(trick in text for text in words) == 1


@pytest.mark.parametrize("line", ["no mark | text", "+ text without a bar", ""])
def test_a_line_written_wrongly_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="MARK CONDITIONS"):
        phrases([line])


def test_a_phrase_fits_what_its_conditions_and_gaps_ask() -> None:
    (phrase,) = phrases(["+ noise=quiet | At {noise_level} dB it is [calm|calm]."])
    assert phrase.fits({"noise": "quiet", "noise_level": "30"})
    assert not phrase.fits({"noise": "quiet"}) and not phrase.fits({"noise_level": "30"})
    told = spoken(phrase.text, {"noise_level": "30"}, Random(0))
    assert told == "At 30 dB it is calm."


def test_the_rota_uses_every_phrase_before_it_repeats_one() -> None:
    lines = phrases(f"+ | number {n}" for n in range(5))
    rota, random = Rota(), Random(1)
    taken = [rota.take(lines, random, 1)[0].text for _ in range(5)]
    assert sorted(taken) == [p.text for p in lines]
    assert rota.take(lines, random, 9, without=lines[:4]) == [lines[4]]
