"""How the offline composer says it in English."""

from collections.abc import Sequence

from assistant.compose.content_plan import Drawback, Excerpt, Plan, Said, low_rated
from assistant.compose.facts import Facts
from assistant.compose.items import ItemFacts, Trait
from assistant.compose.superlatives import common_wishes, price_span, rises
from assistant.compose.variation import Voice

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SOURCES = {
    "verified_purchase": "a verified buyer",
    "user_note": "a user (purchase not verified)",
    "expert_test": "a hands-on test",
    "unknown": "a review of unknown origin",
}
FLAGS = ("yes", "true", "no", "false")
RATED = ("best_rated", "most_rated")
"""Angles that tell the rating already."""
SHOPS = {
    "official": "official stores",
    "authorised": "authorised sellers",
    "third_party": "third-party sellers",
    "self_operated": "the platform itself",
    "unknown": "other sellers",
}


def count(n: int) -> str:
    """A small number in words."""
    return COUNTS[n] if n < len(COUNTS) else str(n)


def listing(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """The text with a small initial, unless it is an acronym."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def conditions(facts: Facts) -> str:
    """The conditions asked for, as they follow a noun: "up to $80, from official stores"."""
    asked = facts.asked
    told = [asked.price_text] if asked.price_text and facts.priced else []
    told += [f"by {listing(asked.brands, 'or')}"] if asked.brands else []
    told += [f"not by {listing(asked.not_brands, 'or')}"] if asked.not_brands else []
    shops = [SHOPS[k] for k in asked.seller_kinds]
    told += [f"from {listing(shops, 'or')}"] if shops else []
    told += [lower(c.what) for c in facts.conditions if c.id.startswith("number:")]
    return ", ".join(told)


def lead(plan: Plan, facts: Facts, voice: Voice) -> str:
    """The sentence that answers: how many, of what, at what price."""
    items = facts.items
    n = len(items)
    subject = _upper(facts.asked.subject)
    where = conditions(facts)
    topic = " ".join(w for w in (subject, where) if w)
    span = price_span(items)
    prices = f"{span[0].price_text} to {span[1].price_text}" if span else ""
    if n == 1:
        one = "one match" if facts.fits else "one to look at"
        head = f"{topic}: {one}" if topic else _upper(one)
        return f"{head}, at {prices.split(' to ')[0]}." if span else f"{head}."
    common = listing([w.wanted for w in common_wishes(items)])
    if span and span[0].price == span[1].price:
        prices = f"{span[0].price_text} each"
    order = ", cheapest first" if facts.asked.sort == "price_asc" and rises(items) else ""
    cost = f", {prices}{order}" if prices else ""
    topic = _upper(topic)
    fitting = (
        f"{topic}: {count(n)} fit{cost}." if topic else f"{_upper(count(n))} fit{cost}.",
        f"{topic}: these {count(n)} fit{cost}." if topic else f"These {count(n)} fit{cost}.",
    )
    head = voice.choose(
        "lead",
        f"{topic}: {count(n)} to look at{cost}."
        if topic
        else f"{_upper(count(n))} to look at{cost}.",
        *(fitting if facts.fits else ()),
        f"{topic}: {count(n)} worth comparing{cost}."
        if topic
        else f"{_upper(count(n))} worth comparing{cost}.",
    )
    if not common:
        return head
    both = "Both" if n == 2 else f"All {count(n)}"
    verb = voice.choose("common", "match on", "have what you asked for:")
    return f"{head} {both} {verb} {common}."


def about(facts: Facts) -> str:
    """The sentence that answers a question about one product."""
    item = facts.items[0]
    told = [trait(t) for id, _ in facts.asked.about if (t := item.trait(id)) is not None]
    if told:
        return f"{item.name}: {listing(told)}."
    if facts.asked.about:
        names = [lower(name) for _, name in facts.asked.about]
        return f"The listing of {item.name} does not state its {listing(names[:2], 'or')}."
    return f"Here is what is known about {item.name}."


def beside(said: Said, voice: Voice, nth: int) -> str:
    """What a comparison's table does not show of one product: voices for and against it."""
    name = said.item.name
    praise = _quoted(said.praise, voice, nth) if said.praise else ""
    told = [t for t in (praise, _against(said, voice, nth)) if t]
    return f"{name}: {' '.join(told)}" if told else ""


def pick(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    """What is said of one product: why it is here, what speaks for and against it."""
    return " ".join(
        s
        for s in (
            _opening(said, facts, voice, nth),
            _body(said, facts, voice, nth),
            _quoted(said.praise, voice, nth) if said.praise else "",
            _against(said, voice, nth),
        )
        if s
    )


def _opening(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item, n = said.item, len(facts.items)
    name, price = item.name, item.price_text
    these = "of the two" if n == 2 else f"of the {count(n)}"
    if not price:
        return f"{name} has no price on record here."
    if said.angle == "cheapest":
        least = f"the cheaper {these}" if n == 2 else f"the cheapest {these}"
        return f"{name} is {least} at {price}."
    if said.angle == "best_rated":
        most = f"the higher rating {these}" if n == 2 else f"the highest rating {these}"
        return f"{name} has {most}, {rating(item)}, and costs {price}."
    if said.angle == "most_rated":
        rest = "the other" if n == 2 else "the rest"
        return f"{name} has far more ratings than {rest}: {rating(item)}. It costs {price}."
    if said.angle == "all_wishes":
        return f"{name} meets everything you asked for and costs {price}."
    if said.angle == "saving":
        less = listing(item.promotions)
        return f"{name} comes to {price}: {item.start_name.lower()} {item.start_text}, less {less}."
    if said.angle == "official":
        return f"{name} is {price} at the brand’s official store, {item.seller}."
    seller = item.seller
    if not seller:
        return f"{name} costs {price}."
    return voice.choose(
        "plain",
        f"{name} costs {price} at {seller}.",
        f"{name} is {price} from {seller}.",
        f"{name} goes for {price} at {seller}.",
        nth=nth,
    )


def rating(item: ItemFacts, brief: bool = False) -> str:
    """Stars with who gave them: "4.6 from 1,204 ratings on X"; brief without the source."""
    if item.rating is None:
        return ""
    of = f" from {item.rating_count:,} ratings" if item.rating_count else ""
    on = f" on {item.rating_source}" if item.rating_source and not brief else ""
    return f"{item.rating:f}{of}{on}"


def trait(t: Trait) -> str:
    """A trait as a phrase: "320 g weight", "gel texture", "made for men", "not waterproof"."""
    name, text = lower(t.name), lower(t.text)
    if t.value in FLAGS:
        return text if text not in FLAGS else f"{'no ' if t.value in FLAGS[2:] else ''}{name}"
    if text == "unisex":
        return text
    if name.endswith(" for"):
        return f"{name} {text}"
    if set(name.split()) & {w.rstrip("s") for w in text.split()} or name in text:
        return text
    return f"{text} {name}" if t.number is not None or " " not in name else f"{name}: {text}"


def _body(said: Said, facts: Facts, voice: Voice, nth: int) -> str:
    item = said.item
    common = {(w.attribute, w.wanted) for w in common_wishes(facts.items)}
    met = [lower(w.wanted) for w in item.met if (w.attribute, w.wanted) not in common]
    verbs = []
    if met and said.angle != "all_wishes":
        verbs.append(
            f"{voice.choose('met', 'matches on', 'meets your wish for', nth=nth)} {listing(met)}"
        )
    if item.rating is not None and said.angle not in RATED and not low_rated(item):
        verb = voice.choose("rated", "is rated", "scores", "has a rating of", nth=nth)
        verbs.append(f"{verb} {rating(item, nth > 0)}")
    specs = listing([trait(t) for t in said.traits])
    if not specs:
        return f"It {listing(verbs)}." if verbs else ""
    if not verbs:
        head = voice.choose("spec", "On paper", "From its listing", "Worth knowing", nth=nth)
        return f"{head}: {specs}."
    if nth % 2:
        return f"{_upper(specs)}; it {listing(verbs)}."
    return f"It {listing(verbs)} ({specs})."


def _quoted(praise: Excerpt, voice: Voice, nth: int) -> str:
    who, words = SOURCES.get(praise.quote.source_kind, SOURCES["unknown"]), praise.words
    if praise.quote.source_kind == "expert_test":
        return f"{_upper(who)} notes: “{words}”."
    return voice.choose(
        "quote",
        f"{_upper(who)} says “{words}”.",
        f"“{words}”, writes {who}.",
        f"In the words of {who}: “{words}”.",
        nth=nth,
    )


def _against(said: Said, voice: Voice, nth: int) -> str:
    told = [_drawback(d, said.item) for d in said.drawbacks]
    if not told:
        return ""
    head = voice.choose("against", "Against it: ", "Mind: ", "The catch: ", nth=nth)
    return f"{head}{'; '.join(told)}."


def _drawback(drawback: Drawback, item: ItemFacts) -> str:
    wish, words = drawback.wish, drawback.excerpt
    if drawback.kind == "unmet" and wish and wish.flag:
        return f"it is {lower(wish.has)}" if wish.has.startswith("not ") else lower(wish.has)
    if drawback.kind == "low_rated":
        return f"its rating is {rating(item)}"
    if drawback.kind == "unmet" and wish:
        return f"its {lower(wish.name)} is {lower(wish.has)}, not {lower(wish.wanted)}"
    if drawback.kind == "unsaid" and wish:
        return f"nothing is said about its {lower(wish.name)}"
    if drawback.kind == "complaint" and words:
        who = SOURCES.get(words.quote.source_kind, SOURCES["unknown"])
        return f"{who} says “{words.words}”"
    if drawback.kind == "stock":
        return {
            "limited": "stock is limited",
            "preorder": "it is on pre-order",
        }.get(item.stock, "it is out of stock")
    if drawback.kind == "third_party":
        return f"{item.seller} is a third-party seller"
    if drawback.kind == "stale":
        return f"its price was last seen {item.age_days} days ago"
    if drawback.kind == "shipping":
        return "shipping is not known"
    return "nobody has rated it yet"


def caveat(plan: Plan, facts: Facts) -> str:
    """What holds for all of them, and what was left out."""
    n = len(facts.items)
    them = "either" if n == 2 else "any of them"
    told = []
    if "shipping" in plan.shared:
        told.append(f"Shipping is not known for {them}.")
    if "unrated" in plan.shared:
        told.append(f"There are no ratings for {them}.")
    if "third_party" in plan.shared:
        told.append("All come from third-party sellers.")
    if "stale" in plan.shared:
        oldest = max(i.age_days or 0 for i in facts.items)
        told.append(f"These prices were seen up to {oldest} days ago.")
    left, total = sum(i.left_out for i in facts.items), sum(i.sources for i in facts.items)
    if left:
        verb = "was" if left == 1 else "were"
        of = f"{left} of {total} sources" if left > 1 else f"1 of {total} sources"
        told.append(f"{of} {'is' if left == 1 else 'are'} promotional and {verb} left out.")
    return " ".join(told)
