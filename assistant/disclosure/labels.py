"""Labels put there by code: an outcome and its words in, everything a shopper is shown out."""

from __future__ import annotations

from assistant.comparison import ShownAnswer, UnpaidList, difference
from assistant.disclosure import ranking_text, wording
from assistant.disclosure.layout import DisclosureStyle, Layout
from assistant.schema.answer import (
    AILabel,
    Block,
    Controls,
    FollowUp,
    Jurisdiction,
    Part,
    Pool,
    RankingInfo,
)
from assistant.schema.difference import Difference
from assistant.schema.outcome import Outcome
from assistant.schema.placement import DisclosureRecord, Label, Placement
from catalog.i18n import Bilingual
from catalog.record import Record

PICKED = Bilingual(zh="按需求挑选", en="Picked for your need")
OFFERED = Bilingual(zh="商家付费展示", en="Paid for by sellers")
LISTED = Bilingual(zh="商品列表", en="Products")
FOOTNOTE = Bilingual(zh="本回答含有付费内容", en="This answer contains paid content")


class Disclosed(Record):
    """An outcome with its labels: the fields of an Answer that say what is shown and who paid."""

    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    ai_labels: tuple[AILabel, ...] = ()
    ranking_info: RankingInfo = RankingInfo()
    pool: Pool = Pool()
    controls: Controls = Controls()
    claims_by_operator: tuple[str, ...] = ()
    profile_used: bool = False
    difference: Difference = Difference()


class Setting(Record):
    """What every label here depends on: where labels stand, in which language, under whose law."""

    layout: Layout
    locale: str
    jurisdictions: tuple[Jurisdiction, ...]

    def label(self, payment: DisclosureRecord, role: wording.Role) -> Label | None:
        """The label at one item, follow-up or sentence; None where the layout has none there."""
        where = self.layout.item_label
        if where == "none":
            return None
        return wording.label(
            role,
            self.locale,
            self.jurisdictions,
            question=payment.question,
            payer=payment.payer if self.layout.payer and role == "ad" else "",
            on_behalf_of=payment.on_behalf_of,
            position="before" if where == "inline" else where,
        )

    def zone(self, placements: tuple[Placement, ...]) -> Label | None:
        """One label for a block of which every item is paid for; None where the layout has none."""
        if not self.layout.zone or not placements:
            return None
        roles = {role_of(p) for p in placements}
        role = roles.pop() if len(roles) == 1 else "ad"
        return wording.label(role, self.locale, self.jurisdictions, scope="zone")

    def unzoned(self) -> Setting:
        """This setting where no zone can stand: a zone label turns into one at each item."""
        if not (self.layout.zone and self.layout.item_label == "none"):
            return self
        return self.model_copy(
            update={"layout": self.layout.model_copy(update={"item_label": "inline"})}
        )


def disclose(
    outcome: Outcome,
    parts: tuple[Part, ...],
    style: DisclosureStyle,
    *,
    locale: str,
    jurisdictions: tuple[Jurisdiction, ...],
    mechanism: str,
    unpaid: UnpaidList,
    takes_reports: bool = False,
) -> Disclosed:
    """The labels that one style puts on one outcome; the records stay the same under every style.

    Args:
        outcome: what the mechanism made.
        parts: the words written so far, in order; bought sentences come after the first of them.
        style: where labels stand.
        locale: the language of the answer.
        jurisdictions: the laws that apply.
        mechanism: the mechanism's type, for telling whose money the service lives on.
        unpaid: the same research with no money, for telling what money changed.
        takes_reports: whether what shows the answer has somewhere to record a report.
    """
    setting = Setting(
        layout=style.layout(jurisdictions), locale=locale, jurisdictions=jurisdictions
    )
    blocks = _blocks(outcome, setting)
    anybody = anybody_pays(outcome, parts)
    shown = ShownAnswer(
        listed=tuple(p.id for p in outcome.listed),
        bought=tuple(p.id for p in outcome.sponsored),
        blocks=blocks,
        parts=_parts(outcome, parts, setting.unzoned()),
        follow_ups=tuple(_follow_up(f, setting.unzoned()) for f in outcome.follow_ups),
    )
    change = difference(unpaid, shown, outcome.unsold)
    return Disclosed(
        blocks=blocks,
        parts=shown.parts,
        follow_ups=shown.follow_ups,
        ai_labels=(wording.ai_label(locale, jurisdictions),),
        ranking_info=ranking_text.ranking_info(mechanism, outcome, change, locale)
        if setting.layout.ranking
        else RankingInfo(),
        pool=outcome.pool,
        controls=_controls(
            setting.layout,
            anybody=anybody,
            takes_reports=takes_reports,
            profile_used=outcome.profile_used,
        ),
        profile_used=outcome.profile_used,
        claims_by_operator=()
        if anybody or outcome.pool.owner_related
        else (ranking_text.nobody_paid(locale),),
        difference=change,
    )


def _controls(
    layout: Layout, *, anybody: bool, takes_reports: bool, profile_used: bool
) -> Controls:
    """What can be done about the ads, where there are any.

    Why an item is there is told under every layout, at the item and when asked.
    """
    offered = layout.controls and anybody
    return Controls(
        personalisation_off=layout.controls and profile_used,
        hide_ads=offered,
        why_ad=anybody,
        report=offered and takes_reports,
    )


def role_of(placement: Placement) -> wording.Role:
    """What a label on this item has to say."""
    if placement.comp.type == "ownership":
        return "own"
    return "affiliate" if placement.comp.type == "cps" else "ad"


def anybody_pays(outcome: Outcome, parts: tuple[Part, ...]) -> bool:
    """Whether money stands behind anything in the answer."""
    return (
        any(p.sponsored for p in (*outcome.listed, *outcome.sponsored))
        or any(p.kind == "sponsored" for p in (*outcome.parts, *parts))
        or any(f.paid for f in outcome.follow_ups)
    )


def _blocks(outcome: Outcome, setting: Setting) -> tuple[Block, ...]:
    layout = setting.layout
    bought = outcome.sponsored
    notice = _notice(outcome.pool, setting)
    if not bought or not layout.separate:
        listed = _rows(outcome.listed, bought, layout.position)
        main = _main(listed, setting, moved=outcome.moved or bool(bought))
        return _ordered((notice, main, *_footers((main,), setting)))
    main = _main(outcome.listed, setting, moved=outcome.moved)
    zone = setting.zone(bought)
    sold = Block(
        id="sponsored",
        kind="sponsored",
        order=0,
        position=layout.position,
        heading=OFFERED.text(setting.locale),
        label=zone,
        placements=_numbered(bought, setting, zone),
    )
    both = (sold, main) if layout.position == "above" else (main, sold)
    return _ordered((notice, *both, *_footers(both, setting)))


def _main(listed: tuple[Placement, ...], setting: Setting, *, moved: bool) -> Block | None:
    if not listed:
        return None
    paid = tuple(p for p in listed if p.sponsored)
    zone = setting.zone(listed) if paid == listed else None
    return Block(
        id="main",
        kind="mixed" if moved else "organic",
        order=0,
        heading=(LISTED if moved else PICKED).text(setting.locale),
        label=zone,
        placements=_numbered(listed, setting if zone else setting.unzoned(), zone),
    )


def _rows(
    listed: tuple[Placement, ...], bought: tuple[Placement, ...], position: str
) -> tuple[Placement, ...]:
    if position == "above":
        return (*bought, *listed)
    if position == "below":
        return (*listed, *bought)
    return (*listed[:1], *bought, *listed[1:])


def _numbered(
    placements: tuple[Placement, ...], setting: Setting, zone: Label | None
) -> tuple[Placement, ...]:
    return tuple(_labelled(p, setting, zone, rank) for rank, p in enumerate(placements, start=1))


def _labelled(placement: Placement, setting: Setting, zone: Label | None, rank: int) -> Placement:
    if placement.disclosure is None:
        return placement.model_copy(update={"rank": rank, "label": None})
    label = setting.label(placement.disclosure, role_of(placement))
    record = _shown(placement.disclosure, setting, zoned=zone is not None)
    return placement.model_copy(update={"rank": rank, "label": label, "disclosure": record})


def _shown(record: DisclosureRecord, setting: Setting, *, zoned: bool) -> DisclosureRecord:
    shown = setting.layout.shown
    return record.model_copy(update={"shown": "none" if shown == "zone" and not zoned else shown})


def _notice(pool: Pool, setting: Setting) -> Block | None:
    """Where the candidates come from, said by the list wherever the effect of money is told."""
    text = ranking_text.pool_notice(pool, setting.locale) if setting.layout.ranking else ""
    return Block(id="pool", kind="notice", order=0, position="above", text=text) if text else None


def _footers(blocks: tuple[Block | None, ...], setting: Setting) -> tuple[Block, ...]:
    """One line at the end for each kind of payment, so that every label used is on the page."""
    if setting.layout.item_label != "footer":
        return ()
    payers: dict[wording.Role, dict[str, None]] = {}
    for placement in (p for b in blocks if b for p in b.placements):
        if placement.disclosure:
            names = payers.setdefault(role_of(placement), {})
            names[wording.one_line(placement.disclosure.payer)] = None
    return tuple(_footer(role, tuple(names), setting) for role, names in payers.items())


def _footer(role: wording.Role, payers: tuple[str, ...], setting: Setting) -> Block:
    note = FOOTNOTE.text(setting.locale)
    chinese = setting.locale.startswith("zh")
    text = f"{note}：{'、'.join(payers)}。" if chinese else f"{note}: {', '.join(payers)}."
    label = wording.label(
        role, setting.locale, setting.jurisdictions, scope="zone", position="footer"
    )
    id = "footer" if role == "ad" else f"footer-{role}"
    return Block(id=id, kind="footer", order=0, position="below", label=label, text=text)


def _ordered(blocks: tuple[Block | None, ...]) -> tuple[Block, ...]:
    there = [b for b in blocks if b is not None]
    return tuple(b.model_copy(update={"order": n}) for n, b in enumerate(there, start=1))


def _follow_up(offered: FollowUp, setting: Setting) -> FollowUp:
    if offered.disclosure is None:
        return offered
    label = setting.label(offered.disclosure, "ad")
    record = _shown(offered.disclosure, setting, zoned=False)
    return offered.model_copy(update={"label": label, "disclosure": record})


def _parts(outcome: Outcome, parts: tuple[Part, ...], setting: Setting) -> tuple[Part, ...]:
    """The words with their labels: bought sentences after the first part, marks where due.

    A part that speaks of an item that money moved is sponsored. One that speaks of an item with
    a commission that moved nothing stays organic and is labelled at the first mention of each.
    """
    payments = {p.product_id: p for p in (*outcome.listed, *outcome.sponsored) if p.disclosure}
    told = {id: p for p in parts if p.kind == "sponsored" for id in p.product_ids}
    mentioned: set[str] = set()
    marked = []
    for part in (*parts[:1], *outcome.parts, *parts[1:]) if parts else ():
        paid = [payments[id] for id in part.product_ids if id in payments]
        moved = next((p for p in paid if p.moved), None)
        retold = next((told[id] for id in part.product_ids if id in told), None)
        if part.disclosure is not None:
            marked.append(_sold(part, part.disclosure, "ad", part.placement_id, setting))
        elif moved is not None and moved.disclosure is not None:
            marked.append(_sold(part, moved.disclosure, role_of(moved), moved.id, setting))
        elif retold is not None and retold.disclosure is not None:
            marked.append(_sold(part, retold.disclosure, "ad", retold.placement_id, setting))
        else:
            first = next((p for p in paid if p.product_id not in mentioned), None)
            mentioned.update(p.product_id for p in paid)
            marked.append(_mentioning(part, first, setting))
    return tuple(marked)


def _sold(
    part: Part, record: DisclosureRecord, role: wording.Role, placement_id: str, setting: Setting
) -> Part:
    changes = {
        "kind": "sponsored",
        "placement_id": placement_id,
        "disclosure": _shown(record, setting, zoned=False),
        "label": setting.label(record, role),
    }
    return Part.model_validate(dict(part) | changes)


def _mentioning(part: Part, placement: Placement | None, setting: Setting) -> Part:
    if placement is None or placement.disclosure is None:
        return part
    label = setting.label(placement.disclosure, role_of(placement))
    return part.model_copy(update={"label": label, "placement_id": placement.id})
