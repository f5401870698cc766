"""Reading what is shopped for: each reader takes its words and leaves the rest."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import History, Need
from assistant.understanding.act_rules import WHY_NONE, asks_about_answer, with_act
from assistant.understanding.answers_given import chosen, indifferent
from assistant.understanding.bodies import read_body
from assistant.understanding.dialogue_state import holding
from assistant.understanding.entities import read_terms
from assistant.understanding.exclusions import read_exclusions
from assistant.understanding.frame import PriceStep, Said
from assistant.understanding.implied import genus, suggested_kind, with_implied
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.measures import Measured, read_measures
from assistant.understanding.normalise import BLANK, blank
from assistant.understanding.patterns import compiled, taken
from assistant.understanding.persons import read_occasion, read_person, read_quantity
from assistant.understanding.prices import read_prices, shared
from assistant.understanding.query_words import search_words
from assistant.understanding.ratings import read_rating
from assistant.understanding.references import Referred, Screen, read_references
from assistant.understanding.small_talk import (
    read_drops,
    read_sellers,
    read_sort,
    says,
)
from assistant.understanding.thread_words import asks_more, read_like, read_more
from assistant.understanding.unlisted import read_unlisted
from catalog.i18n import Spoken
from retrieval.request import Constraints, NumberBound

_ALLERGY = re.compile(r"对([\u3400-\u9fff]{1,5}?)过敏")
_PUSHED_AWAY = re.compile(
    r"(?:不要|不想要|不喜欢|排除|除了|去掉"
    r"|(?<![a-z])(?:not|don't (?:want|like)|except|remove|skip|hide))"
    rf"\s?(?:the )?{BLANK}"
)
_NOT_TOO_DEAR = re.compile(
    r"(?:不要|别|不能|不想|不用|不会)太贵的?|(?:not|nothing|isn't|without being) too "
    r"(?:expensive|pricey|dear|costly)(?![a-z])"
)
"""A hope for a fair price, which rejects no price shown."""
WHOLE_BUDGET = re.compile(
    r"总预算|总共|一共|合计|总价|全部(?:加起来)?"
    r"|(?<![a-z])(?:total|altogether|in all|for all)(?![a-z])"
)
"""Says that a budget is for all pieces together."""


def read_shopping(
    said: Said, text: str, cased: str, history: History, lexicon: Lexicon, whole: str, sure: bool
) -> Said:
    """A question's conditions; unless it is `sure` to ask for things, the rules tell its act."""
    before = holding(history)
    last = history[-1] if history else None
    category = before.category if before else ""
    currency = unnamed_currency(said.language, before, lexicon)
    screen = screen_of(said, history, lexicon)
    asks = asks_about_answer(whole)
    text = WHY_NONE.sub(lambda why: BLANK * len(why.group()), text)
    referred, text = read_references(text, screen)
    like, text = read_like(text) if referred.focus else (False, text)
    more, unknown, text = _more(text, referred.focus if like else (), screen)
    pushed = bool(referred.focus) and _PUSHED_AWAY.search(text) is not None
    drops, text = read_drops(text)
    sellers, text = read_sellers(text)
    body, text = read_body(text)
    named = next((m.name for t in lexicon.find(text) for m in t.of("category")), category)
    unlisted = read_unlisted(text, lexicon, named)
    stars, text = read_rating(text)
    measured, text = read_measures(text, lexicon, named)
    budget = bool(re.search(r"预算|budget|提高|加到|raise|increase", text))
    price, text = read_prices(text, currency, alone=before is not None)
    step, text = _step(_NOT_TOO_DEAR.sub(lambda said: BLANK * len(said.group()), text))
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
    if quantity and price.high is not None and WHOLE_BUDGET.search(whole):
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
        rating=stars,
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


def _more(
    text: str, like: tuple[str, ...], screen: Screen
) -> tuple[tuple[NumberBound, ...], tuple[str, ...], str]:
    """More or less than a pattern has, else than the product spoken of or shown first."""
    if like:
        return read_more(text, like[0], screen.lexicon)
    if screen.shown and asks_more(text):
        more, unknown, rest = read_more(text, (*screen.last[:1], *screen.shown)[0], screen.lexicon)
        if more or not any(m.of("attribute") for m in screen.lexicon.find(text)):
            return more, unknown, rest
    return (), (), text


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


def screen_of(said: Said, history: History, lexicon: Lexicon) -> Screen:
    """What a question may point at: the last list, its need, and the catalog's words."""
    before = holding(history)
    last = history[-1] if history else None
    return Screen(
        shown=last.shown if last else (),
        last=before.focus if before else (),
        lexicon=lexicon,
        currency=unnamed_currency(said.language, before, lexicon),
        asked=before.constraints if before else Constraints(),
    )
