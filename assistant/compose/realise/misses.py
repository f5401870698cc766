"""What is said where nothing, or too little, meets the need: near misses and refusals."""

from assistant.compose.facts import Facts
from assistant.compose.items import MissFacts
from assistant.compose.realise import en, zh
from assistant.compose.realise.en import lower
from assistant.compose.variation import Voice
from catalog.phrases import phrasebook


def misses(facts: Facts) -> str:
    """All near misses in a sentence."""
    if facts.chinese:
        return f"差一点的有：{'、'.join(_miss_zh(m) for m in facts.misses)}。"
    return f"Just outside: {'; '.join(_miss_en(m, facts) for m in facts.misses)}."


def nothing(facts: Facts, voice: Voice) -> str:
    """That nothing meets the conditions."""
    return (_nothing_zh if facts.chinese else _nothing_en)(facts, voice)


def no_such_item(facts: Facts) -> str:
    """The sentence that a product was referred to which is not in the list above."""
    if facts.chinese:
        return "上面的列表里没有这一款，换个序号或说出名字再问我。"
    return "That one is not in the list above; give me another number, or its name."


def not_carried(facts: Facts) -> str:
    """That the catalog does not carry it, and what it does."""
    return (_not_carried_zh if facts.chinese else _not_carried_en)(facts)


def _miss_en(m: MissFacts, facts: Facts) -> str:
    price = f" ({m.price_text})" if m.price_text else ""
    over = facts.asked.price_max
    reason = {
        "price_max": f"{m.price_text}, over your limit" if over else "over your limit",
        "price_min": f"{m.price_text}, below your range",
        "brands": f"by {m.has}" if m.has else "another brand",
        "not_brands": f"by {m.has}, which you ruled out",
        "categories": f"filed under {lower(m.has)}" if m.has else "another category",
        "seller_kinds": f"sold by {m.has}" if m.has else "another kind of seller",
        "attributes": f"it has {lower(m.has)} instead" if m.has else "not stated to fit",
        "any_of": lower(m.has) if m.has else "not stated to fit",
        "numbers": m.has if m.has else "no figure stated",
        "without": "it contains what you ruled out",
        "in_stock": "out of stock",
    }.get(m.field, "it misses one condition")
    return f"{m.name}: {reason}" if m.field.startswith("price") else f"{m.name}{price}: {reason}"


def _nothing_en(facts: Facts, voice: Voice) -> str:
    what, told = lower(facts.asked.subject), en.conditions(facts)
    if not what and not facts.asked.wishes:
        return f"There is nothing here {told}." if told else "Nothing here meets all of that."
    parts = (what, told, *map(lower, facts.asked.wishes))
    topic = ", ".join(part for part in parts if part)
    return voice.choose(
        "nothing",
        f"Nothing here meets all of this: {topic}.",
        f"This catalog has nothing that is all of this: {topic}.",
    )


def _not_carried_en(facts: Facts) -> str:
    what = lower(facts.asked.subject)
    if what and facts.asked.subject in facts.carried:
        told = en.conditions(facts)
        there = f"There is nothing here for {what} {told}."
        return there if told else f"None of the {what} here fit that."
    head = f"No {what} here." if what else "This catalog does not seem to carry that."
    if facts.third_language:
        return f"These words find nothing here. {_third_language(facts)}"
    return f"{head} {_carried(facts)}".strip()


def _third_language(facts: Facts) -> str:
    return phrasebook().say("languages_read.third", facts.language, spoken=facts.third_language)


def _carried(facts: Facts) -> str:
    if not facts.carried:
        return ""
    return f"It has, among others, {en.listing([lower(c) for c in facts.carried])}."


def _miss_zh(m: MissFacts) -> str:
    reason = {
        "price_max": "超出预算",
        "price_min": "低于你给的价位",
        "brands": f"品牌是{m.has}" if m.has else "不是你要的品牌",
        "not_brands": f"是你不要的{m.has}",
        "categories": f"属于{m.has}" if m.has else "不是同一类",
        "seller_kinds": f"由{m.has}出售" if m.has else "卖家不是你要的类型",
        "attributes": f"是{m.has}" if m.has else "没写明是否符合",
        "any_of": m.has or "没写明是否符合",
        "numbers": m.has or "没写明数值",
        "without": "含有你不要的东西",
        "in_stock": "暂时缺货",
    }.get(m.field, "有一条不符合")
    price = f"{m.price_text}，" if m.price_text else ""
    return f"{m.name}（{price}{reason}）"


def _nothing_zh(facts: Facts, voice: Voice) -> str:
    told = "、".join(w for w in (zh.conditions(facts), *facts.asked.wishes) if w)
    if not told and not facts.asked.subject:
        return "没有全部符合的商品。"
    what = facts.asked.subject or "商品"
    topic = f"{told}的{what}" if told else what
    return voice.choose("nothing", f"没有找到{topic}。", f"{topic}，目前一款也没有。")


def _not_carried_zh(facts: Facts) -> str:
    what = facts.asked.subject
    if what and what in facts.carried:
        told = zh.conditions(facts)
        return f"这里没有{told}的{what}。" if told else f"这里的{what}没有一款符合。"
    head = f"这里没有{what}。" if what else "这个目录里好像没有你要的东西。"
    if facts.third_language:
        return f"用这些词没有找到商品。{_third_language(facts)}"
    return head + (f"现有的品类包括{zh.listing(facts.carried)}等。" if facts.carried else "")
