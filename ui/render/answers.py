"""How a whole answer looks: words, blocks of items, what to ask next, the text to take away."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from assistant.schema.answer import Answer, Block, Part
from assistant.schema.placement import DisclosureRecord, visible
from catalog.phrases import phrasebook, say
from ui.render.answer_tools import tools
from ui.render.cards import card
from ui.render.chips import understood
from ui.render.html import NOTHING, details, join, tag
from ui.render.labels import badge, inline
from ui.render.paying import nothing_sold, readers_pay
from ui.render.payment import who_bought
from ui.render.receipt import receipt
from ui.render.showing import Showing
from ui.words import Words

ABOVE_THE_ITEMS = ("lead", "notice", "sentence", "compare")


def turn(question: str, body: Markup, words: Words, *, lang: str = "") -> Markup:
    """One question with whatever answers it."""
    asked = tag("h2", tag("span", words("you"), cls="ps-aloud"), question, cls="ps-question")
    return tag("section", asked, body, cls="ps-turn", lang=lang or None)


def looking(question: str, words: Words) -> Markup:
    """A question that is being worked on."""
    return turn(question, tag("p", words("looking"), cls="ps-looking"), words)


def answered(showing: Showing, *, question: str, as_text: str = "", done: bool = True) -> Markup:
    """A question and its answer, whole or still growing (then nothing to ask next as yet)."""
    return turn(
        question,
        answer(showing, as_text=as_text, done=done),
        showing.words,
        lang=showing.answer.locale,
    )


def answer(showing: Showing, *, as_text: str = "", done: bool = True) -> Markup:
    """An answer from its AI label to its follow-up questions."""
    it, words = showing.answer, showing.words
    shown = {p.product_id for p in it.placements}
    prose = [p for p in it.parts if not (p.role == "pick" and set(p.product_ids) <= shown)]
    before = [p for p in prose if p.role in ABOVE_THE_ITEMS]
    asked = it.question is not None and bool(it.question.choices)
    after = [p for p in prose if p not in before and not (asked and p.role == "question")]
    return tag(
        "div",
        *(tag("p", label.text, cls="ps-ai") for label in it.ai_labels),
        tag("p", words("organic_on"), cls="ps-note") if it.organic_only else None,
        _prose(before, showing),
        understood(it, words, removable=done),
        receipt(showing),
        _blocks(
            showing,
            _prose(after, showing),
            _choices(it) if done else _question(it),
            _follow_ups(showing) if done else None,
        ),
        _hide(showing) if not any(b.kind == "sponsored" for b in it.blocks) else None,
        _remembered(it, words),
        nothing_sold(it),
        *(_footer(b) for b in it.blocks if b.kind == "footer"),
        readers_pay(showing.takes, it) if done else None,
        _foot(it, words, as_text),
        cls="ps-answer",
    )


def _prose(parts: Iterable[Part], showing: Showing) -> Markup:
    told = [
        join(
            # A table is not told over again in words.
            _table(p) or tag("p", inline(p.label), p.text, cls=f"ps-part ps-part-{p.role}"),
            _bought(p, showing),
        )
        for p in parts
    ]
    return tag("div", *told, cls="ps-prose") if told else NOTHING


def _bought(part: Part, showing: Showing) -> Markup | None:
    """Who paid for a sentence and the way to report it; words about an item have it at the item."""
    id = showing.sentences.get(showing.answer.parts.index(part))
    if part.disclosure is None or id is None:
        return None
    return _layers(part.disclosure, id, showing)


def _layers(record: DisclosureRecord, id: str, showing: Showing) -> Markup:
    return tag("div", who_bought(record, showing.words), showing.reporting(id), cls="ps-bought")


def _table(part: Part) -> Markup | None:
    """The rows of a comparison, products across the top."""
    if not part.table:
        return None
    first, *rest = part.table
    head = tag("tr", *(tag("th", cell, scope="col") for cell in first))
    rows = (
        tag("tr", tag("th", name, scope="row"), *(tag("td", cell) for cell in cells))
        for name, *cells in rest
    )
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag("div", table, cls="ps-table", tabindex="0", role="region")


def _blocks(showing: Showing, *below: Markup | None) -> Markup:
    """The blocks of items, then what goes on from them, under the list where ads are beside it."""
    blocks = [b for b in showing.answer.blocks if b.kind != "footer"]
    rendered = [_block(b, showing) for b in blocks]
    if any(below):
        rendered.append(tag("div", *below, cls="ps-below"))
    beside = any(b.position == "beside" for b in blocks)
    return tag("div", *rendered, cls="ps-blocks ps-side" if beside else "ps-blocks")


def _block(block: Block, showing: Showing) -> Markup:
    if block.kind == "notice":
        return tag("p", block.text, cls="ps-notice")
    zone = block.label is not None and visible(block.label)
    name, words = f"{showing.answer.id}-{block.id}", showing.words
    # Where every item names who paid, nothing over them says once more that they are paid for.
    named = block.kind == "sponsored" and all(
        p.label and visible(p.label) for p in block.placements
    )
    heading = words("apart") if named else block.heading
    unpaid = block.placements and not any(p.sponsored for p in block.placements)
    return tag(
        "section",
        None if named else badge(block.label),
        tag("h3", heading, id=name) if heading else None,
        _hide(showing) if block.kind == "sponsored" else None,
        tag("p", words("nobody_here"), cls="ps-note")
        if unpaid and showing.answer.need.act == "find"
        else None,
        tag("p", block.text) if block.text else None,
        tag("div", *(card(p, showing, in_zone=zone) for p in block.placements), cls="ps-cards"),
        cls=f"ps-block ps-{block.kind} ps-at-{block.position}" + (" ps-zone" if zone else ""),
        aria_labelledby=name if heading else None,
    )


def _hide(showing: Showing) -> Markup | None:
    if not (showing.answer.controls.hide_ads and showing.bought):
        return None
    return tag("button", showing.words("hide_ads"), type="button", cls="ps-quiet", data_do="hide")


def _remembered(it: Answer, words: Words) -> Markup | None:
    """That ads go by what was asked for earlier, and the way to have it forgotten."""
    if not (it.profile_used and it.controls.personalisation_off):
        return None
    forget = tag("button", words("forget"), type="button", cls="ps-quiet", data_do="forget")
    return tag("p", words("remembered"), " ", forget, cls="ps-note ps-remembered")


def _footer(block: Block) -> Markup:
    """The line at the end that some disclosures leave it at."""
    return tag("p", f"{block.label.text} · " if block.label else None, block.text, cls="ps-footer")


def _foot(it: Answer, words: Words, as_text: str) -> Markup | None:
    """How the list came about, who wrote the words, and the text to take away."""
    told = [
        *_ranking(it, words),
        _written(it, words),
        _as_text(as_text, words) if as_text else None,
    ]
    return tag("div", *told, cls="ps-foot") if any(told) else None


def _ranking(it: Answer, words: Words) -> tuple[Markup | None, ...]:
    info = it.ranking_info
    if not it.placements or not (info.params or info.payment_effect):
        return ()
    effect = tag("p", info.payment_effect, cls="ps-effect") if info.payment_effect else None
    params = tag("ul", *(tag("li", p) for p in info.params))
    return (effect, details(words("how_ranked"), params, cls="ps-ranking"))


def _written(it: Answer, words: Words) -> Markup | None:
    """Who wrote the words, where that was not the house itself."""
    by = it.composition
    told = [by.notice] if by.notice else []
    if by.composer != "offline":
        told.insert(0, words("written_by", composer=by.composer))
    if by.reading.notice:
        told.append(by.reading.notice)
    note = tag("p", " · ".join(told), cls="ps-note") if told else None
    return join(note, _refused(it)) if note or by.refused else None


def _refused(it: Answer) -> Markup | None:
    """What a model wrote and the check left out, each sentence with its fault."""
    language, refused = it.locale[:2], it.composition.refused
    if not refused:
        return None
    rows = (
        tag("li", f"“{each.text}” " if each.text else None, say(f"refusals.{each.fault}", language))
        for each in refused
    )
    heading = phrasebook().fill(
        "refusals.heading", language, {"n": len(refused)}, plural=len(refused)
    )
    return details(heading, tag("ul", *rows), cls="ps-note")


def _follow_ups(showing: Showing) -> Markup | None:
    offered = showing.answer.follow_ups
    if not offered:
        return None
    asks = (
        tag(
            "li",
            badge(f.label) if f.label else None,
            ask(f.text),
            _layers(f.disclosure, f"follow-up-{n}", showing) if f.disclosure else None,
        )
        for n, f in enumerate(offered)
    )
    head = tag("span", showing.words("or_ask"))
    name = showing.words("follow_ups")
    return tag("nav", head, tag("ul", *asks), cls="ps-next ps-follow", aria_label=name)


def _question(it: Answer) -> Markup | None:
    """What the answer puts back, while it cannot be answered yet."""
    if it.question is None or not it.question.choices:
        return None
    return tag("p", tag("b", it.question.text), cls="ps-next")


def _choices(it: Answer) -> Markup | None:
    """What may be answered to the question that the answer puts back, each a button."""
    if it.question is None or not it.question.choices:
        return None
    buttons = (
        tag("li", tag("button", c.label, type="button", data_do="ask", data_say=c.text))
        for c in it.question.choices
    )
    head = tag("b", it.question.text)
    return tag("nav", head, tag("ul", *buttons), cls="ps-next", aria_label=it.question.text)


def ask(question: str, *before: Markup) -> Markup:
    """A button that asks a question, with what stands before its words, such as a drawing."""
    return tag("button", *before, question, type="button", data_do="ask", data_say=question)


def _as_text(text: str, words: Words) -> Markup:
    copy = tag("button", words("copy"), type="button", data_do="copy", data_done=words("copied"))
    share = tag("button", words("share"), type="button", data_do="share", hidden=True)
    pre = tag("pre", text, tabindex="0")
    return join(details(words("as_text"), copy, share, pre, cls="ps-text"), tools(words))
