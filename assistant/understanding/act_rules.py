"""What a turn does by its words alone, for where the head of `acts` does not decide."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import Act, Need, Topic
from assistant.understanding.focus import MOST_COMPARED
from assistant.understanding.frame import Said
from assistant.understanding.nameless import without_vague
from assistant.understanding.normalise import han
from assistant.understanding.patterns import compiled
from assistant.understanding.query_words import content, without_words
from assistant.understanding.references import Referred, Screen, named_products
from assistant.understanding.small_talk import says

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


def asks_about_answer(text: str) -> Topic:
    """Whether a question is about the answer before it: who paid, or why it says what it says."""
    if says(text, "is_ad"):
        return "is_ad"
    if WHY_NONE.search(text):
        return ""
    return "why_rank" if says(text, "why") else ""


def with_act(
    said: Said,
    text: str,
    asks: Topic,
    referred: Referred,
    screen: Screen,
    before: Need | None,
    sure: bool = False,
) -> Said:
    """What was said, with its act and the products it speaks of; `sure` that it asks for things.

    A turn about the answer (why, is it an ad, compare) leaves what is asked for as it was.
    """
    both = len(referred.focus) > 1 and says(text, "compare")
    if sure and not both:
        return _asking(said, text, referred, screen, before)
    if asks == "is_ad" or (asks == "why_rank" and (screen.shown or not said.categories)):
        return about_answer(said, "money", asks, _spoken_of(text, asks, referred, screen))
    if says(text, "off_topic") and (not said.categories or _ERRAND.match(text)):
        return about_answer(said, "decline", "off_topic", ())
    compared = _compared(said, text, referred, screen)
    if compared is not None:
        act: Act = "compare" if len(compared) > 1 else "tell"
        return replace(about_answer(said, act, "", compared), missed=not compared)
    if not said.step and not _asks_for_something(said):
        if said.settings:
            return replace(said, act="settings")
        return said if before is not None else replace(said, act="social", social="help")
    return _asking(said, text, referred, screen, before)


def _asking(said: Said, text: str, referred: Referred, screen: Screen, before: Need | None) -> Said:
    """A turn that asks for things, with the product that a price step starts from."""
    if said.step:
        pointed = (screen.last[:1] or screen.shown[:1]) if referred.pointing else ()
        said = replace(said, focus=referred.focus or pointed)
        return said if screen.shown else replace(said, sort=said.sort or "price_asc", focus=())
    return replace(said, new_thing=_names_new_thing(said, text, before, screen))


def about_answer(said: Said, act: Act, topic: Topic, focus: tuple[str, ...]) -> Said:
    """A turn about what is shown: it leaves what is asked for as it was."""
    return Said(
        text=said.text,
        language=said.language,
        act=act,
        topic=topic,
        focus=focus,
        settings=said.settings,
        from_child=said.from_child,
    )


def _spoken_of(text: str, asks: Topic, referred: Referred, screen: Screen) -> tuple[str, ...]:
    """The products that a question about the answer means; () for the whole of it."""
    if referred.focus or referred.missed:
        # "Which of these are ads" asks about the whole answer, what was paid for included.
        most = min(len(screen.shown), MOST_COMPARED)
        whole = asks == "is_ad" and len(referred.focus) >= most > 1
        return () if whole else referred.focus
    named = named_products(text, screen)
    if named:
        return named[:1] if asks == "why_rank" else named
    if referred.pointing and len(screen.last) == 1:
        return screen.last
    if asks == "why_rank" or len(screen.shown) == 1:
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
    if not content(without_vague(unknown)) or said.others:
        return False
    if said.change:
        return True
    if _SAME_THING.search(text) or compiled("query", "adds").match(text):
        return False
    if _WANTS.search(text):
        return han(unknown) > 1 or bool(re.search(r"[a-z]{3}", unknown))
    return not before.category and content(unknown) > 1
