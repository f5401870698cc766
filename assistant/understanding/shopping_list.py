"""Whether a question asks for several things at once: which, under what budget, from one shop."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from assistant.schema.basket import ShoppingList, Voucher, Wanted
from assistant.understanding.lexicon import Lexicon, Mention
from assistant.understanding.normalise import fold, lowered
from assistant.understanding.numbers import NUMBER, number, whole
from assistant.understanding.prices import read_prices
from catalog.i18n import Spoken

MOST = 6
"""Things in one list; more are not solved exactly in a turn's time."""
_N = rf"[`'\"]?\s?[$¥€£₱]?\s?(?P<n>{NUMBER})(?:\s?%)?[`'\"]?"
_ORDINAL = re.compile(
    r"(?:^|(?<=[\s:.;,]))(?:\(?\d\)|(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|sixth"
    r"|next|then|lastly|finally)(?=,)"
    r"|for (?:the )?(?:first|second|third|fourth|last)(?: product| item| one)?(?=,))[,:]?\s*"
)
_ONE_SHOP = re.compile(
    r"(?:same|one|single) (?:seller|shop|store|merchant)"
    r"|(?:shops?|stores?|sellers?) (?:that |which )?"
    r"(?:offer|sell|ha(?:s|ve)|with|carr(?:y|ies)|stock|where)"
    r"|同一?(?:家|个)?(?:店|卖家|商家)|一家店(?:买|配|搞定)?|一个(?:店|卖家)"
)
_TOGETHER = re.compile(
    r"together|altogether|in total|combined|for (?:both|all|everything)|my (?:total )?budget"
    r"|总共|一共|合计|总预算|总价|加起来|凑|配齐|一起"
)
_EITHER = re.compile(
    r"(?<![a-z])(?:or|vs\.?|versus|compare|difference)(?![a-z])|或|还是|对比|区别|哪个"
)
_HOLDS = re.compile(
    r"(?:i have|i've got|i hold|with|using|use) (?:a |an |my |this )?(?:[\w$%-]+ ){0,4}?"
    r"(?:voucher|coupon)|(?:我?有|用|凭)(?:一?张)?[^，。,]{0,14}券|the voucher"
)
_THRESHOLD = re.compile(
    r"(?:exceeds?|reach(?:es)?|at least|orders? (?:over|above|of|from)"
    r"|spend(?:ing)?(?: of)?|over|above|from|满)\s?" + _N
)
_AMOUNT = re.compile(
    r"(?:fixed discount of|discount of|takes? off|(?<!最多)减|立减|抵扣?|off coupon of)\s?" + _N
)
_OFF = re.compile(_N + r"(?:元|块)?[- ]?(?:off)(?![a-z])")
_CAP = re.compile(
    r"(?:cap(?:ped)?(?: of| at)?|up to|at most|max(?:imum)?(?: of)?|最多减?|封顶)\s?" + _N
)
_M, _K = _N.replace("?P<n>", "?P<m>"), _N.replace("?P<n>", "?P<k>")
_BUDGET = re.compile(
    rf"[,.]?\s*(?:but )?(?:my )?(?:total )?budget (?:is|of)(?: only)?\s?{_N}(?:\s?[a-z]{{3}})?\.?"
    r"|[,，]?\s?(?:总预算|预算|总共|一共|合计|总价|加起来)(?:不超过|只有|在|是|控制在)?"
    rf"\s?{_M}\s?(?:元|块|块钱)?(?:以内|以下|之内)?"
    rf"|[,]?\s?(?:under|below|within|for|up to|less than|max(?:imum)?|at most)\s{_K}"
    r"(?:\s?(?:dollars|usd|bucks|euros|pounds|pesos|php|yuan))?"
    r"\s(?:together|altogether|in total|total|combined"
    r"|for (?:both|all|everything)(?: of them)?)"
)
_ADDS = (
    "with|priced?|made|available|suitable|featuring|in|sizes?|cost(?:s|ing)?|from|for|which|that"
    "|over|under|above|colou?r|and|or|by|has|have|comes?|supports?|supporting|is|are|models?|brand"
    "|on|at|styles?|designed|crafted|ideal|perfect|compatible|including|sold|per|using|it|they"
    "|accepts?|must|should|no|not|free|more|less|easy|fast|quick|be|preferably|as"
)
"""What a word of a list may begin with that adds to the thing before it, and names none."""
_THING = (
    r"(?:a|an|another|some|one|two|three|four|five|six)\s"
    r"(?!price|cost|total|minimum|maximum|range|budget|length|width|height|weight|size|thickness"
    r"|capacity|diameter|half|few|bit|lot)"
)
_JOINTS = (
    re.compile(r"\s*;\s*(?:and\s)?(?:also\s)?"),
    re.compile(
        r"[.,]?\s+(?:and\s+)?(?:also|additionally|lastly|finally|next|moreover"
        r"|as well as|plus),?\s+(?=[a-z])"
        rf"(?!(?:{_ADDS})(?![a-z]))"
    ),
    re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+)(?={_THING})"),
)
_LOOSE = re.compile(
    rf"(?:,\s+and|,|\s+and)\s+(?!(?:{_ADDS})(?![a-z]))"
    rf"(?=[a-z'][a-z\d' ]{{2,40}}(?:\s(?:{_ADDS})\s|[,(.;]|$))"
)
_PREAMBLE = re.compile(
    r"^.*?(?:items?|products?|things?|features|including|following|of these)\s?:\s*"
    r"|^(?:.*?(?:offer(?:s|ing)?|sell(?:s|ing)?|ha(?:s|ve)|carr(?:y|ies)|with)\s)?"
    r"(?:(?:at least )?(?:these |several |all )?(?:items?|things?|products?)?\s?)both\s"
)
_CLOSING = re.compile(
    r"^(?:please|show|can you|could you|all (?:products|items|of|should)|i'd|the shop|focus"
    r"|i need (?:all|both)|find|thanks|they)(?![a-z])"
)
_KIND_JOINT = re.compile(
    r"(?<![a-z])(?:and|plus|with)(?![a-z])|[、，,&+]|和|加上?|以及|还有|跟|与|配|再(?:来|加|要|买)?"
)


def read_list(question: str, lexicon: Lexicon, language: Spoken) -> ShoppingList | None:
    """The list that a question asks for, None where it asks for one thing."""
    text = lowered(fold(question))
    currency = lexicon.currency or ("CNY" if language == "zh" else "USD")
    budget, text = _budget(text)
    voucher, text = _voucher(text)
    one_shop = _ONE_SHOP.search(text) is not None
    things = _enumerated(text) if language == "en" else ()
    marked = bool(voucher) or one_shop or _TOGETHER.search(text) is not None or budget is not None
    by_kind, money = _by_kind(text, lexicon, currency, marked)
    if len(by_kind) > max(1, len(things)) or (by_kind and lexicon.vocabulary.categories):
        things = by_kind
        budget = budget if budget is not None else money
    if voucher and not things:
        things = (text.strip(),)
    if len(things) < 2 and not voucher:
        return None
    if len(things) < 2 and lexicon.closed and not by_kind:
        return None
    if not marked and not by_kind:
        return None
    return ShoppingList(
        things=tuple(_wanted(t) for t in things[:MOST]),
        budget=budget,
        currency=currency,
        one_shop=one_shop,
        voucher=voucher,
    )


def _wanted(text: str) -> Wanted:
    counted = re.match(
        rf"(?:a pair of |({NUMBER})(?:个|台|件|支|瓶|只|把|副|双|套|盒|条|张|\s))", text
    )
    count = whole(counted[1]) if counted and counted[1] else None
    return Wanted(text=text, quantity=count if count and 1 <= count <= 99 else 1)


def _amount(match: re.Match[str] | None) -> Decimal | None:
    span = number(match["n"]) if match else None
    return span[0] if span else None


def _voucher(text: str) -> tuple[Voucher | None, str]:
    """The voucher that the shopper says to hold, and the text without it."""
    held = _HOLDS.search(text)
    if held is None:
        return None, text
    clause = text[max(0, held.start() - 2) :]
    share = re.search(r"(\d{1,2}(?:\.\d+)?)\s?%", clause)
    folds = re.search(r"(\d(?:\.\d)?|[一二三四五六七八九])\s?折", clause)
    threshold = _amount(_THRESHOLD.search(clause))
    amount = _amount(_AMOUNT.search(clause) or _OFF.search(clause))
    cap = _amount(_CAP.search(clause))
    rate = Decimal(share[1]) if share else None
    if folds and rate is None:
        span = number(folds[1])
        rate = 100 - span[0] * 10 if span and span[0] <= 10 else None
    if rate is None and amount is None:
        return None, text
    shop_only = re.search(
        r"same (?:shop|store|seller)|one (?:shop|store)|店铺券|同一?家?店|限(?:本|同)店", clause
    )
    voucher = Voucher(
        threshold=threshold or Decimal(0),
        amount=None if rate is not None else amount,
        percent=rate,
        cap=cap if rate is not None else None,
        shop_only=shop_only is not None,
    )
    return voucher, _without_clause(text, held)


def _without_clause(text: str, held: re.Match[str]) -> str:
    """The text before a voucher's rules; where nothing stands there, what follows its clause."""
    before = re.sub(r"[,，]?\s*(?:but|and)?\s*$", "", text[: held.start()])
    if re.search(r"\w{2}", before):
        return before
    behind = re.search(r"[，,。.;；]\s*(?=\D)", text[held.end() :])
    return text[held.end() + behind.end() :] if behind else ""


def _budget(text: str) -> tuple[Decimal | None, str]:
    """What all of it may cost together, and the text without it."""
    match = _BUDGET.search(text)
    if match is None:
        return None, text
    span = number(next(g for g in (match["n"], match["m"], match["k"]) if g))
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return (span[1] if span else None), re.sub(r"\s+", " ", rest).strip()


def _enumerated(text: str) -> tuple[str, ...]:
    """The things of an English list, in order; () where none is told apart."""
    main, asides = _sentences(text)
    main = _PREAMBLE.sub("", main, count=1)
    parts = [p for p in _ORDINAL.split(main) if p and re.search(r"[a-z]", p)]
    if len(_ORDINAL.findall(main)) > 1:
        first = _ORDINAL.search(main)
        parts = [p for p in _ORDINAL.split(main[first.start() :] if first else main) if p.strip()]
        finer = [q for p in parts for q in _JOINTS[1].split(p)]
        return tuple(map(_clean, finer))
    held, masked = _masked(main)
    for joint in _JOINTS:
        cut = [p for p in joint.split(masked) if re.search(r"[a-z]{2}", p)]
        if len(cut) > 1:
            finer = [
                q for p in cut for q in (_JOINTS[2].split(p) if joint is not _JOINTS[2] else [p])
            ]
            found = [_clean(_unmasked(p, held)) for p in finer]
            return tuple(_with_asides(found, asides))
    loose = [p for p in _LOOSE.split(masked) if re.search(r"[a-z]{2}", p)]
    if len(loose) > 1 and all(len(p.split()) > 1 for p in loose):
        return tuple(_with_asides([_clean(_unmasked(p, held)) for p in loose], asides))
    return ()


def _sentences(text: str) -> tuple[str, list[str]]:
    """The sentences that list things, as one, and those that only add to one of them."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    asides = [p for p in parts[1:] if re.match(r"the (?!shop|store|seller)[a-z]", p)]
    kept = [p for n, p in enumerate(parts) if p not in asides and (n == 0 or not _CLOSING.match(p))]
    return " ".join(kept), asides


def _with_asides(found: list[str], asides: list[str]) -> list[str]:
    """Each "The switch should …" with the thing that it speaks of."""
    for aside in asides:
        noun = re.match(r"the ([a-z]+(?: [a-z]+)?)", aside)
        words = noun[1].split() if noun else []
        at = next((n for n, t in enumerate(found) if any(w in t.split() for w in words)), None)
        if at is not None:
            found[at] = f"{found[at]}. {aside}"
    return found


def _masked(text: str) -> tuple[list[str], str]:
    """The text with everything in brackets put aside, so that nothing is cut inside them."""
    held = re.findall(r"\([^()]*\)", text)
    for n, each in enumerate(held):
        text = text.replace(each, f"\ue000{n}\ue001", 1)
    return held, text


def _unmasked(text: str, held: list[str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m[1])], text)


def _clean(text: str) -> str:
    text = re.sub(
        r"^(?:and |also |,|(?:i'm |i am )?(?:looking|searching) for |i (?:want|need) |show me "
        r"|find (?:me )?|(?:look(?:ing)?|search(?:ing)?|seeking) (?:for )?"
        r"|(?:i'm )?interested in |could you show me |(?:a |any )?shops? (?:that )?"
        r"(?:offer(?:s|ing)?|sell(?:s|ing)?|with|ha(?:s|ve)) |both )+",
        "",
        text.strip(" .;,"),
    )
    return text.strip(" .;,")


def _by_kind(
    text: str, lexicon: Lexicon, currency: str, marked: bool
) -> tuple[tuple[str, ...], Decimal | None]:
    """The things of a list by the kinds of thing that the catalog names, and their budget.

    Kinds that are alternatives ("headphones or earbuds") are no list. What is said of all of them
    ("都要黑色", "both in black") goes with each.
    """
    mentions: list[tuple[Mention, set[str]]] = []
    for mention in lexicon.find(text):
        ids = {m.name for m in mention.of("category") if m.sure}
        if ids and not any(ids & seen for _, seen in mentions):
            mentions.append((mention, ids))
    if len(mentions) < 2 or _EITHER.search(text):
        return (), None
    between = [text[a.end : b.start] for (a, _), (b, _) in pairwise(mentions)]
    joint = re.compile(
        r"(?<![a-z])(?:and|plus|with)(?![a-z])|[、，,&+]|和|加|以及|还有|跟|与|配|再"
    )
    if not all(joint.search(gap) for gap in between) and not marked:
        return (), None
    if re.search(r"(?<![a-z])(?:for|while|when)(?![a-z])", " ".join(between)):
        return (), None
    last = mentions[-1][0].end
    tail = text[last:]
    bounds, tail = read_prices(tail, currency)
    shared = re.search(r"(?:都要?|both(?: in)?|all in)\s?([\w\s]{1,20})", tail)
    things, at = [], 0
    for n, (mention, _) in enumerate(mentions):
        end = mention.end if n + 1 < len(mentions) else last
        own = re.split(joint, text[at:end])
        thing = next((p for p in reversed(own) if mention.phrase in p), mention.phrase).strip()
        things.append(f"{thing} {shared[1]}".strip() if shared else thing)
        at = end
    return tuple(things), bounds.high.amount if bounds.high else None
