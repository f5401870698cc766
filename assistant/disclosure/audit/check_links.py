"""AFF and SEL: commissions that say so, payers named, sellers and hops disclosed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from assistant.answer import Jurisdiction
from assistant.disclosure.audit.case import Case
from assistant.disclosure.audit.phrases import EXPERIENCE
from assistant.disclosure.audit.told import Item, Told
from assistant.disclosure.audit.verdict import Outcome, Seen

WE_ARE_PAID: tuple[Jurisdiction, ...] = ("us", "uk")


def beside_link(told: Told, case: Case) -> Iterator[Seen]:
    """AFF-01."""
    for item in told.items:
        if item.compensation != "cps":
            continue
        if not item.marks:
            yield Seen("fail", item.id, "commission link, no disclosure")
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
            names = [item.comp.said("payer"), item.comp.said("on_behalf_of")]
            given = item.comp.has("payer") or item.comp.has("on_behalf_of")
            yield _named(item.id, names, given, _read(item), why, lacking)
    for n, follow_up in enumerate(told.follow_ups):
        if follow_up.flag("paid"):
            record = follow_up.node("disclosure") or follow_up.node("comp")
            names = [record.said("payer"), record.said("on_behalf_of")] if record else []
            label = follow_up.node("label")
            words = label.said("text") if label else ""
            yield _named(f"follow_up.{n + 1}", names, record is not None, words, why, lacking)


def _named(
    at: str, names: list[str], given: bool, read: str, why: bool | None, lacking: Outcome
) -> Seen:
    known = [name for name in names if name]
    outcome: Outcome = "pass"
    if not given:
        return Seen("needs_review", at, "payer: not given")
    if not known or not any(name[:40] in read for name in known):
        return Seen(lacking, at, f"payer {known or 'not named'} is not where the ad is")
    if why is None:
        return Seen("needs_review", at, "controls.why_ad: not given")
    if not why:
        outcome = lacking
    return Seen(outcome, at, "" if why else "no way to ask why")


def _read(item: Item) -> str:
    """What a shopper reads at an item: labels, heading, seller, text, and the record if shown."""
    seller, record = item.node.node("seller"), item.node.node("disclosure")
    words = [mark.text for mark in item.marks] + [
        item.block.said("heading"),
        item.node.said("text"),
    ]
    words += [seller.said("name")] if seller else []
    if record and record.said("shown") == "full":
        words += [record.said("payer"), record.said("on_behalf_of")]
    if item.comp and item.comp.flag("named"):
        words += [item.comp.said("payer"), item.comp.said("on_behalf_of")]
    return " ".join(words)


def seller_named(told: Told, case: Case) -> Iterator[Seen]:
    """SEL-01."""
    for item in told.items:
        seller = item.node.node("seller")
        if not item.node.said("url"):
            continue
        if seller is None or not seller.has("name"):
            yield Seen("needs_review", item.id, "seller: not given")
        elif not seller.said("name"):
            yield Seen("fail", item.id, "no seller is named")
        elif seller.said("kind") in ("", "unknown") or seller.flag("is_trader") is None:
            yield Seen(
                "needs_review", item.id, f"{seller.said('name')}: kind or trader status open"
            )
        else:
            yield Seen("pass", item.id, seller.said("name"))


def hops_told(told: Told, case: Case) -> Iterator[Seen]:
    """SEL-02; other hosts of the same site are no hop."""
    for item in told.items:
        node = item.node
        if not node.said("url"):
            continue
        hops = [host_of(h) or h for h in node.texts("redirects") or ()]
        start, final = host_of(node.said("url")), host_of(node.said("final_url"))
        foreign = [h for h in hops if final and site(h) != site(final)]
        if not final:
            known = node.has("final_url") or bool(hops)
            yield Seen("fail" if known else "needs_review", item.id, "final_url: not given")
        elif site(start) != site(final) and not hops:
            yield Seen("fail", item.id, f"{start} leads to {final}, no hop told")
        elif foreign and node.flag("hops_shown") is not True:
            shown = node.flag("hops_shown")
            yield Seen("needs_review" if shown is None else "fail", item.id, " → ".join(hops))
        else:
            yield Seen("pass", item.id, final)


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
