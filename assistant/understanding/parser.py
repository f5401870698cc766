"""Reading one question by itself: its act from the whole sentence, then its words."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.schema.need import History, Need, Topic
from assistant.understanding.accessories import read_accessory
from assistant.understanding.act_rules import WHY_NONE, about_answer
from assistant.understanding.acts import Judged
from assistant.understanding.answers_given import choice
from assistant.understanding.children import says_own_childhood
from assistant.understanding.dialogue_state import INTERRUPTIONS, holding
from assistant.understanding.focus import focus_of
from assistant.understanding.frame import Said
from assistant.understanding.lexicon import Lexicon
from assistant.understanding.normalise import blank, fold, lowered, spoken_in, words
from assistant.understanding.patterns import bare, compiled, taken
from assistant.understanding.query_words import content, search_words
from assistant.understanding.references import read_references
from assistant.understanding.shopping_parser import WHOLE_BUDGET, read_shopping, screen_of
from assistant.understanding.small_talk import (
    read_drops,
    read_settings,
    restricted_reason,
    says,
    small_talk,
)
from assistant.understanding.spelling import corrected
from assistant.understanding.thread_words import of_thread, read_back, read_like
from assistant.understanding.topic_cues import confirmed
from catalog.i18n import Spoken

REFUSED_AS: dict[str, Topic] = {
    "self_harm": "harm",
    "weapons": "harm",
    "drugs": "harm",
    "medical": "medicine",
    "tobacco": "minors",
    "age": "minors",
}
"""The topic of a turn that is declined for a reason."""


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
    whole = of_thread(said, rest, history) or _accessory(said, rest, history, lexicon)
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
    asked = read_shopping(said, mended, cased, history, lexicon, rest, sure is not None)
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


def _accessory(said: Said, text: str, history: History, lexicon: Lexicon) -> Said | None:
    """A turn that asks for a part of a thing, where only whole things are carried."""
    before = holding(history)
    if not lexicon.closed:
        return None
    asked = read_accessory(text, lexicon, before.category if before else "")
    if asked is None:
        return None
    focus = focus_of(text, "tell", screen_of(said, history, lexicon))
    told = about_answer(said, "tell", "accessory", focus.products)
    return replace(told, missed=focus.missed, subject=asked.category, subject_words=asked.part)


def _changes_list(text: str, history: History, lexicon: Lexicon) -> bool:
    """Whether a condition is let go, or others like one shown are asked for."""
    if not history or not history[-1].shown:
        return False
    if read_drops(text)[0]:
        return True
    screen = screen_of(Said(text=text, language="en"), history, lexicon)
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
    if asked.quantity and asked.price and WHOLE_BUDGET.search(text):
        return False
    return bool(not asked.price or asked.quantity or _ADDED_UP.search(text))


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
    screen = screen_of(said, history, lexicon)
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
