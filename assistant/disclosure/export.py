"""An answer as text that leaves the page: plain, Markdown, to share, to be read aloud.

Every form puts a label before the item or words it belongs to; a label that the style shows only
on hover exists in none of them. Names, titles and reasons are untrusted and escaped for the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

from assistant.disclosure.creatives import own_words
from assistant.disclosure.wording import wrapped
from assistant.schema.answer import Answer, Block, FollowUp, Part, ProseSpan
from assistant.schema.placement import Label, Placement
from catalog.i18n import Bilingual
from catalog.money import show
from catalog.phrases import say

MARKDOWN = {ord(mark): f"\\{mark}" for mark in r"\`*_{}[]()#+-.!|<>~&$:"} | {ord("\n"): " "}
BREAKS = re.compile(r"[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
SPEAKABLE = re.compile(r"[<>&\[\]【】{}|*_#`]+")
NEXT = Bilingual(zh="接着问", en="Ask next")
SHARED = Bilingual(zh="分享自一段购物助手的回答", en="Shared from a shopping assistant's answer")

Escape = Callable[[str], str]
LinkOf = Callable[[Placement], str]


def text_and_spans(parts: tuple[Part, ...]) -> tuple[str, tuple[ProseSpan, ...]]:
    """The parts as running text, one to a line, and where placements are spoken of in it.

    A label stands before the words of its part; a footer label follows the last part once. A
    span begins with the label of its part, so that nobody can cut the words out without it.
    """
    text, spans, notes = "", [], dict[str, None]()
    for part in parts:
        start = len(text) + (1 if text else 0)
        shown = wrapped(part.label) if part.label and part.label.position == "before" else ""
        text += ("\n" if text else "") + shown + plain(part.text)
        if part.label and part.label.position == "footer":
            notes[wrapped(part.label).strip()] = None
        if part.placement_id or part.kind == "sponsored":
            spans.append(
                ProseSpan(start=start, end=len(text), placement_id=part.placement_id or None)
            )
    return "\n".join((text, *notes)), tuple(spans)


def plain_text(answer: Answer, link: LinkOf | None = None) -> str:
    """The whole answer as plain text.

    `link` gives the address of an item where clicks are counted; without it links lead straight to
    the shops, and the text says that nobody counts them.
    """
    if link is not None:
        return "\n".join(_lines(answer, plain, link))
    return "\n".join([*_lines(answer, plain, _plain_link), *_uncounted(answer)])


def markdown(answer: Answer) -> str:
    """The whole answer as Markdown; links only to http and https addresses."""
    lines = _lines(answer, escape_markdown, _markdown_link)
    return "\n\n".join([*lines, *map(escape_markdown, _uncounted(answer))])


def _uncounted(answer: Answer) -> Iterator[str]:
    """That links are not counted, wherever there is one: whether it is paid is not given away."""
    if any(web_address(p.url) for p in answer.placements):
        yield say("ledger.links_uncounted", answer.locale[:2])


def share_text(answer: Answer, text: str = "") -> str:
    """The answer as text to send to somebody else, who must see the labels too.

    `text` is its plain text, if that is at hand.
    """
    return f"{SHARED.text(answer.locale)}\n{text or plain_text(answer)}"


def speech_text(answer: Answer) -> str:
    """The answer as it is read aloud: labels are spoken before items, links are not spoken."""
    stop = "。" if answer.locale.startswith("zh") else "."
    lines = _lines(answer, lambda text: SPEAKABLE.sub(" ", plain(text)).strip(), lambda _: "")
    return "\n".join(line.rstrip(" 。.") + stop for line in lines if line.strip())


def plain(text: str) -> str:
    """Somebody's words on one line: a line of their own could look like another item or a label.

    Without control characters (a terminal would obey them), marks that change the direction of
    writing, and letters that are not seen.
    """
    return BREAKS.sub(" ", UNSEEN.sub("", text))


def escape_markdown(text: str) -> str:
    """Somebody's words so that Markdown shows them and does not obey them."""
    return plain(text).translate(MARKDOWN)


def web_address(url: str) -> str:
    """The address if it is an http or https one, made safe for any quoting; else ""."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    if scheme not in ("http", "https"):
        return ""
    return quote(url, safe="/:?=&%#~@,;+!$-._")


def _plain_link(placement: Placement) -> str:
    return web_address(placement.url)


def _markdown_link(placement: Placement) -> str:
    url = web_address(placement.url)
    return f"<{url}>" if url else ""


def _lines(answer: Answer, escape: Escape, link: Callable[[Placement], str]) -> Iterator[str]:
    yield from (escape(label.text) for label in answer.ai_labels)
    yield from (_before(part.label, escape) + escape(part.text) for part in answer.parts)
    footers = dict.fromkeys(
        escape(p.label.text) for p in answer.parts if p.label and p.label.position == "footer"
    )
    for block in sorted(answer.blocks, key=lambda block: block.order):
        yield from _block(block, answer.locale, escape, link)
    if answer.follow_ups:
        yield escape(NEXT.text(answer.locale))
        yield from (_follow_up(f, escape) for f in answer.follow_ups)
    yield from footers
    if answer.ranking_info.payment_effect:
        yield escape(answer.ranking_info.payment_effect)


def _block(
    block: Block, locale: str, escape: Escape, link: Callable[[Placement], str]
) -> Iterator[str]:
    head = _before(block.label, escape) + escape(block.heading or block.text)
    if head:
        yield head
    for placement in block.placements:
        yield _item(placement, locale, escape, link(placement))


def _item(placement: Placement, locale: str, escape: Escape, link: str) -> str:
    price = show(placement.price.money, locale) if placement.price.money else ""
    seller = placement.seller.name if placement.seller else ""
    theirs = own_words(placement, "zh" if locale.startswith("zh") else "en")
    words = (f"{placement.rank}. {placement.title}", price, seller, theirs)
    head = _before(placement.label, escape) + " · ".join(escape(w) for w in words if w)
    return f"{head} {link}" if link else head


def _follow_up(offered: FollowUp, escape: Escape) -> str:
    return _before(offered.label, escape) + escape(offered.text)


def _before(label: Label | None, escape: Escape) -> str:
    """The label with what sets it off; footers print theirs in their own block."""
    if label is None or label.position == "hover":
        return ""
    if label.position == "footer" and label.scope == "item" and not label.same_unit:
        return ""
    return escape(wrapped(label)) + " " * wrapped(label).endswith(" ")
