"""What is said around a list: how many of what at what price, and what holds for all of them."""

from assistant.compose.content_plan import Plan
from assistant.compose.facts import Facts
from assistant.compose.realise.cost import cost_of, over
from assistant.compose.superlatives import common_wishes
from assistant.compose.variation import Voice

FIGURES = ("number:", "rating")
"""How the ids of conditions begin that are said with the thing."""


def conditions(facts: Facts, voice: Voice) -> str:
    """The conditions asked for, as they stand at a noun: "up to $80, from official stores"."""
    asked, grammar = facts.asked, voice.grammar
    told = [asked.price_text] if asked.price_text and facts.priced else []
    if asked.brands and facts.branded:
        told.append(voice.say("lists.brands", brands=grammar.listing(asked.brands, "or")))
    if asked.not_brands:
        brands = grammar.listing(asked.not_brands, grammar.denied)
        told.append(voice.say("lists.not_brands", brands=brands))
    if asked.seller_kinds:
        shops = [voice.say(f"conditions.{kind}") for kind in asked.seller_kinds]
        told.append(voice.say("lists.shops", shops=grammar.listing(shops, "or")))
    told += [grammar.within(c.what) for c in facts.conditions if c.id.startswith(FIGURES)]
    return grammar.enumeration.join(told)


def lead(facts: Facts, voice: Voice) -> str:
    """The sentence that answers: how many, of what, at what price."""
    n, subject, where = len(facts.items), facts.asked.subject, conditions(facts, voice)
    subject, fits = voice.grammar.begin(subject), "_fits" if facts.fits else ""
    if subject:
        topic = voice.say("lists.topic", subject=subject, where=where) if where else subject
    elif where:
        topic = where if n == 1 else voice.say("lists.topic_where", where=where)
    else:
        topic = ""
    if n == 1:
        bare = "" if topic else "_bare"
        only = voice.sentence(f"lists.one{fits}{bare}", topic=topic, cost=cost_of(facts, voice))
        return voice.grammar.joint.join(t for t in (only, over(facts, voice)) if t)
    form = "" if subject else "_where" if where else "_bare"
    head = voice.sentence(f"lists.lead{fits}{form}", topic=topic, n=n, cost=cost_of(facts, voice))
    head = voice.grammar.joint.join(t for t in (head, over(facts, voice)) if t)
    wishes = voice.grammar.listing([w.wanted for w in common_wishes(facts.items)])
    if not wishes:
        return head
    key = "lists.common_two" if n == 2 else "lists.common"
    return voice.grammar.joint.join((head, voice.say(key, n=n, wishes=wishes)))


def caveat(plan: Plan, facts: Facts, voice: Voice) -> str:
    """What holds for all of them, and what was left out."""
    n, told = len(facts.items), []
    for kind in ("shipping", "unrated"):
        if kind in plan.shared:
            key = f"lists.all_{kind}_two" if n == 2 else f"lists.all_{kind}"
            told.append(voice.say(key, n=n))
    if "third_party" in plan.shared:
        told.append(voice.say("lists.all_third_party", n=n))
    if "stale" in plan.shared:
        oldest = max(item.age_days or 0 for item in facts.items)
        told.append(voice.say("lists.all_stale", days=str(oldest)))
    left, total = sum(i.left_out for i in facts.items), sum(i.sources for i in facts.items)
    if left:
        told.append(voice.say("lists.left_out", left=str(left), total=str(total), plural=left))
    return voice.grammar.joint.join(told)
