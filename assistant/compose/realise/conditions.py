"""Which of the conditions the listed products miss or do not state, said before anything else."""

from collections.abc import Sequence

from babel.numbers import get_currency_name

from assistant.compose.facts import Facts
from assistant.compose.items import ConditionFact
from assistant.compose.realise import en, zh
from catalog.phrases import say


def first_words(facts: Facts) -> str:
    """What must be known before the list: nothing where every item meets every condition."""
    told = [words for c in facts.conditions if (words := _words(c, facts))]
    told = list(dict.fromkeys(told))
    return ("" if facts.chinese else " ").join(told)


def _words(condition: ConditionFact, facts: Facts) -> str:
    items, language = len(facts.items), facts.language
    what = condition.what if facts.chinese else en.lower(condition.what)
    if condition.not_understood and condition.id.startswith("price_"):
        shelf = next((i.price.currency for i in facts.items if i.price), "")
        name = get_currency_name(shelf, count=2, locale=language) if shelf else ""
        return say("conditions.other_currency", language, what=facts.asked.price_text, shelf=name)
    if condition.not_understood:
        return say("conditions.not_understood", language, what=condition.words or what)
    if len(condition.not_stated) == items:
        return say("conditions.all_silent", language, what=what, n=items)
    if len(condition.not_met) == items:
        return say("conditions.all_unmet", language, what=what, n=items)
    told = []
    if condition.not_met:
        names = _names(condition.not_met, facts)
        told.append(say("conditions.some_unmet", language, what=what, names=names))
    if condition.not_stated:
        names = _names(condition.not_stated, facts)
        told.append(say("conditions.some_silent", language, what=what, names=names))
    return ("" if facts.chinese else " ").join(told)


def _names(names: Sequence[str], facts: Facts) -> str:
    return zh.listing(names) if facts.chinese else en.listing(names)
