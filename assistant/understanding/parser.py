"""Reading one question by itself: each reader takes its words and leaves the rest."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import History, Need, Topic
from assistant.understanding.act_rules import WHY_NONE, about_answer, asks_about_answer, with_act
from assistant.understanding.acts import Judged
from assistant.understanding.answers_given import choice, chosen, indifferent
from assistant.understanding.bodies import read_body
from assistant.understanding.children import says_own_childhood
from assistant.understanding.dialogue_state import INTERRUPTIONS, holding
from assistant.understanding.entities import read_terms
from assistant.understanding.exclusions import read_exclusions
from assistant.understanding.focus import focus_of
from assistant.understanding.frame import PriceStep, Said
from assistant.understanding.implied import genus, suggested_kind, with_implied
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.measures import Measured, read_measures
from assistant.understanding.normalise import BLANK, blank, fold, lowered, spoken_in, words
from assistant.understanding.patterns import bare, compiled, taken
from assistant.understanding.persons import read_occasion, read_person, read_quantity
from assistant.understanding.prices import read_prices, shared
from assistant.understanding.query_words import content, search_words
from assistant.understanding.references import Referred, Screen, read_references
from assistant.understanding.small_talk import (
    read_drops,
    read_sellers,
    read_settings,
    read_sort,
    restricted_reason,
    says,
    small_talk,
)
from assistant.understanding.spelling import corrected
from assistant.understanding.thread_words import of_thread, read_back, read_like, read_more
from assistant.understanding.topic_cues import confirmed
from assistant.understanding.unlisted import read_unlisted
from catalog.i18n import Spoken
from retrieval.request import Constraints

_ALLERGY = re.compile(r"对([\u3400-\u9fff]{1,5}?)过敏")
REFUSED_AS: dict[str, Topic] = {
    "self_harm": "harm",
    "weapons": "harm",
    "drugs": "harm",
    "medical": "medicine",
    "tobacco": "minors",
    "age": "minors",
}
"""The topic of a turn that is declined for a reason."""
_PUSHED_AWAY = re.compile(
    r"(?:不要|不想要|不喜欢|排除|除了|去掉"
    r"|(?<![a-z])(?:not|don't (?:want|like)|except|remove|skip|hide))"
    rf"\s?(?:the )?{BLANK}"
)


def read(question: str, history: History, lexicon: Lexicon, judged: Judged | None = None) -> Said:
    """What the question says by itself.

    Its act comes first, from the whole sentence; only of what is shopped for is a word looked up
    in the catalog or put right. Without `judged`, or where that is not sure, the rules tell the
    act once the words are read.
    """
    cased = fold(question)
    text = lowered(cased)
    before = holding(history)
    said = Said(
        text=question,
        language=_language(text, history),
        from_child=says_own_childhood(text) or any(e.need.from_child for e in history),
    )
    reason = restricted_reason(text) or _restricted_category(text, lexicon)
    if reason:
        return replace(said, act="decline", topic=REFUSED_AS.get(reason, ""), restricted=reason)
    settings, rest = read_settings(text)
    said = replace(said, settings=settings)
    talk = _talk(said, rest, lexicon)
    if talk is not None:
        return talk
    if not re.search(r"[^\W_]", bare(rest)):
        return _wordless(said, before)
    whole = of_thread(said, rest, history)
    if whole is not None:
        return whole
    back, rest = read_back(rest, history, lexicon)
    said = replace(said, back=back.need if back else None)
    others = bool(history and history[-1].shown) and says(rest, "others")
    if others and judged is not None and judged.act == "tell":
        judged = Judged(act="find")
    sure = None if WHY_NONE.search(text) else confirmed(judged, rest)
    named = sure is not None and sure.act in INTERRUPTIONS and _only_names(rest, lexicon)
    if named or choice(rest, history[-1].asked if history else "", lexicon):
        sure = None
    elif said.back or _changes_list(rest, history, lexicon):
        sure = Judged(act="find")
    if sure is not None and sure.act in INTERRUPTIONS:
        return replace(said, act=sure.act, topic=sure.topic, social=sure.social)
    if sure is not None and sure.act == "settings":
        return replace(said, act="settings")
    if (
        sure is not None
        and sure.act != "find"
        and not _asks_for_things(sure, rest, history, lexicon)
    ):
        return _read_question(said, rest, sure, history, lexicon)
    mended = corrected(rest, lexicon)
    cased = cased if len(cased) == len(mended) else mended
    asked = _read_shopping(said, mended, cased, history, lexicon, rest, sure is not None)
    one_kind = len(asked.categories) < 2 and (
        sure is None or sure.act != "total" or _adds_up(asked, rest)
    )
    if sure is not None and _from_cold(sure, history) and asked.act in ("", "find") and one_kind:
        topic: Topic = "pieces" if sure.act == "total" else ""
        subject = asked.categories[0] if asked.categories else ""
        return replace(asked, act=sure.act, topic=topic, subject=subject)
    return asked


def _talk(said: Said, text: str, lexicon: Lexicon) -> Said | None:
    """A civility, or a command to the machine that names nothing carried; None for neither."""
    if said.settings:
        return None
    named = any(m.of("category") or m.of("brand") for m in lexicon.find(text))
    if says(text, "instructions") and not named:
        return replace(said, act="decline", topic="off_topic")
    talk = small_talk(text)
    return replace(said, act="social", social=talk) if talk else None


def _changes_list(text: str, history: History, lexicon: Lexicon) -> bool:
    """Whether a condition is let go, or others like one shown are asked for."""
    if not history or not history[-1].shown:
        return False
    if read_drops(text)[0]:
        return True
    screen = _screen(Said(text=text, language="en"), history, lexicon)
    referred, rest = read_references(text, screen)
    return bool(referred.focus) and read_like(rest)[0]


def _only_names(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is nothing but names of the catalog: "keyboard", "oily skin"."""
    named = [m for m in lexicon.find(text) if m.meanings]
    for mention in named:
        text = blank(text, mention.start, mention.end)
    return bool(named) and not content(search_words(text, ()))


def _from_cold(judged: Judged, history: History) -> bool:
    """Whether things are to be compared or added up that a search must find first."""
    whole = judged.act == "compare" or (judged.act == "total" and judged.topic != "voucher")
    return whole and not (history and history[-1].shown)


_ADDED_UP = re.compile(
    r"(?<![a-z])(?:total|altogether|in all|together|sum|all (?:of (?:them|these)|\w+)|both|each"
    r"|bundle|set|and an?)(?![a-z])"
    r"|一共|总共|合计|总价|加起来|一起|配齐|凑|全套|都买|和|跟|、"
)
"""Words of several things or pieces, without which a price range adds nothing up."""
_WHOLE_BUDGET = re.compile(
    r"总预算|总共|一共|合计|总价|全部(?:加起来)?"
    r"|(?<![a-z])(?:total|altogether|in all|for all)(?![a-z])"
)
_MADE_BY = re.compile(
    r"(?<![a-z])(?:which|what) .{2,40} (?:does|do|did|has|have|is|are|from|by)(?![a-z])"
    r"|有(?:什么|哪些|哪几[款个种]|几[款个种]).{1,12}"
)
"""Asks which things of a kind a maker or a shop has."""
_ASKS = re.compile(
    r"(?<![a-z])(?:how|which|what|who|is|are|do|does|any|all|every|list)(?![a-z])"
    r"|[?几多哪吗么没啥]|所有|全部|一共|总共"
)
_WHETHER_CARRIED = re.compile(
    r"\W*(?:hi,? |hello,? |so |and )?(?:do|does|have|has|got|is there|are there|can i)(?![a-z])"
    r"(?!.*(?:how many|which|what|all|else|besides|only))"
    r"|(?!.*(?:几|多少|哪|全部|除了|就|只))(?!.*(?:卖|有|经营)(?:些|点)?(?:什么|啥)(?:东西|商品|产品|品类|的|啊|呢)*\W*$).*(?:有|卖)"
)


def _adds_up(asked: Said, text: str) -> bool:
    """Whether several things or pieces are added up, not one thing looked for within a budget."""
    if asked.quantity and asked.price and _WHOLE_BUDGET.search(text):
        return False
    return bool(asked.quantity or _ADDED_UP.search(text))


def _of_a_brand(text: str, lexicon: Lexicon) -> bool:
    """Whether it is asked which things of a kind a brand has."""
    if not _MADE_BY.search(text):
        return False
    mentions = lexicon.find(text)
    rest = text
    for mention in mentions:
        rest = blank(rest, mention.start, mention.end)
    kinds, brands = ([m for m in mentions if m.of(k)] for k in ("category", "brand"))
    return bool(kinds and brands) and content(search_words(rest)) < 2


def _asks_for_things(judged: Judged, text: str, history: History, lexicon: Lexicon) -> bool:
    """Whether it is shopping after all: several things at once or a question about one product
    with nothing on the screen, or whether something is carried at all.
    """
    if _from_cold(judged, history):
        return True
    if judged.topic == "basket" or judged.act == "superlative":
        return not (history and history[-1].shown)
    if judged.act == "tell" and _of_a_brand(text, lexicon):
        return True
    if judged.topic != "shelf":
        return False
    if says(text, "sort", "price_asc") or says(text, "sort", "price_desc"):
        return True
    return _WHETHER_CARRIED.match(text) is not None or not _ASKS.search(text)


def _read_question(
    said: Said, text: str, judged: Judged, history: History, lexicon: Lexicon
) -> Said:
    """A question about things shown, named or carried; it leaves what is asked for as it was."""
    screen = _screen(said, history, lexicon)
    focus = focus_of(text, judged.act, screen)
    named = [m for m in lexicon.find(text) if m.of("category")]
    asked = about_answer(said, judged.act, judged.topic, focus.products)
    return replace(
        asked,
        missed=focus.missed,
        sponsored_meant=focus.sponsored_meant,
        subject=named[0].of("category")[0].name if named else "",
        subject_words=search_words(text, tuple((m.start, m.end) for m in named)),
    )


def _screen(said: Said, history: History, lexicon: Lexicon) -> Screen:
    before = holding(history)
    last = history[-1] if history else None
    return Screen(
        shown=last.shown if last else (),
        last=before.focus if before else (),
        lexicon=lexicon,
        currency=unnamed_currency(said.language, before, lexicon),
        asked=before.constraints if before else Constraints(),
    )


def _wordless(said: Said, before: Need | None) -> Said:
    """Only settings, only signs, or nothing at all."""
    if said.settings:
        return replace(said, act="settings")
    return said if before is not None else replace(said, act="social", social="help")


def _language(text: str, history: History) -> Spoken:
    """What it is written in; a bare brand or sign stays in the language of the conversation."""
    found = spoken_in(text)
    earlier: Spoken = history[-1].need.language if history else "en"
    if found == "en" and history and not _prose(text):
        return earlier
    return found or earlier


def _prose(text: str) -> bool:
    """Whether Latin words are English talk and not just a brand or a model number."""
    return (
        len(words(text)) > 2
        or any(
            compiled("talk", name).search(text) for name in ("cheaper", "greeting", "thanks", "why")
        )
        or bool(
            re.search(
                r"\b(?:the|a|one|only|no|under|any|show|me|for|with|what|is|yes|wireless)\b", text
            )
        )
    )


def _restricted_category(text: str, lexicon: Lexicon) -> str:
    _, text = taken(compiled("restricted", "except"), text)
    for mention in lexicon.find(text):
        for meaning in mention.of("category"):
            restricted = lexicon.vocabulary.category(meaning.name).restricted
            if restricted:
                return restricted
    return ""


def _read_shopping(
    said: Said, text: str, cased: str, history: History, lexicon: Lexicon, whole: str, sure: bool
) -> Said:
    """A question's conditions; unless it is `sure` to ask for things, the rules tell its act."""
    before = holding(history)
    last = history[-1] if history else None
    category = before.category if before else ""
    currency = unnamed_currency(said.language, before, lexicon)
    screen = _screen(said, history, lexicon)
    asks = asks_about_answer(whole)
    text = WHY_NONE.sub(lambda why: BLANK * len(why.group()), text)
    referred, text = read_references(text, screen)
    like, text = read_like(text) if referred.focus else (False, text)
    more, unknown, text = read_more(text, referred.focus[0], lexicon) if like else ((), (), text)
    pushed = bool(referred.focus) and _PUSHED_AWAY.search(text) is not None
    drops, text = read_drops(text)
    sellers, text = read_sellers(text)
    body, text = read_body(text)
    named = next((m.name for t in lexicon.find(text) for m in t.of("category")), category)
    unlisted = read_unlisted(text, lexicon, named)
    measured, text = read_measures(text, lexicon, named)
    budget = bool(re.search(r"预算|budget|提高|加到|raise|increase", text))
    price, text = read_prices(text, currency, alone=before is not None)
    step, text = _step(text)
    others, text = taken(compiled("talk", "others"), text) if screen.shown else (False, text)
    sort, text = read_sort(text)
    text = _ALLERGY.sub(lambda m: f"不含{m[1]}{BLANK}", text)
    ruled_out, text = read_exclusions(text, cased, lexicon, named)
    excluded: tuple[str, ...] = ()
    if pushed or like:
        excluded, referred = referred.focus, Referred()
    asked = last.asked if last else ""
    change, text = taken(compiled("talk", "change"), text)
    anew, text = taken(compiled("talk", "anew"), text)
    wanted, text = read_terms(text, cased, lexicon, category, asked)
    drops, wanted = indifferent(text, drops, wanted, asked, lexicon)
    wanted = chosen(whole, wanted, asked, lexicon)
    first_named = next((m.start for m in lexicon.find(text) if m.of("category")), None)
    quantity, text = read_quantity(text, first_named)
    if quantity and price.high is not None and _WHOLE_BUDGET.search(whole):
        price = shared(price, quantity)
    person, implied, text = read_person(text, said.language)
    # A restricted kind is no longer wanted here: it was only spoken of.
    free = (c for c in wanted.categories if not lexicon.vocabulary.category(c).restricted)
    wanted = replace(wanted, categories=tuple(free))
    if (
        not wanted.categories
        and not category
        and (kind := suggested_kind(whole, lexicon) or genus(whole, lexicon))
    ):
        known = lexicon.attributes_of.get(kind, frozenset())
        wished = tuple(w for w in wanted.wishes if w.name in known)
        wanted = replace(wanted, categories=(kind,), wishes=wished)
    wishes, unmet = with_implied(wanted, implied, body, whole, lexicon, category)
    mentions = lexicon.find(text)
    query = search_words(text, tuple((m.start, m.end) for m in mentions if m.meanings))
    said = replace(
        said,
        categories=wanted.categories,
        bound=wanted.sure,
        price=price,
        step="" if price else step,
        budget=budget,
        brands=wanted.brands,
        not_brands=ruled_out.not_brands,
        fits=wanted.fits,
        sellers=sellers,
        attributes=tuple(dict.fromkeys((*wanted.attributes, *ruled_out.attributes))),
        wishes=wishes,
        without=ruled_out.without,
        not_attributes=ruled_out.not_attributes,
        numbers=(*measured.numbers, *more),
        any_of=measured.values,
        unlisted=tuple(
            dict.fromkeys(
                (*(id for id, _ in unlisted), *_bare(measured, unlisted), *unmet, *unknown)
            )
        ),
        phrases=(
            *((f"unlisted:{id}", words) for id, words in unlisted),
            *((_condition_id(measured, name, words), words) for name, words in measured.phrases),
        ),
        for_whom=person,
        occasion=read_occasion(_occasions_text(text, lexicon), said.language),
        quantity=quantity,
        sort=sort,
        excluded=excluded,
        others=others,
        drop=drops,
        also=says(whole, "also"),
        change=change,
        anew=anew,
        query=query,
    )
    return with_act(said, whole, asks, referred, screen, before, sure)


def _condition_id(measured: Measured, name: str, words: str) -> str:
    if not name:
        return f"unlisted:{words}"
    ranged = {attribute for attribute, _ in measured.values}
    return f"attribute:{name}" if name in ranged else f"number:{name}"


def _bare(measured: Measured, unlisted: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The figures that no attribute holds, but those that a topic speaks of already."""
    named = " ".join(words for _, words in unlisted)
    return tuple(words for words in measured.unlisted if words not in named)


def unnamed_currency(language: Spoken, before: Need | None, lexicon: Lexicon) -> str:
    """Of an amount that names none: the one spoken of, the catalog's only one, the language's."""
    if before is not None:
        bound = before.constraints.price_max or before.constraints.price_min
        if bound is not None:
            return bound.currency
    return lexicon.currency or ("CNY" if language == "zh" else "USD")


def _step(text: str) -> tuple[PriceStep, str]:
    step: PriceStep = ""
    names: tuple[PriceStep, ...] = ("too_dear", "cheaper", "dearer")
    for name in names:
        if step not in ("", "too_dear"):
            break
        said, text = taken(compiled("talk", name), text)
        step = step or (name if said else "")
    return step, text


def _occasions_text(text: str, lexicon: Lexicon) -> str:
    """The text without the categories' names, for running shoes are no occasion."""
    for mention in lexicon.find(text):
        if mention.of("category"):
            text = blank(text, mention.start, mention.end)
    return text
