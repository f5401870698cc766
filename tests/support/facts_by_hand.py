"""Facts written by hand: four facial cleansers, in both languages."""

from datetime import UTC, datetime
from decimal import Decimal

from assistant.compose.facts import Facts
from assistant.compose.items import Asked, ItemFacts, MissFacts, Quote, Trait, WishFact
from catalog.money import Money

SEEN = datetime(2026, 11, 20, tzinfo=UTC)
WORDS = {
    "zh": {
        "names": ("青禾氨基酸洁面乳", "岭北控油洁面啫喱", "木白火山泥洁面", "海盐日常洁面泡沫"),
        "brands": ("青禾", "岭北", "木白", "海盐"),
        "skin": ("肤质", "油性", "干性"),
        "form": ("质地", ("乳液", "啫喱", "泥", "泡沫")),
        "size": ("净含量", "g"),
        "praise": ("洗完不紧绷，下午出油也少一些。", "泡沫很细，冲得干净。"),
        "complaint": ("味道有点重，不过能接受。", "到傍晚脸有点干，但还行。"),
        "sellers": ("青禾旗舰店", "岭北旗舰店", "云市杂货", "海盐专营店"),
        "subject": "洗面奶",
        "start": "标价",
        "promotion": "满 ¥50 减 ¥20",
        "question": "推荐几款男士洗面奶，100元以内，油皮",
        "range": "¥100 以内",
    },
    "en": {
        "names": ("Greenfield Amino Wash", "Northridge Gel Cleanser", "Pale Oak Clay Wash",
                  "Seasalt Daily Foam"),
        "brands": ("Greenfield", "Northridge", "Pale Oak", "Seasalt"),
        "skin": ("Skin type", "oily skin", "dry skin"),
        "form": ("Texture", ("lotion", "gel", "clay", "foam")),
        "size": ("Net weight", "g"),
        "praise": ("It leaves no tight feeling and my forehead stays matte till noon.",
                   "Rinses off fast."),
        "complaint": ("The scent is strong, but I can live with it.",
                      "A bit drying by the evening, but all right otherwise."),
        "sellers": ("Greenfield Store", "Northridge Store", "Cloud Bazaar", "Seasalt Shop"),
        "subject": "facial cleansers",
        "start": "List price",
        "promotion": "CNY 20 off from CNY 50",
        "question": "a facial cleanser for men under 100 yuan, oily skin",
        "range": "up to CNY 100",
    },
}  # fmt: skip
PRICES = ("59", "79", "39", "89")
RATINGS = ((Decimal("4.7"), 1204), (Decimal("4.5"), 310), (Decimal("4.2"), 96), (None, None))
KINDS = ("official", "official", "third_party", "authorised")
SIZES = ("150", "120", "100", "160")


def yuan(amount: str, language: str) -> str:
    return f"¥{amount}" if language == "zh" else f"CNY {amount}"


def item(n: int, language: str) -> ItemFacts:
    """The n-th cleanser (from 0); the third is for dry skin, the fourth says nothing of skin."""
    w = WORDS[language]
    skin, oily, dry = w["skin"]
    wish = WishFact(attribute="skin", name=skin, wanted=oily)
    rating, count = RATINGS[n]
    price = Money.of(PRICES[n], "CNY")
    start = Money.of("79", "CNY") if n == 0 else price
    traits = [
        Trait(attribute="form", value=f"form{n}", name=w["form"][0], text=w["form"][1][n]),
        Trait(attribute="size", value=SIZES[n], name=w["size"][0], text=f"{SIZES[n]} g",
              number=Decimal(SIZES[n]), better="high"),
    ]  # fmt: skip
    if n < 3:
        has = oily if n < 2 else dry
        traits.insert(0, Trait(attribute="skin", value=f"skin{n > 1}", name=skin, text=has))
    quotes = []
    if n < 2:
        quotes.append(Quote(id=f"e{n}a", source_kind="verified_purchase", text=w["praise"][n],
                            language=language, date=SEEN, rating=Decimal(5)))  # fmt: skip
    if n in (0, 2):
        quotes.append(Quote(id=f"e{n}b", source_kind="user_note", text=w["complaint"][n // 2],
                            language=language, date=SEEN, rating=Decimal(3)))  # fmt: skip
    return ItemFacts(
        product_id=f"p{n}",
        title=w["names"][n],
        name=w["names"][n],
        brand=w["brands"][n],
        price=price,
        price_text=yuan(PRICES[n], language),
        start=start,
        start_text=yuan(f"{start.amount:f}", language),
        start_name=w["start"],
        promotions=(w["promotion"],) if n == 0 else (),
        amounts=(Decimal(79), Decimal(20), Decimal(50)) if n == 0 else (price.amount,),
        shipping_known=n != 3,
        age_days=3,
        seller=w["sellers"][n],
        seller_kind=KINDS[n],
        stock="limited" if n == 1 else "in_stock",
        rating=rating,
        rating_count=count,
        rating_source="Shopfront" if rating else "",
        traits=tuple(traits),
        met=(wish,) if n < 2 else (),
        unmet=(wish.model_copy(update={"has": dry}),) if n == 2 else (),
        unsaid=(wish,) if n == 3 else (),
        quotes=tuple(quotes),
        left_out=1 if n == 0 else 0,
        sources=3 if n == 0 else 1,
    )


def asked(language: str) -> Asked:
    w = WORDS[language]
    return Asked(
        question=w["question"],
        language=language,
        subject=w["subject"],
        price_text=w["range"],
        price_max=Money.of("100", "CNY"),
        bounds=(Decimal(100),),
        wishes=(w["skin"][1],),
    )


def facts(language: str, situation: str = "picks", n: int = 4, **changes: object) -> Facts:
    """Facts of `n` cleansers in that language and situation."""
    fields: dict[str, object] = {
        "language": language,
        "situation": situation,
        "asked": asked(language),
        "items": tuple(item(i, language) for i in range(n)),
        "carried": ("洗面奶", "键盘", "耳机") if language == "zh" else ("Keyboards", "Headphones"),
    }
    return Facts.model_validate(fields | changes)


def near_miss(language: str) -> MissFacts:
    name = "远山洁面霜" if language == "zh" else "Farhill Cream Wash"
    return MissFacts(
        product_id="p9",
        title=name,
        name=name,
        field="price_max",
        price=Money.of("129", "CNY"),
        price_text=yuan("129", language),
    )
