"""Which of the products on the screen a question speaks of: "第二个", "the Sony one", "1 and 3"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.understanding.lexicon import Lexicon
from assistant.understanding.numbers import SMALL, whole
from assistant.understanding.text import blank, lowered, words
from catalog.product import Product

_ORDINALS = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=1
    )
}
_ORD = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_THING = r"(?:ones?|options?|products?|items?|picks?|choices?|results?|models?|recommendations?|suggestions?)"
_MEASURE = r"(?:个|款|件|种|名|条|双|台|只|把|瓶|支|项|张|副|顶)"
_HAN_NUMBER = r"[一二两三四五六七八九十\d]"
_COUNT = rf"(?:two|three|four|five|{_HAN_NUMBER})"


@dataclass(frozen=True)
class Referred:
    """The products referred to, in the order named.

    `pointing` is True where words point at one ("this one", "它") without saying which;
    `missed` where they name a place that the screen does not have ("第九个").
    """

    focus: tuple[str, ...] = ()
    pointing: bool = False
    missed: bool = False


@dataclass(frozen=True)
class Screen:
    """What references are resolved against: the products shown, and the last one spoken of."""

    shown: tuple[str, ...]
    last: tuple[str, ...]
    lexicon: Lexicon
    currency: str


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Screen], tuple[str, ...]]]


def read_references(text: str, screen: Screen) -> tuple[Referred, str]:
    """The products that a folded, lowered text refers to, and the text with the words blanked."""
    if not screen.shown:
        return Referred(), text
    found: list[tuple[int, tuple[str, ...]]] = []
    missed = False
    for pattern, resolve in _rules():
        for match in list(pattern.finditer(text)):
            ids = resolve(match, screen)
            if not ids and pattern in (_named_english(), _named_chinese()):
                continue
            missed = missed or not ids
            found.append((match.start(), ids))
            text = blank(text, match.start(), match.end())
    focus = tuple(dict.fromkeys(id for _, ids in sorted(found) for id in ids))
    if focus or missed:
        return Referred(focus=focus, missed=not focus), text
    pointing = _POINTING.search(text)
    if pointing:
        return Referred(pointing=True), blank(text, pointing.start(), pointing.end())
    return Referred(), text


_POINTING = re.compile(
    r"(?<![a-z])(?:(?:this|that) (?:one|product|item|pick)|it(?! to)(?!'s a)|this(?= (?:an?|one)\b)"
    r"|(?:this|that|it)(?=\W*$))(?![a-z'])|(?:这|那)(?:一)?(?:个|款|双|台|只|件|把|支|瓶)(?!价|预算|牌子|品牌|月|范围)|它|^这(?=是)"
)


def _place(word: str) -> int | None:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return SMALL.get(word) or whole(re.sub(r"(?:st|nd|rd|th)$", "", word))


def _at(screen: Screen, *places: int | None) -> tuple[str, ...]:
    return tuple(screen.shown[p - 1] for p in places if p and 0 < p <= len(screen.shown))


def _rules() -> tuple[Rule, ...]:
    return (
        (_FROM_END, lambda m, s: _at(s, len(s.shown) + 1 - (_place(m[1] or m[2]) or 0))),
        (_FIRST_N, lambda m, s: s.shown[: _place(m[1] or m[2]) or 1]),
        (_LAST_N, lambda m, s: s.shown[-(_place(m[1] or m[2]) or 1) :]),
        (_LAST, lambda m, s: s.shown[-1:]),
        (_PAIR, lambda m, s: _at(s, _place(m[1]), _place(m[2]), _place(m[3] or "0"))),
        (_ORDINAL, lambda m, s: _at(s, *(_place(w) for w in m.groups() if w))),
        (_ALL_OF, lambda m, s: s.shown[: _place(m[1] or m[2] or "0") or 4]),
        (_BOTH, lambda m, s: s.last if len(s.last) == 2 else s.shown[:2]),
        (_OTHER, lambda m, s: tuple(i for i in s.shown if i not in s.last)[:1]),
        (_CHEAPEST, lambda m, s: _by_price(s, 0)),
        (_DEAREST, lambda m, s: _by_price(s, -1)),
        (_named_english(), lambda m, s: _called(m[1], s)),
        (_named_chinese(), lambda m, s: _called(m[1] or m[2], s)),
    )


_FROM_END = re.compile(rf"倒数第({_HAN_NUMBER})(?:{_MEASURE})?|(second|third)[- ]to[- ]last(?: {_THING})?")  # fmt: skip
_FIRST_N = re.compile(
    rf"(?:the )?(?:first|top) ({_COUNT})(?: {_THING})?(?![a-z0-9])|前({_HAN_NUMBER}){_MEASURE}"
)
_LAST_N = re.compile(
    rf"(?:the )?(?:last|bottom) (two|three|[23])(?: {_THING})?(?![a-z0-9])|[最后]后({_HAN_NUMBER}){_MEASURE}(?<!后一个)"
)
_LAST = re.compile(
    rf"(?:the )?(?:last|bottom|final) {_THING}|(?:the )?last(?=\W*$)|最后(?:的)?(?:那|一|那一)?{_MEASURE}|后者|the latter"
)
_N = rf"(?:no\.? ?|number |\# ?|option |item |product |第)?({_ORD}|\d{{1,2}}|one|two|three|four|{_HAN_NUMBER})(?:号|{_MEASURE})?"
_PAIR = re.compile(
    rf"(?:(?<=compare )|(?<=between )|(?<=对比)|(?<=比较)|(?<=比一下)|(?<=^)|(?<=of )|(?<=把))(?:the )?{_N}"
    rf"\s?(?:,|、|and|vs\.?|versus|with|to|or|和|跟|与|还是)\s?(?:the )?{_N}(?:\s?(?:,|、|and|和|跟)\s?(?:and )?(?:the )?{_N})?"
    rf"(?: {_THING})?(?=\W|的|哪|有|比|怎|对|区|谁|$)(?!\s?(?:块|元|百|dollars|bucks|usd))"
)
_ORDINAL = re.compile(
    rf"第({_HAN_NUMBER}{{1,2}})(?:{_MEASURE})?|(?<!\d)(\d{{1,2}})号(?:产品|商品|款)?"
    rf"|(?<![a-z])(?:number|no\.|option|item|product|\#) ?(\d{{1,2}}|one|two|three|four|five)(?![a-z0-9])"
    rf"|(?<![a-z])(?:the |your )({_ORD})(?= (?:and|or|vs\.?|versus|with|to) (?:the )?{_ORD}| {_THING}|\s?[,.?!]|\s?$| (?:is|was|has|have|does|looks|seems|an?)\b)(?: {_THING})?"
    rf"|(?<![a-z])({_ORD}) {_THING}|(?<= (?:or|to) )(?:the )?({_ORD})(?= {_THING}|\W*$)"
    rf"|(?<= (?:and|the) )({_ORD})(?= {_THING}|\W*$)|^({_ORD})$|the former|前者"
)
_ALL_OF = re.compile(
    rf"(?:all )?(?:these|those|the) ({_COUNT})(?: {_THING})?(?=\W|$)(?! (?:hundred|thousand|dollars|bucks))"
    rf"|(?:all of )?(?:these|those)(?: {_THING})?(?! [a-z]+ (?:under|for))"
    rf"|all of them|(?:这|那)({_HAN_NUMBER}){_MEASURE}|(?:这|那)(?:几{_MEASURE}|些)"
)
_BOTH = re.compile(r"(?<![a-z])both(?: of (?:them|these))?(?![a-z])|两者|(?:这|那)?俩|它们")
_OTHER = re.compile(r"the other one|另(?:外)?一(?:个|款)")
_CHEAPEST = re.compile(
    r"the cheap(?:er|est) (?:one|of (?:these|those|them))|最便宜的?(?:那|这)(?:个|款|双|台)|(?:那|这)(?:个|款)最便宜的"
)
_DEAREST = re.compile(
    r"the (?:most expensive|pric(?:ier|iest)) (?:one|of (?:these|those|them))|最贵的?(?:那|这)(?:个|款|双|台)|(?:那|这)(?:个|款)最贵的"
)


def _named_english() -> re.Pattern[str]:
    return re.compile(r"(?<![a-z])the ((?:[a-z0-9'-]+ ){0,2}?[a-z0-9'-]+) ones?(?![a-z])")


def _named_chinese() -> re.Pattern[str]:
    return re.compile(
        rf"(?:那|这){_MEASURE}([^\s,。?!的]{{1,10}})的(?!那|这)"
        rf"|(?:^|[\s,。?!和跟与]|推荐|选|介绍|说说|看看|对比|比较)([^\s,。?!和跟与那这]{{1,12}}?)的?(?:那|这)一?{_MEASURE}"
    )


def _by_price(screen: Screen, at: int) -> tuple[str, ...]:
    priced = [
        (price.amount, id)
        for id in screen.shown
        if (price := screen.lexicon.price(id, screen.currency)) is not None
    ]
    return (sorted(priced)[at][1],) if priced else ()


def _called(words_said: str, screen: Screen) -> tuple[str, ...]:
    """The first product shown that answers to every word said of it."""
    mentions = screen.lexicon.find(words_said)
    for id in screen.shown:
        product = screen.lexicon.product(id)
        if product is not None and _answers(words_said, product, screen, bool(mentions)):
            return (id,)
    return ()


def _answers(said: str, product: Product, screen: Screen, known: bool) -> bool:
    facts = {(a.name, a.value) for a in product.attributes}
    if known:
        mentions = screen.lexicon.find(said)
        told = [
            any(
                (m.kind == "brand" and m.name == product.brand)
                or (m.kind == "category" and m.name == product.category)
                or (m.name, m.value) in facts
                for m in mention.meanings
            )
            or mention.phrase in lowered(product.title)
            for mention in mentions
        ]
        return all(told)
    title = lowered(f"{product.brand} {product.title}")
    parts = words(said)
    return (
        (bool(parts) and all(part in words(title) for part in parts)) or (not parts and said in title)
    )


def named_products(text: str, screen: Screen) -> tuple[str, ...]:
    """The shown products that a text names by brand or model, in the order it names them."""
    found: list[tuple[int, str]] = []
    brands = [m for m in screen.lexicon.find(text) if m.of("brand")]
    spoken = set(words(text))
    for id in screen.shown:
        product = screen.lexicon.product(id)
        if product is None:
            continue
        for mention in brands:
            if any(m.name == product.brand for m in mention.of("brand")):
                found.append((mention.start, id))
        models = [w for w in words(lowered(product.title)) if re.search(r"\d", w) and len(w) > 2]
        found += [(text.index(w), id) for w in models if w in spoken]
    return tuple(dict.fromkeys(id for _, id in sorted(found)))
