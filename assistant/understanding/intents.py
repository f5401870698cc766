"""What kind of turn a question is, once its words are read: buying, comparing, asking why …"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import Intent, Need
from assistant.understanding.frame import Said
from assistant.understanding.normalise import han
from assistant.understanding.patterns import compiled
from assistant.understanding.query_words import content, without_words
from assistant.understanding.references import Referred, Screen, named_products
from assistant.understanding.small_talk import says

MOST_COMPARED = 4
_ERRAND = re.compile(
    r"\s*(?:please |can you |could you |帮我|请|给我)?"
    r"(?:write|compose|tell|sing|translate|solve|写|讲|唱|翻译)"
)
_WANTS = re.compile(
    r"(?<![a-z])(?:do you (?:have|sell|carry|stock)|i(?:'d like| want| need)"
    r"|looking for|show me|find me|got any|have you got|sell|buy|how about|recommend|any)(?![a-z])"
    r"|有没有|想买|来个|买个|买一|推荐|有.{1,12}吗|我要|找|想要|看看|有卖|卖不卖"
)
WHY_NONE = re.compile(
    r"(?:为什么|为啥|为何|怎么)(?:就|都)?没有?(?!理由|说|写)|(?<![a-z])(?:why|how come)"
    r" (?:(?:is|are) there|don't you (?:have|show|sell|carry)|do you not have) (?:no|any)?"
)
"""Asks for what is missing, not why something is there."""
_SAME_THING = re.compile(
    r"(?<![a-z])(?:ones?|with|that|it|which|them|those|these|more|less|in|for)(?![a-z])"
    r"|(?:的|款|点|些)\W*$|^(?:带|有(?!没有)|能|可以|适合|要|更|最好|支持|防)|有没有(?:带|有|能|可以|更|支持|防|适合)"
)


def asks_about_answer(text: str) -> Intent | None:
    """Whether a question is about the answer before it: who paid, or why it says what it says."""
    if says(text, "is_ad"):
        return "is_ad"
    if WHY_NONE.search(text):
        return None
    return "why" if says(text, "why") else None


def with_intent(
    said: Said,
    text: str,
    asks: Intent | None,
    referred: Referred,
    screen: Screen,
    before: Need | None,
) -> Said:
    """What was said, with its intent and the products it speaks of.

    A turn about the answer (why, is it an ad, compare) leaves what is asked for as it was.
    """
    if asks == "is_ad" or (asks == "why" and (screen.shown or not said.categories)):
        return _about_answer(said, asks, _spoken_of(text, asks, referred, screen))
    if says(text, "off_topic") and (not said.categories or _ERRAND.match(text)):
        return Said(
            text=said.text, language=said.language, intent="off_topic", settings=said.settings
        )
    compared = _compared(said, text, referred, screen)
    if compared is not None:
        return _about_answer(said, "compare", compared)
    if said.step:
        pointed = (screen.last[:1] or screen.shown[:1]) if referred.pointing else ()
        said = replace(said, focus=referred.focus or pointed)
        return said if screen.shown else replace(said, sort=said.sort or "price_asc", focus=())
    if not _asks_for_something(said):
        if said.settings:
            return replace(said, intent="settings")
        return said if before is not None else replace(said, intent="help")
    return replace(said, topic=_names_new_thing(said, text, before, screen))


def _about_answer(said: Said, intent: Intent, focus: tuple[str, ...]) -> Said:
    return Said(
        text=said.text,
        language=said.language,
        intent=intent,
        focus=focus,
        settings=said.settings,
    )


def _spoken_of(text: str, asks: Intent, referred: Referred, screen: Screen) -> tuple[str, ...]:
    """The products that a question about the answer means; () for the whole of it."""
    if referred.focus or referred.missed:
        # "Which of these are ads" asks about the whole answer, what was paid for included.
        most = min(len(screen.shown), MOST_COMPARED)
        whole = asks == "is_ad" and len(referred.focus) >= most > 1
        return () if whole else referred.focus
    named = named_products(text, screen)
    if named:
        return named[:1] if asks == "why" else named
    if referred.pointing and len(screen.last) == 1:
        return screen.last
    if asks == "why" or len(screen.shown) == 1:
        return screen.shown[:1] if referred.pointing else ()
    return ()


def _compared(said: Said, text: str, referred: Referred, screen: Screen) -> tuple[str, ...] | None:
    """The products that a comparison, or a question about one product, is about; None if none."""
    if not screen.shown or said.step or said.excluded or said.others:
        return None
    if referred.focus or referred.missed:
        return referred.focus[:MOST_COMPARED]
    comparing = says(text, "compare")
    if comparing:
        named = named_products(text, screen)
        if len(named) > 1:
            return named[:MOST_COMPARED]
    conditions = said.categories or said.price or said.sellers is not None or said.sort
    if conditions or said.change or said.anew or said.settings:
        return None
    if comparing and not said.brands and not re.search(r"(?:any|some)thing", text):
        return screen.last if len(screen.last) > 1 else screen.shown[:MOST_COMPARED]
    if referred.pointing and says(text, "detail"):
        return screen.last[:1] or screen.shown[:1]
    return None


def _asks_for_something(said: Said) -> bool:
    return bool(
        said.categories
        or said.price
        or said.brands
        or said.not_brands
        or said.sellers is not None
        or said.attributes
        or said.wishes
        or said.without
        or said.quantity
        or said.sort
        or said.others
        or said.excluded
        or said.drop
        or said.anew
        or said.for_whom
        or said.occasion
        or content(said.query)
    )


def _names_new_thing(said: Said, text: str, before: Need | None, screen: Screen) -> bool:
    """Whether words that the lexicon does not know name another thing to buy."""
    if before is None or said.categories:
        return said.change
    known = [(w.name, w.value) for w in said.wishes] + list(said.attributes)
    words = tuple(word for pair in known for word in screen.lexicon.words_of(*pair))
    unknown = without_words(said.query, (*words, said.occasion.lower()))
    if not content(unknown) or said.others:
        return False
    if said.change:
        return True
    if _SAME_THING.search(text) or compiled("query", "adds").match(text):
        return False
    if _WANTS.search(text):
        return han(unknown) > 1 or bool(re.search(r"[a-z]{3}", unknown))
    return not before.category and content(unknown) > 1
