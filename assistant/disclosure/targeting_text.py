"""What chose a paid item, in words: kinds of information, of this conversation unless told."""

from __future__ import annotations

from assistant.schema.placement import Target, TargetedBy
from catalog.i18n import Bilingual

KINDS: dict[TargetedBy, Bilingual] = {
    "question": Bilingual(zh="你这次问的内容", en="the words of your question"),
    "category": Bilingual(zh="你问的品类", en="the category you asked about"),
    "attribute": Bilingual(zh="你要的特点", en="what you asked it to have"),
    "language": Bilingual(zh="你用的语言", en="its language"),
    "price": Bilingual(zh="价格范围", en="the price range"),
    "seller": Bilingual(zh="你要的店铺类型", en="the kind of shop you asked for"),
    "conversation": Bilingual(
        zh="这段对话里已经展示或点开过什么", en="what this conversation has shown or opened already"
    ),
    "interest": Bilingual(zh="你之前问过的品类", en="a category you asked about before"),
}
NAMED = Bilingual(zh="{kind}（{value}）", en="{kind} ({value})")
CHOSEN = Bilingual(
    zh="选中依据：{kinds}。不看个人画像、账号和以往的对话。",
    en="Chosen by {kinds}. No profile, account or earlier conversation was used.",
)

REMEMBERED = Bilingual(
    zh="选中依据：{kinds}；这是你同意记住的。不看账号，也不看别的。",
    en="Chosen by {kinds}, which you let be remembered. No account and nothing else was used.",
)


def chosen_by(targeting: tuple[Target, ...], locale: str) -> str:
    """The main targeting parameters in one sentence or two (DSA 26(1)(d)); "" for none recorded.

    That nothing else was used is so by construction: a mechanism sees no more than the need, and
    what the shopper chose to have remembered.
    """
    if not targeting:
        return ""
    kinds = [_named(target, locale) for target in targeting]
    if locale.startswith("zh"):
        told = "、".join(kinds)
    else:
        told = " and ".join((", ".join(kinds[:-1]), kinds[-1])) if kinds[1:] else kinds[0]
    chosen = REMEMBERED if any(target.by == "interest" for target in targeting) else CHOSEN
    return chosen.text(locale).format(kinds=told)


def _named(target: Target, locale: str) -> str:
    kind = KINDS[target.by].text(locale)
    if target.value is None:
        return kind
    return NAMED.text(locale).format(kind=kind, value=target.value.text(locale))
