"""AFF and SEL: commissions that say so, payers named, sellers and hops disclosed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from assistant.audit.case import Case
from assistant.audit.description import NOTHING, Item, Told
from assistant.audit.json_reader import Node
from assistant.audit.phrases import EXPERIENCE
from assistant.audit.rule import Outcome, Seen
from assistant.schema.answer import Jurisdiction

WE_ARE_PAID: tuple[Jurisdiction, ...] = ("us", "uk")


def beside_link(told: Told, case: Case) -> Iterator[Seen]:
    """AFF-01."""
    for item in told.items:
        if item.compensation != "cps":
            continue
        if not item.marks:
            yield Seen("fail", item.id, "commission link, no disclosure")
        elif all(mark.position == "footer" for mark in item.marks):
            yield Seen("fail", item.id, "only at the foot of the answer", "D", "", "foot")
        elif item.own_mark is None and "uk" in case.laws and case.profile != "strict":
            yield Seen("needs_review", item.id, "one line for the whole group")
        else:
            yield Seen("pass", item.id)


def says_paid(told: Told, case: Case) -> Iterator[Seen]:
    """AFF-02."""
    for item in told.items:
        if item.compensation != "cps":
            continue
        if not item.marks:
            yield Seen("fail", item.id, "no words at all")
            continue
        judged = {
            case.judge(m.text, "affiliate", WE_ARE_PAID) if m.text else "unknown"
            for m in item.marks
        }
        told_words = ", ".join(m.text for m in item.marks)
        if "allow" in judged:
            yield Seen("pass", item.id, told_words)
        else:
            bad = "reject" in judged
            yield Seen("fail" if bad else "needs_review", item.id, f"“{told_words}”")


def experience_is_ad(told: Told, case: Case) -> Iterator[Seen]:
    """AFF-03."""
    for item in told.items:
        if item.paid == "no" or not item.node.said("url"):
            continue
        spoken = " ".join((item.node.said("text"), _prose_of(told, item)))
        if not EXPERIENCE.search(spoken):
            continue
        if item.marks:
            yield Seen("pass", item.id, "", "T")
        else:
            style = EXPERIENCE.search(spoken)
            why = f"“{style.group()}” and a buy link" if style else ""
            yield Seen("fail" if item.paid == "yes" else "needs_review", item.id, why, "T")


def _prose_of(told: Told, item: Item) -> str:
    said = []
    for span in told.node.nodes("prose_spans") or ():
        start, end = span.number("start"), span.number("end")
        if span.said("placement_id") == item.id and start is not None and end is not None:
            said.append(told.text[max(0, int(start)) : max(0, int(end))])
    if not said and item.title and item.title in told.text:
        said.append(told.text)
    return " ".join(said)


def payer_named(told: Told, case: Case) -> Iterator[Seen]:
    """AFF-04: names must be where the shopper reads, not in a record alone.

    European law asks for it; under others alone it is good practice, so a person decides.
    """
    lacking: Outcome = "fail" if "eu" in case.laws else "needs_review"
    controls = told.node.node("controls")
    why = controls.flag("why_ad") if controls else None
    for item in told.items:
        if item.paid == "yes" and item.comp is not None:
            named = _named(item.comp, item.node.node("disclosure"), _read(item), lacking)
            yield _with_reason(item.id, named, why, lacking)
    for n, follow_up in enumerate(told.follow_ups):
        if follow_up.flag("paid"):
            record, label = follow_up.node("disclosure"), follow_up.node("label")
            payment = record or follow_up.node("comp") or NOTHING
            words = label.said("text") if label else ""
            named = _named(payment, record, words, lacking)
            yield _with_reason(f"follow_up.{n + 1}", named, why, lacking)


def _named(payment: Node, record: Node | None, read: str, lacking: Outcome) -> Outcome:
    """Whether payer or beneficiary is named where the ad is; `record` says what ours show."""
    if not (payment.has("payer") or payment.has("on_behalf_of")):
        return "not_examinable"
    names = [name for name in (payment.said("payer"), payment.said("on_behalf_of")) if name]
    shown = payment.flag("named")
    if shown is None and record is not None and record.has("shown"):
        shown = record.said("shown") == "full"
    if not names or (shown is False and not any(name[:40] in read for name in names)):
        return lacking
    return "pass" if shown or any(name[:40] in read for name in names) else "needs_review"


def _with_reason(at: str, named: Outcome, why: bool | None, lacking: Outcome) -> Seen:
    if named != "pass":
        return Seen(named, at, "who pays, or for whom, is not where the ad is, or not known")
    if why is None:
        return Seen("not_examinable", at, "controls.why_ad: not given")
    return Seen("pass" if why else lacking, at, "" if why else "no way to ask why")


def _read(item: Item) -> str:
    """Where a payer can be named as one: labels, heading, text; a seller's name says who sells."""
    words = [mark.text for mark in item.marks]
    return " ".join((*words, item.block.said("heading"), item.node.said("text")))


def seller_named(told: Told, case: Case) -> Iterator[Seen]:
    """SEL-01."""
    for item in told.items:
        seller = item.node.node("seller")
        if not item.node.said("url"):
            continue
        if seller is None and item.node.has("seller"):
            yield Seen("fail", item.id, "no seller is named")
        elif seller is None or not seller.has("name"):
            yield Seen("not_examinable", item.id, "seller: not given")
        elif not seller.said("name"):
            yield Seen("fail", item.id, "no seller is named")
        elif seller.said("kind") in ("", "unknown") or seller.flag("is_trader") is None:
            yield Seen(
                "not_examinable", item.id, f"{seller.said('name')}: kind or trader status open"
            )
        else:
            yield Seen("pass", item.id, seller.said("name"))


def hops_told(told: Told, case: Case) -> Iterator[Seen]:
    """SEL-02; other hosts of the same site are no hop, and a page says itself what it tells."""
    for item in told.items:
        node = item.node
        if not node.said("url"):
            continue
        hops = [host_of(h) or h for h in node.texts("redirects") or ()]
        start, final = host_of(node.said("url")), host_of(node.said("final_url"))
        foreign = [h for h in hops if final and site(h) != site(final)]
        shown = node.flag("hops_shown")
        if not final:
            known = node.has("final_url") or bool(hops)
            yield Seen("fail" if known else "not_examinable", item.id, "final_url: not given")
        elif shown or (site(start) == site(final) and not foreign):
            yield Seen("pass", item.id, final)
        elif shown is None and case.page is not None and hops:
            continue
        elif shown is None and told.ours and hops:
            yield Seen("not_examinable", item.id, f"whether the page tells {' → '.join(hops)}")
        else:
            yield Seen("fail", item.id, " → ".join((start, *hops, final)))


def host_of(url: str) -> str:
    """The host of an address, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def site(host: str) -> str:
    """The registrable part of a host, near enough: two labels, three under co.uk and such."""
    labels = host.lower().split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("co", "com", "net", "org")
    return ".".join(labels[-3:] if short else labels[-2:])
