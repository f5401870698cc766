"""Which of the conditions the listed products miss or do not state, said before anything else."""

from babel.numbers import get_currency_name

from assistant.compose.facts import Facts
from assistant.compose.items import ConditionFact
from assistant.compose.variation import Voice
from catalog.phrases import say


def first_words(facts: Facts, voice: Voice) -> str:
    """What must be known before the list: nothing where every item meets every condition."""
    told = [words for c in facts.conditions if (words := _words(c, facts, voice))]
    for key, state in (("all_silent", "not_stated"), ("all_unmet", "not_met")):
        whats = [voice.grammar.within(c.what) for c in facts.conditions if _shared(c, state, facts)]
        if whats:
            what = voice.grammar.listing(whats, voice.grammar.denied)
            told.append(say(f"conditions.{key}", facts.language, what=what, n=len(facts.items)))
    told = list(dict.fromkeys(told))
    return voice.grammar.joint.join(told)


def _shared(condition: ConditionFact, state: str, facts: Facts) -> bool:
    """Whether all items stand so to a condition that was understood."""
    return not condition.not_understood and len(getattr(condition, state)) == len(facts.items)


def _words(condition: ConditionFact, facts: Facts, voice: Voice) -> str:
    items, language = len(facts.items), facts.language
    what = voice.grammar.within(condition.what)
    if condition.not_understood and condition.id.startswith("price_"):
        shelf = next((i.price.currency for i in facts.items if i.price), "")
        name = get_currency_name(shelf, count=2, locale=language) if shelf else ""
        return say("conditions.other_currency", language, what=facts.asked.price_text, shelf=name)
    if condition.not_understood:
        return say("conditions.not_understood", language, what=condition.words or what)
    if items in (len(condition.not_stated), len(condition.not_met)):
        return ""
    told = []
    if condition.not_met:
        names = voice.grammar.listing(condition.not_met)
        told.append(say("conditions.some_unmet", language, what=what, names=names))
    if condition.not_stated:
        names = voice.grammar.listing(condition.not_stated)
        told.append(say("conditions.some_silent", language, what=what, names=names))
    return voice.grammar.joint.join(told)
