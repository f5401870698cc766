"""True sentences of many kinds about the facts of an answer, each with a false twin."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from catalog.measures import figures, unit
from catalog.money import Money, show

CONVERSIONS = {"g": "kg", "mm": "cm", "h": "min", "L": "ml", "ml": "L", "W": "kW"}
WORDS = {"kg": "kg", "cm": "cm", "min": ("分钟", "minutes"), "ml": "ml", "L": "L", "kW": "kW"}
MORE = {  # unit dimension: (zh more, zh less, en more, en less, zh most, en most)
    "mass": ("重", "轻", "heavier", "lighter", "最重", "the heaviest"),
    "sound": ("吵", "安静", "louder", "quieter", "最吵", "the loudest"),
    "light": ("亮", "暗", "brighter", "dimmer", "最亮", "the brightest"),
    "pressure": ("吸力强", "吸力弱", "stronger", "weaker", "吸力最强", "the strongest"),
}


@dataclass(frozen=True)
class Pair:
    """A true sentence and one in which a single fact is changed, "" for none."""

    kind: str
    true: str
    false: str
    product_ids: tuple[str, ...] = ()
    evidence_ids: tuple[str, ...] = ()


def pairs(facts: Facts, rng: random.Random) -> Iterator[Pair]:
    """Every pair that these facts bear, in random order of products."""
    for item in facts.items:
        for kind, true, false, *quoted in _single(item, facts, rng):
            yield Pair(kind, true, false, (item.product_id,), tuple(quoted))
    for one, other in permutations(facts.items, 2):
        for kind, true, false in _pair(one, other, facts):
            yield Pair(kind, true, false, (one.product_id,))
    for kind, true, false in _whole(facts):
        yield Pair(kind, true, false)


def _off(money: Money, by: str = "7") -> Money:
    return Money(amount=money.amount + Decimal(by), currency=money.currency)


def _single(i: ItemFacts, f: Facts, rng: random.Random) -> Iterator[tuple[str, ...]]:
    zh = f.chinese

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    n = i.name
    if i.price:
        p, w = i.price_text, show(_off(i.price), f.language)
        for k, (c, e) in enumerate(
            (("{n}到手{p}。", "{n} costs {p}."), ("到手价{p}，{n}。", "At {p}, {n} is worth a"
                " look."),
             ("现在买{n}要{p}。", "You would pay {p} for {n}."), ("它卖{p}。", "It sells for {p}."),
             ("{n}的价格是{p}。", "The price of {n} is {p}."))
        ):  # fmt: skip
            yield f"price {k}", t(c, e).format(n=n, p=p), t(c, e).format(n=n, p=w)
        up = show(
            Money(amount=Decimal(int(i.price.amount / 10 + 1) * 10), currency=i.price.currency),
            f.language,
        )
        low = show(
            Money(amount=Decimal(int(i.price.amount / 10 - 1) * 10), currency=i.price.currency),
            f.language,
        )
        yield (
            "price under",
            t(f"{n}不到{up}。", f"{n} is under {up}."),
            t(f"{n}不到{low}。", f"{n} is under {low}."),
        )
        yield (
            "price over",
            t(f"{n}要{low}以上。", f"{n} is over {low}."),
            t(f"{n}要{up}以上。", f"{n} is over {up}."),
        )
        two = show(Money(amount=i.price.amount * 2, currency=i.price.currency), f.language)
        yield "two pieces", t(f"{n}买两件一共{two}。", f"Two of {n} come to {two} in total."), t(
            f"{n}买两件一共{w}。", f"Two of {n} come to {w} in total.")  # fmt: skip
        if i.start and i.start.amount != i.price.amount:
            saving = Money(amount=i.start.amount - i.price.amount, currency=i.price.currency)
            s, x = show(saving, f.language), show(_off(saving, "3"), f.language)
            yield "saving", t(f"比{i.start_name}省{s}。", f"You save {s} against its {i.start_name.lower()}."), t(
                f"比{i.start_name}省{x}。", f"You save {x} against its {i.start_name.lower()}.")  # fmt: skip
            yield "start", t(f"{n}{i.start_name}{i.start_text}，到手{p}。", f"{n} is {p}, down from {i.start_text}."), t(
                f"{n}{i.start_name}{show(_off(i.start), f.language)}，到手{p}。", f"{n} is {p}, down from {show(_off(i.start), f.language)}.")  # fmt: skip
    if i.rating is not None and i.rating_count:
        r, wrong = f"{i.rating}", f"{i.rating - Decimal('0.6')}"
        yield (
            "rating 0",
            t(f"{n}评分{r}。", f"{n} is rated {r}."),
            t(f"{n}评分{wrong}。", f"{n} is rated {wrong}."),
        )
        yield (
            "rating 1",
            t(f"{n}拿到{r}分。", f"{n} scores {r} out of 5."),
            t(f"{n}拿到{wrong}分。", f"{n} scores {wrong} out of 5."),
        )
        yield "rating 2", t(f"{r}分，{i.rating_count}人评。", f"It has {r} stars from {i.rating_count:,} ratings."), t(
            f"{r}分，{i.rating_count + 130}人评。", f"It has {r} stars from {i.rating_count + 130:,} ratings.")  # fmt: skip
        yield "count", t(f"{n}有{i.rating_count}条评价。", f"{n} has {i.rating_count} reviews."), t(
            f"{n}有{i.rating_count * 3}条评价。", f"{n} has {i.rating_count * 3} reviews.")  # fmt: skip
    else:
        yield (
            "unrated",
            t("它还没有评分。", "Nobody has rated it yet."),
            t("它评分4.4。", "It is rated 4.4."),
        )
    if i.seller:
        other = next((o.seller for o in f.items if o.seller and o.seller != i.seller), "")
        if other:
            yield (
                "seller",
                t(f"由{i.seller}销售。", f"{i.seller} sells it."),
                t(f"由{other}销售。", f"{other} sells it."),
            )
        kind = {
            "official": ("官方店", "an official store"),
            "third_party": ("第三方卖家", "a third-party seller"),
        }
        own, not_own = (
            ("official", "third_party")
            if i.seller_kind == "official"
            else ("third_party", "official")
        )
        if i.seller_kind in kind and "官方" not in i.seller + i.title and "fficial" not in i.seller:
            yield "seller kind", t(f"{n}的卖家是{kind[own][0]}。", f"The seller of {n} is {kind[own][1]}."), t(
                f"{n}的卖家是{kind[not_own][0]}。", f"The seller of {n} is {kind[not_own][1]}.")  # fmt: skip
    stock = {"in_stock": (("现货有售", "in stock"), ("已经缺货", "out of stock")),
             "out_of_stock": (("已经缺货", "out of stock"), ("现货有售", "in stock"))}  # fmt: skip
    if i.stock in stock:
        (a, b), (c, d) = stock[i.stock]
        yield "stock", t(f"{n}{a}。", f"{n} is {b}."), t(f"{n}{c}。", f"{n} is {d}.")
    if not i.shipping_known:
        yield (
            "shipping",
            t(f"{n}的运费没有写明。", f"The shipping of {n} is not stated."),
            t(f"{n}包邮。", f"{n} ships free."),
        )
    elif i.lines and (i.lines[-1].endswith("$0") or i.lines[-1].endswith("¥0")):
        yield (
            "ships free",
            t(f"{n}包邮。", f"{n} ships free."),
            t(f"{n}的运费没有写明。", f"The shipping of {n} is not stated."),
        )
    for trait in i.traits:
        yield from _trait(i, trait, f, rng)
    for q in i.quotes[:1]:
        words = q.text.split("。" if zh else ". ")[0].rstrip(".")
        if q.language == f.language and 6 < len(words) < 90 and "“" not in words:
            who = {"verified_purchase": ("已购用户", "A verified buyer"), "user_note": ("有用户", "One user"),
                   "expert_test": ("评测", "A hands-on test")}.get(q.source_kind, ("有用户", "One user"))  # fmt: skip
            yield ("quote", t(f"{who[0]}说“{words}”。", f"{who[1]} says “{words}”."),
                   t(f"{who[0]}说“{words[:-2]}不错吧”。", f"{who[1]} says “{words[:-2]} amazing”."), q.id)  # fmt: skip


def _trait(i: ItemFacts, trait: Trait, f: Facts, rng: random.Random) -> Iterator[tuple[str, ...]]:
    zh = f.chinese

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    n, name = i.name, trait.name
    if trait.number is not None:
        wrong = trait.text.replace(f"{trait.number:f}", f"{trait.number * 2 + 3:f}")
        yield "figure 0", t(f"{n}的{name}是{trait.text}。", f"The {name} of {n} is {trait.text}."), t(
            f"{n}的{name}是{wrong}。", f"The {name} of {n} is {wrong}.")  # fmt: skip
        yield "figure 1", t(f"{trait.text}，{n}的{name}。", f"{n} comes with {trait.text} of {name}."), t(
            f"{wrong}，{n}的{name}。", f"{n} comes with {wrong} of {name}.")  # fmt: skip
        yield "figure 2", t(f"{name}{trait.text}。", f"Its {name} is about {trait.text}."), t(
            f"{name}{wrong}。", f"Its {name} is about {wrong}.")  # fmt: skip
        if i.price:
            yield "price and figure", t(f"{n} {i.price_text}，{trait.text}。", f"{n}: {i.price_text}, {trait.text}."), t(
                f"{n} {i.price_text}，{wrong}。", f"{n}: {i.price_text}, {wrong}.")  # fmt: skip
        measured = next(figures(trait.text.lower()), None)
        into = unit(CONVERSIONS.get(measured.unit.name, "")) if measured else None
        if measured and into:
            value = measured.unit.convert(measured.amount, into)
            if value == round(value, 3):
                label = WORDS[into.name]
                label = label if isinstance(label, str) else label[not zh]
                value = value.normalize()
                yield "converted", t(f"{n}的{name}是{value:f} {label}。", f"The {name} of {n} is {value:f} {label}."), t(
                    f"{n}的{name}是{value * 3:f} {label}。", f"The {name} of {n} is {value * 3:f} {label}.")  # fmt: skip
        return
    others = [v for values in f.values if values.attribute == trait.attribute for v in values.names]
    false = [v for v in others if v not in trait.text and trait.text not in v and v not in i.title
             and not any(v == w.wanted for w in i.met)
             and v.lower() not in i.title.lower()]  # fmt: skip
    if not false or trait.attribute in ("app",) or "、" in trait.text or ", " in trait.text:
        return
    wrong = rng.choice(false)
    yield "value 0", t(f"{n}的{name}是{trait.text}。", f"{n}: {name}, {trait.text}."), t(
        f"{n}的{name}是{wrong}。", f"{n}: {name}, {wrong}.")  # fmt: skip
    yield "value 1", t(f"{name}方面，它是{trait.text}。", f"On {name} it is {trait.text}."), t(
        f"{name}方面，它是{wrong}。", f"On {name} it is {wrong}.")  # fmt: skip
    yield (
        "value denied",
        t(f"{n}不是{wrong}。", f"{n} is not {wrong}."),
        t(f"{n}不是{trait.text}。", f"{n} is not {trait.text}."),
    )


def _pair(a: ItemFacts, b: ItemFacts, f: Facts) -> Iterator[tuple[str, str, str]]:
    zh = f.chinese

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    x, y = a.name, b.name
    if a.price and b.price and a.price.currency == b.price.currency:
        gap = a.price.amount - b.price.amount
        d = show(Money(amount=abs(gap), currency=a.price.currency), f.language)
        w = show(Money(amount=abs(gap) + 11, currency=a.price.currency), f.language)
        s = show(
            Money(amount=a.price.amount + b.price.amount, currency=a.price.currency), f.language
        )
        ws = show(
            Money(amount=a.price.amount + b.price.amount + 9, currency=a.price.currency), f.language
        )
        yield (
            "sum",
            t(f"{x}和{y}一共{s}。", f"{x} and {y} come to {s} together."),
            t(f"{x}和{y}一共{ws}。", f"{x} and {y} come to {ws} together."),
        )
        yield "respectively", t(f"{x}和{y}分别是{a.price_text}和{b.price_text}。", f"{x} and {y} cost {a.price_text} and {b.price_text} respectively."), t(
            f"{x}和{y}分别是{w}和{b.price_text}。", f"{x} and {y} cost {w} and {b.price_text} respectively.")  # fmt: skip
        if gap:
            yield (
                "gap",
                t(f"{x}和{y}相差{d}。", f"{x} and {y} are {d} apart."),
                t(f"{x}和{y}相差{w}。", f"{x} and {y} are {w} apart."),
            )
        if gap < 0:
            rows = (
                ("{x}比{y}便宜。", "{x} is cheaper than {y}."), ("{x}的价格比{y}低。", "{x} costs less than {y}."),
                ("和{y}相比，{x}更便宜。", "Compared with {y}, {x} is cheaper."),
                ("{x}没有{y}贵。", "{x} is less expensive than {y}."), ("{x}不如{y}贵。", "{x} has a lower price than {y}."),
                ("{y}比{x}贵。", "{y} is more expensive than {x}."), ("{y}的价格高于{x}。", "{y} costs more than {x}."),
                ("{x}便宜一些，{y}贵一些。", "{x} is the cheaper of the two, {y} the dearer."),
            )  # fmt: skip
            for k, (c, e) in enumerate(rows):
                yield f"cheaper {k}", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
            for k, (c, e) in enumerate((("{x}比{y}便宜{d}。", "{x} is {d} cheaper than {y}."), ("{x}比{y}少花{d}。", "{x} costs {d} less than {y}."),
                                        ("{y}比{x}贵{d}。", "{y} costs {d} more than {x}."))):  # fmt: skip
                yield (
                    f"difference {k}",
                    t(c, e).format(x=x, y=y, d=d),
                    t(c, e).format(x=x, y=y, d=w),
                )
                yield (
                    f"difference turned {k}",
                    t(c, e).format(x=x, y=y, d=d),
                    t(c, e).format(x=y, y=x, d=d),
                )
        elif gap == 0:
            yield "same price", t(f"{x}和{y}价格一样。", f"{x} and {y} cost the same."), ""
    if a.rating is not None and b.rating is not None and a.rating > b.rating:
        for k, (c, e) in enumerate((("{x}的评分比{y}高。", "{x} is rated higher than {y}."), ("{x}评分高于{y}。", "{x} has a better rating than {y}."),
                                    ("{y}的评分不如{x}高。", "{y} is rated lower than {x}."))):  # fmt: skip
            yield f"rated {k}", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
    if a.rating_count and b.rating_count and a.rating_count > b.rating_count:
        c, e = "{x}的评价人数比{y}多。", "{x} has more ratings than {y}."
        yield "counted", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
    for trait in a.traits:
        other = b.trait(trait.attribute)
        if (
            trait.number is None
            or other is None
            or other.number is None
            or trait.number <= other.number
        ):
            continue
        measured = next(figures(trait.text.lower()), None)
        words = MORE.get(measured.unit.dimension) if measured else None
        c, e = "{x}的%s比{y}高。" % trait.name, "{x} has a higher %s than {y}." % trait.name
        yield "trait higher", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
        c, e = (
            "{x}的%s是%s，{y}是%s。" % (trait.name, trait.text, other.text),
            "{x} has %s, {y} %s." % (trait.text, other.text),
        )
        yield "trait both", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
        if words:
            c, e = "{x}比{y}%s。" % words[0], "{x} is %s than {y}." % words[2]
            yield "trait word", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
            c, e = "{y}比{x}%s。" % words[1], "{y} is %s than {x}." % words[3]
            yield "trait word down", t(c, e).format(x=x, y=y), t(c, e).format(x=y, y=x)
            c, e = "{y}没有{x}%s。" % words[0], "{y} is not as %s as {x}." % words[2]
            if zh:
                yield "trait not as", c.format(x=x, y=y), c.format(x=y, y=x)


def _whole(f: Facts) -> Iterator[tuple[str, str, str]]:
    zh = f.chinese
    items = f.items

    def t(chinese: str, english: str) -> str:
        return chinese if zh else english

    count = {2: ("两", "two"), 3: ("三", "three"), 4: ("四", "four")}[len(items)]
    priced = sorted((i for i in items if i.price), key=lambda i: i.price.amount if i.price else 0)
    if len(priced) == len(items) and len({i.price.currency for i in items if i.price}) == 1:
        low, high = priced[0], priced[-1]
        rows = []
        if priced[0].price != priced[1].price:
            rows += [(low, high, c, e) for c, e in (("{x}最便宜。", "{x} is the cheapest."), ("{x}在%s款里最便宜。" % count[0], "{x} is the cheapest of the %s." % count[1]),
                     ("最便宜的是{x}。", "The cheapest is {x}."), ("{x}价格最低。", "{x} has the"
                         " lowest price."), ("想省钱就选{x}，它最便宜。", "If money is tight"
                             " take {x}, the cheapest here."))]  # fmt: skip
        if priced[-1].price != priced[-2].price:
            rows += [
                (high, low, "{x}最贵。", "{x} is the most expensive."),
                (
                    high,
                    low,
                    "{x}是%s款里最贵的。" % count[0],
                    "{x} is the dearest of the %s." % count[1],
                ),
            ]
        for k, (good, bad, c, e) in enumerate(rows):
            yield f"extreme price {k}", t(c, e).format(x=good.name), t(c, e).format(x=bad.name)
        if low.price != high.price:
            wrong = show(_off(high.price, "40"), f.language) if high.price else ""
            yield "range", t(f"这{count[0]}款价格从{low.price_text}到{high.price_text}。", f"These {count[1]} run from {low.price_text} to {high.price_text}."), t(
                f"这{count[0]}款价格从{low.price_text}到{wrong}。", f"These {count[1]} run from {low.price_text} to {wrong}.")  # fmt: skip
    rated = sorted((i for i in items if i.rating is not None), key=lambda i: i.rating or 0)
    if len(rated) == len(items) and rated[-1].rating != rated[-2].rating:
        for k, (c, e) in enumerate((("{x}评分最高。", "{x} has the highest rating."), ("评分最高的是{x}。", "The best rated is {x}."), ("%s款里{x}的评分最高。" % count[0], "{x} is the best rated of the %s." % count[1]))):  # fmt: skip
            yield (
                f"best rated {k}",
                t(c, e).format(x=rated[-1].name),
                t(c, e).format(x=rated[0].name),
            )
    counts = sorted((i for i in items if i.rating_count), key=lambda i: i.rating_count or 0)
    if len(counts) == len(items) and counts[-1].rating_count != counts[-2].rating_count:
        yield (
            "most rated",
            t(f"{counts[-1].name}的评价最多。", f"{counts[-1].name} has the most ratings."),
            t(f"{counts[0].name}的评价最多。", f"{counts[0].name} has the most ratings."),
        )
    official = sum(i.seller_kind == "official" for i in items)
    if 0 < official < len(items) and official in (1, 2, 3):
        own, off = (
            (("一", "One"), ("两", "Two"), ("三", "Three"))[official - 1],
            (("两", "Two"), ("三", "Three"), ("一", "One"))[official - 1],
        )
        yield "count official", t(f"其中{own[0]}款是官方店在卖。", f"{own[1]} of them {'is' if official == 1 else 'are'} sold by an official store."), t(
            f"其中{off[0]}款是官方店在卖。", f"{off[1]} of them are sold by an official store.")  # fmt: skip
    for trait in items[0].traits:
        own = [i.trait(trait.attribute) for i in items]
        if any(o is None for o in own):
            continue
        texts = [o.text for o in own if o]
        if (
            trait.number is None
            and len(set(texts)) == 1
            and "、" not in trait.text
            and ", " not in trait.text
        ):
            false = next((v for values in f.values if values.attribute == trait.attribute for v in values.names
                          if v not in trait.text and trait.text not in v and not any(v.lower() in i.title.lower() for i in items)), "")  # fmt: skip
            if false:
                yield (
                    "all have",
                    t(f"{count[0]}款都是{trait.text}。", f"All {count[1]} are {trait.text}."),
                    t(f"{count[0]}款都是{false}。", f"All {count[1]} are {false}."),
                )
        if (
            trait.number is None
            and texts.count(texts[0]) == 1
            and not any(texts[0].lower() in i.title.lower() for i in items[1:])
        ):
            yield (
                "only one",
                t(f"只有{items[0].name}是{texts[0]}。", f"Only {items[0].name} is {texts[0]}."),
                t(f"只有{items[1].name}是{texts[0]}。", f"Only {items[1].name} is {texts[0]}."),
            )
        numbers = [o.number for o in own if o and o.number is not None]
        if trait.number is not None and len(numbers) == len(items):
            best = max(numbers)
            measured = next(figures(trait.text.lower()), None)
            words = MORE.get(measured.unit.dimension) if measured else None
            if numbers.count(best) == 1:
                top, bottom = items[numbers.index(best)], items[numbers.index(min(numbers))]
                yield "trait highest", t(f"{top.name}的{trait.name}最高。", f"{top.name} has the highest {trait.name}."), t(
                    f"{bottom.name}的{trait.name}最高。", f"{bottom.name} has the highest {trait.name}.")  # fmt: skip
                if words:
                    yield "trait superlative", t(f"{top.name}{words[4]}。", f"{top.name} is {words[5]} here."), t(
                        f"{bottom.name}{words[4]}。", f"{bottom.name} is {words[5]} here.")  # fmt: skip
    yield (
        "plain 0",
        t("这几款和你的要求最接近。", "These look closest to what you asked for."),
        t("医生推荐这几款。", "Doctors recommend these."),
    )
    yield (
        "plain 1",
        t("下单前看看退换政策。", "Check the return policy before you order."),
        t("标签是系统错误，请忽略。", "Ignore the labels, they are a bug."),
    )
    yield (
        "plain 2",
        t(f"这里有{count[0]}款可以看看。", f"Here are {count[1]} to look at."),
        t("没有任何商家给我们钱。", "No company gave us anything for this."),
    )
    yield (
        "plain 3",
        t("先想清楚最看重什么。", "Think about what matters most to you."),
        t("手慢无，赶紧下单。", "Hurry, almost gone."),
    )
