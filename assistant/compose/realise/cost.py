"""What the listed things cost, as the cards show it: delivered where that is known."""

from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts
from assistant.compose.superlatives import price_span, rises
from assistant.compose.variation import Voice
from catalog.money import show


def paid(item: ItemFacts, voice: Voice) -> str:
    """What one costs, as its card shows it: delivered where delivery costs something known."""
    if item.paid == item.price:
        return item.price_text
    return voice.say("costs.with_shipping", total=item.paid_text)


def plus_shipping(item: ItemFacts, voice: Voice) -> str:
    """What known delivery adds to the price, in words; "" where it adds nothing."""
    if item.paid is None or item.price is None or item.paid == item.price:
        return ""
    return voice.say("costs.plus", fee=show(item.paid - item.price, voice.grammar.language))


def cost_of(facts: Facts, voice: Voice) -> str:
    """From which total to which, whether delivery is in it, and whether that is the order.

    "" unless all can be compared.
    """
    span = price_span(facts.items)
    if span is None:
        return ""
    low, high = span[0].paid_text, span[1].paid_text
    form = "one" if len(facts.items) == 1 else "same" if low == high else "range"
    known = [item.shipping_known for item in facts.items]
    way = "delivered" if all(known) else "partly" if any(known) else "before"
    cost = voice.say(f"costs.{form}_{way}", low=low, high=high)
    ordered = facts.asked.sort == "price_asc" and rises(facts.items)
    return cost + (voice.say("lists.rising") if ordered else "")


def over(facts: Facts, voice: Voice) -> str:
    """Which items delivery takes over the limit asked for; "" for none."""
    high = facts.asked.price_max
    if high is None or not facts.priced:
        return ""
    names = [
        item.name
        for item in facts.items
        if item.paid is not None and item.paid.currency == high.currency and item.paid > high
    ]
    return voice.say("costs.over", names=voice.grammar.listing(names)) if names else ""
