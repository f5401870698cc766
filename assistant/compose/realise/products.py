"""What is said of one product: why it is here, what it is, what speaks for it and against it."""

from assistant.compose.content_plan import Drawback, Excerpt, Said, low_rated
from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from assistant.compose.realise.cost import paid, plus_shipping
from assistant.compose.superlatives import common_wishes
from assistant.compose.variation import Voice

TRUE, FALSE = ("yes", "true"), ("no", "false")
RATED = ("best_rated", "most_rated")
"""Angles that tell the rating already."""
BUYERS = ("verified_purchase", "user_note")
"""Kinds of source that say that they bought it."""


def about(facts: Facts, voice: Voice) -> str:
    """The sentence that answers a question about one product."""
    item, grammar = facts.items[0], voice.grammar
    told = [trait(t, voice) for id, _ in facts.asked.about if (t := item.trait(id)) is not None]
    if told:
        return voice.say("products.about", name=item.name, traits=grammar.traits(told))
    if facts.asked.about:
        names = [grammar.within(name) for _, name in facts.asked.about]
        attributes = grammar.listing(names[:2], "or")
        return voice.say("products.about_silent", name=item.name, attributes=attributes)
    return voice.say("products.about_known", name=item.name)


def beside(said: Said, voice: Voice, nth: int) -> str:
    """What a comparison's table does not show of one product: voices for and against it."""
    told = [_quoted(said.praise, voice, nth) if said.praise else "", _against(said, voice, nth)]
    voices = voice.grammar.joint.join(text for text in told if text)
    return voice.say("products.beside", name=said.item.name, voices=voices) if voices else ""


def pick(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    """What is said of one product: why it is here, what speaks for and against it."""
    told = (
        _opening(said, facts, voice, nth),
        _body(said, facts, voice, nth),
        _quoted(said.praise, voice, nth) if said.praise else "",
        _against(said, voice, nth),
    )
    return voice.grammar.joint.join(text for text in told if text)


def _opening(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item, n = said.item, len(facts.items)
    slots: dict[str, str | int] = {"name": item.name, "price": paid(item, voice)}
    if not item.price_text:
        return voice.say("products.no_price", name=item.name)
    if said.angle in ("cheapest", *RATED):
        key = f"products.{said.angle}_two" if n == 2 else f"products.{said.angle}"
        return voice.say(key, slots, n=n, rating=rating(item, voice))
    if said.angle == "all_wishes":
        return voice.say("products.all_wishes", slots)
    if said.angle == "saving":
        less, start = voice.grammar.listing(item.promotions), item.start_text
        name = voice.grammar.within(item.start_name)
        less += plus_shipping(item, voice)
        return voice.say("products.saving", {"name": item.name, "price": item.paid_text},
                         start_name=name, start=start, less=less)  # fmt: skip
    if said.angle == "official":
        return voice.say("products.official", slots, seller=item.seller)
    if not item.seller:
        return voice.say("products.no_seller", slots)
    return voice.say("products.plain", slots, nth=nth, seller=item.seller)


def rating(item: ItemFacts, voice: Voice, brief: bool = False) -> str:
    """Stars with who gave them: "4.6 from 1,204 ratings on X"; brief without the source."""
    if item.rating is None:
        return ""
    source, many = "" if brief else item.rating_source, item.rating_count or 0
    key = f"products.rating{'_count' if many else ''}{'_by' if source else ''}"
    stars, count = f"{item.rating:f}", f"{many:,}"
    return voice.say(key, stars=stars, source=source, count=count, plural=many)


def trait(t: Trait, voice: Voice) -> str:
    """A trait as a phrase: "320 g weight", "gel texture", "made for men", "not waterproof"."""
    grammar = voice.grammar
    if t.value not in TRUE + FALSE:
        return grammar.trait(t.name, t.text, figure=t.number is not None)
    if t.text not in TRUE + FALSE:
        return grammar.within(t.text)
    key = "products.has_not" if t.value in FALSE else "products.has"
    return voice.say(key, name=grammar.within(t.name))


def _body(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item, grammar = said.item, voice.grammar
    common = {(w.attribute, w.wanted) for w in common_wishes(facts.items)}
    met = [grammar.within(w.wanted) for w in item.met if (w.attribute, w.wanted) not in common]
    told: dict[str, str] = {}
    if met and said.angle != "all_wishes":
        told["met"] = voice.say("products.met", nth=nth, wishes=grammar.listing(met))
    if said.traits:
        told["specs"] = grammar.traits([trait(t, voice) for t in said.traits])
    if item.rating is not None and said.angle not in RATED and not low_rated(item):
        told["rated"] = voice.say("products.rated", nth=nth, rating=rating(item, voice, nth > 0))
    if list(told) == ["specs"]:
        return voice.say("products.spec", nth=nth, specs=told["specs"])
    return voice.alternating(f"products.body_{'_'.join(told)}", told, nth) if told else ""


def _who(excerpt: Excerpt, voice: Voice) -> str:
    kind = excerpt.quote.source_kind
    known = kind in (*BUYERS, "expert_test")
    return voice.say(f"products.by_{kind if known else 'unknown'}")


def _quoted(praise: Excerpt, voice: Voice, nth: int) -> str:
    kind = praise.quote.source_kind
    form = "" if kind in BUYERS else "_expert_test" if kind == "expert_test" else "_unknown"
    who = _who(praise, voice)
    return voice.sentence(f"products.quote{form}", nth=nth, who=who, words=praise.words)


def _against(said: Said, voice: Voice, nth: int) -> str:
    faults = voice.grammar.clauses.join(_fault(d, said.item, voice) for d in said.drawbacks)
    return voice.say("products.against", nth=nth, faults=faults) if faults else ""


def _fault(drawback: Drawback, item: ItemFacts, voice: Voice) -> str:
    wish, words, within = drawback.wish, drawback.excerpt, voice.grammar.within
    match drawback.kind:
        case "unmet" if wish and wish.flag:
            return voice.grammar.predicate(wish.has)
        case "unmet" if wish:
            slots = {"name": within(wish.name), "has": within(wish.has)}
            return voice.say("products.fault_unmet", slots, wanted=within(wish.wanted))
        case "unsaid" if wish:
            return voice.say("products.fault_unsaid", name=within(wish.name))
        case "complaint" if words:
            return voice.say("products.fault_complaint", who=_who(words, voice), words=words.words)
        case "low_rated":
            return voice.say("products.fault_low_rated", rating=rating(item, voice))
        case "stock":
            stock = item.stock if item.stock in ("limited", "preorder") else "out_of_stock"
            return voice.say(f"products.fault_{stock}")
        case "third_party":
            return voice.say("products.fault_third_party", seller=item.seller)
        case "stale":
            return voice.say("products.fault_stale", days=str(item.age_days))
        case "shipping":
            return voice.say("products.fault_shipping")
    return voice.say("products.fault_unrated")
