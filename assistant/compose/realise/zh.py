"""How the offline composer says it in Chinese."""

from collections.abc import Sequence

from assistant.compose.content_plan import Drawback, Excerpt, Plan, Said, low_rated
from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from assistant.compose.superlatives import common_wishes, price_span, rises
from assistant.compose.variation import Voice

COUNTS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
SOURCES = {
    "verified_purchase": "已购用户",
    "user_note": "一位用户（未核实购买）",
    "expert_test": "一篇评测",
    "unknown": "一条来源不明的评论",
}
FLAGS = ("yes", "true", "no", "false")
RATED = ("best_rated", "most_rated")
"""Angles that tell the rating already."""
SHOPS = {
    "official": "官方旗舰店",
    "authorised": "授权店",
    "third_party": "第三方卖家",
    "self_operated": "平台自营",
    "unknown": "其他卖家",
}


def count(n: int) -> str:
    """A small number in characters, as it stands before a measure word."""
    return COUNTS[n] if n < len(COUNTS) else str(n)


def listing(words: Sequence[str], last: str = "和") -> str:
    """Words in a row: "甲", "甲和乙", "甲、乙和丙"."""
    if len(words) < 2:
        return "".join(words)
    return f"{'、'.join(words[:-1])}{last}{words[-1]}"


def conditions(facts: Facts) -> str:
    """The conditions asked for: "¥100 以内、官方旗舰店"."""
    asked = facts.asked
    told = [asked.price_text] if asked.price_text and facts.priced else []
    told += [listing(asked.brands, "或")] if asked.brands else []
    told += [f"不要{listing(asked.not_brands)}"] if asked.not_brands else []
    shops = [SHOPS[k] for k in asked.seller_kinds]
    told += [f"只看{listing(shops, '或')}"] if shops else []
    told += [c.what for c in facts.conditions if c.id.startswith("number:")]
    return "、".join(told)


def lead(plan: Plan, facts: Facts, voice: Voice) -> str:
    """The sentence that answers: how many, of what, at what price."""
    items, n = facts.items, len(facts.items)
    subject, where = facts.asked.subject, conditions(facts)
    span = price_span(items)
    cost = ""
    if span:
        low, high = span[0].price_text, span[1].price_text
        cost = (
            f"到手 {low}" if n == 1 else f"都是 {low}" if low == high else f"到手 {low} 到 {high}"
        )
    if n == 1:
        topic = f"{where}的{subject}" if where and subject else subject or where
        one = "目前只有一款合适" if facts.fits else "目前只有一款可看"
        head = f"{topic}{one}"
        return f"{head}，{cost}。" if cost else f"{head}。"
    topic = f"{where}的{subject}" if where and subject else subject or f"{where}的"
    if not subject and not where:
        topic = ""
    order = "，从低到高排" if facts.asked.sort == "price_asc" and rises(items) else ""
    tail = f"，{cost}{order}。" if cost else "。"
    pause = "，" if subject else ""
    head = voice.choose(
        "lead",
        f"{topic}{pause}先看这{count(n)}款{tail}",
        f"{topic}挑出{count(n)}款{tail}",
        *((f"{topic}有{count(n)}款对得上{tail}",) if facts.fits else ()),
        f"{topic}{pause}这{count(n)}款值得比一比{tail}",
    )
    common = listing([w.wanted for w in common_wishes(items)])
    if not common:
        return head
    return head + voice.choose(
        "common",
        f"{count(n)}款都满足{common}。",
        f"{count(n)}款都符合{common}的要求。",
    )


def about(facts: Facts) -> str:
    """The sentence that answers a question about one product."""
    item = facts.items[0]
    told = [trait(t) for id, _ in facts.asked.about if (t := item.trait(id)) is not None]
    if told:
        return f"{item.name}：{'，'.join(told)}。"
    if facts.asked.about:
        return f"{item.name}没有写明{listing([name for _, name in facts.asked.about][:2], '或')}。"
    return f"{item.name}，知道的有这些。"


def beside(said: Said, voice: Voice, nth: int) -> str:
    """What a comparison's table does not show of one product: voices for and against it."""
    told = (_quoted(said.praise, voice, nth) if said.praise else "") + _against(said, voice, nth)
    return f"{said.item.name}：{told}" if told else ""


def pick(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    """What is said of one product: why it is here, what speaks for and against it."""
    praise = said.praise
    return "".join(
        (
            _opening(said, facts, voice, nth),
            _body(said, facts, voice, nth),
            _quoted(praise, voice, nth) if praise else "",
            _against(said, voice, nth),
        )
    )


def _opening(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item, n = said.item, count(len(facts.items))
    name, price = item.name, item.price_text
    if not price:
        return f"{name}：暂时没有价格记录。"
    if said.angle == "cheapest" and len(facts.items) == 2:
        return f"{name}：{price}，两款里便宜的一款。"
    if said.angle == "cheapest":
        return voice.choose(
            "cheapest",
            f"{name}：{price}，这{n}款里最便宜。",
            f"{name}：{n}款中价格最低，{price}。",
        )
    if said.angle == "best_rated":
        return f"{name}：{n}款里评分最高，{rating(item)}，到手 {price}。"
    if said.angle == "most_rated":
        rest = "另一款" if len(facts.items) == 2 else "其他几款"
        return f"{name}：评价人数远多于{rest}，{rating(item)}，到手 {price}。"
    if said.angle == "all_wishes":
        return f"{name}：你提的几条都满足，{price}。"
    if said.angle == "saving":
        less = "、".join(item.promotions)
        return f"{name}：{item.start_name} {item.start_text}，{less}，实付 {price}。"
    if said.angle == "official":
        return f"{name}：{item.seller}（品牌官方）在卖，{price}。"
    if not item.seller:
        return f"{name}：{price}。"
    seller = _spaced(item.seller)
    return voice.choose(
        "plain",
        f"{name}：{seller}卖 {price}。",
        f"{name}：{price}，{seller}有售。",
        f"{name}：在{seller}到手 {price}。",
        nth=nth,
    )


def rating(item: ItemFacts, brief: bool = False) -> str:
    """Stars with who gave them: "4.6 分（X，1,204 人评）"; brief without the source."""
    if item.rating is None:
        return ""
    of = f"{item.rating_count:,} 人评" if item.rating_count else ""
    told = "，".join(w for w in ("" if brief else item.rating_source, of) if w)
    return f"{item.rating:f} 分（{told}）" if told else f"{item.rating:f} 分"


def trait(t: Trait) -> str:
    """A trait as a phrase: "净含量 150 g", "质地是啫喱", "白色", "不防水"."""
    if t.value in FLAGS:
        if t.text in FLAGS:
            return f"{'没有' if t.value in FLAGS[2:] else '有'}{t.name}"
        return t.text
    if t.text[-1:] == t.name[-1:] or t.name in t.text:
        return t.text
    return f"{t.name} {t.text}" if t.text[:1].isdigit() else f"{t.name}是{t.text}"


def _spaced(name: str) -> str:
    """A name as it stands before a Chinese character."""
    return f"{name} " if name[-1:].isascii() and name[-1:].isalnum() else name


def _body(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item = said.item
    common = {(w.attribute, w.wanted) for w in common_wishes(facts.items)}
    met = [w.wanted for w in item.met if (w.attribute, w.wanted) not in common]
    told = []
    if met and said.angle != "all_wishes":
        told.append(
            voice.choose(
                "met",
                f"符合{listing(met)}",
                f"{listing(met)}对得上",
                f"满足{listing(met)}",
                nth=nth,
            )
        )
    told += [trait(t) for t in said.traits]
    if item.rating is not None and said.angle not in RATED and not low_rated(item):
        told.append(f"评分 {rating(item, nth > 0)}")
    if nth % 2 and len(told) > 2:
        told = [told[-1], *told[:-1]]
    return f"{'，'.join(told)}。" if told else ""


def _quoted(praise: Excerpt, voice: Voice, nth: int) -> str:
    who, words = SOURCES.get(praise.quote.source_kind, SOURCES["unknown"]), praise.words
    if praise.quote.source_kind == "expert_test":
        return f"{who}提到“{words}”。"
    if praise.quote.source_kind == "unknown":
        return f"{who}说“{words}”。"
    return voice.choose(
        "quote",
        f"{who}说“{words}”。",
        f"{who}的评价是“{words}”。",
        f"“{words}”，{who}这样写。",
        nth=nth,
    )


def _against(said: Said, voice: Voice, nth: int) -> str:
    told = [_drawback(d, said.item) for d in said.drawbacks]
    if not told:
        return ""
    return (
        f"{voice.choose('against', '不足：', '要留意：', '另一面：', nth=nth)}{'；'.join(told)}。"
    )


def _drawback(drawback: Drawback, item: ItemFacts) -> str:
    wish, words = drawback.wish, drawback.excerpt
    if drawback.kind == "unmet" and wish and wish.flag:
        return wish.has
    if drawback.kind == "low_rated":
        return f"评分只有 {rating(item)}"
    if drawback.kind == "unmet" and wish:
        return f"{wish.name}是{wish.has}，不是{wish.wanted}"
    if drawback.kind == "unsaid" and wish:
        return f"没写明{wish.name}"
    if drawback.kind == "complaint" and words:
        who = SOURCES.get(words.quote.source_kind, SOURCES["unknown"])
        return f"{who}说“{words.words}”"
    if drawback.kind == "stock":
        return {"limited": "库存不多", "preorder": "目前是预售"}.get(item.stock, "暂时缺货")
    if drawback.kind == "third_party":
        return f"{_spaced(item.seller)}是第三方卖家"
    if drawback.kind == "stale":
        return f"价格是 {item.age_days} 天前看到的"
    if drawback.kind == "shipping":
        return "运费不明"
    return "还没有评分"


def caveat(plan: Plan, facts: Facts) -> str:
    """What holds for all of them, and what was left out."""
    told = []
    n = f"这{count(len(facts.items))}款"
    if "shipping" in plan.shared:
        told.append(f"{n}都没标明运费，价格未含。")
    if "unrated" in plan.shared:
        told.append(f"{n}都还没有评分。")
    if "third_party" in plan.shared:
        told.append(f"{n}都由第三方卖家出售。")
    if "stale" in plan.shared:
        oldest = max(i.age_days or 0 for i in facts.items)
        told.append(f"价格最早是 {oldest} 天前看到的，下单前再确认一下。")
    left, total = sum(i.left_out for i in facts.items), sum(i.sources for i in facts.items)
    if left:
        told.append(f"{total} 条来源里有 {left} 条是商家出钱或自己写的，没有采用。")
    return "".join(told)
