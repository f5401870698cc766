"""What is said where nothing, or too little, meets the need: near misses and refusals."""

from assistant.compose.facts import Facts
from assistant.compose.items import MissFacts
from assistant.compose.realise.lists import conditions
from assistant.compose.variation import Voice
from catalog.phrases import phrasebook, say


def misses(facts: Facts, voice: Voice) -> str:
    """All near misses in a sentence."""
    told = say("lists.between_misses", facts.language).join(_miss(m, voice) for m in facts.misses)
    return voice.say("lists.misses", misses=told)


def nothing(facts: Facts, voice: Voice) -> str:
    """That nothing meets the conditions."""
    grammar = voice.grammar
    what, where = grammar.within(facts.asked.subject), conditions(facts, voice)
    wishes = [grammar.within(wish) for wish in facts.asked.wishes]
    if not what and not wishes:
        key = "lists.nothing_where" if where else "lists.nothing_at_all"
        return voice.say(key, where=where)
    sought = grammar.enumeration.join(w for w in (where, *wishes) if w)
    key = "lists.sought" if what else "lists.sought_unnamed"
    topic = voice.say(key, what=what, where=sought) if sought else what
    return voice.say("lists.nothing", topic=topic)


def no_such_item(facts: Facts) -> str:
    """The sentence that a product was referred to which is not in the list above."""
    return say("lists.no_such_item", facts.language)


def not_carried(facts: Facts, voice: Voice) -> str:
    """That the catalog does not carry it, and what it does."""
    what, where = voice.grammar.within(facts.asked.subject), conditions(facts, voice)
    if what and facts.asked.subject in facts.carried:
        key = "lists.none_of_kind_where" if where else "lists.none_of_kind"
        return voice.say(key, what=what, where=where)
    if facts.third_language:
        spoken = facts.third_language
        read = say("languages_read.third", facts.language, spoken=spoken)
        return voice.grammar.joint.join((voice.say("lists.no_words"), read))
    key = "lists.not_carried" if what else "lists.not_carried_unnamed"
    told = [voice.say(key, what=what)]
    if facts.carried:
        kinds = voice.grammar.listing([voice.grammar.within(kind) for kind in facts.carried])
        told.append(voice.say("lists.carried", kinds=kinds))
    return voice.grammar.joint.join(told)


def _miss(m: MissFacts, voice: Voice) -> str:
    has, key = m.has, f"lists.miss_{m.field}"
    if m.field in ("categories", "attributes", "any_of"):
        has = voice.grammar.within(has)
    known = phrasebook().entries
    if not (has or m.field.startswith("price")) or key not in known:
        key = f"{key}_silent"
    reason = voice.say(key if key in known else "lists.miss_other", has=has, price=m.price_text)
    if m.field.startswith("price") or not m.price_text:
        return voice.say("lists.miss", name=m.name, reason=reason)
    return voice.say("lists.miss_priced", name=m.name, price=m.price_text, reason=reason)
