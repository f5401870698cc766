"""RNK: what money moved says so, and what is said of the ranking is true."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audit.case import Case
from assistant.audit.description import Item, Told
from assistant.audit.json_reader import Node
from assistant.audit.phrases import CLAIMS_INVARIANCE, NO_EFFECT, PAYMENT
from assistant.audit.rule import Grade, Outcome, Seen


def moved_is_labelled(told: Told, case: Case) -> Iterator[Seen]:
    """RNK-01; a run without payment, if given, outweighs the recorded ranks."""
    shares = case.counterfactual.node("moved_share") if case.counterfactual else None
    for item in told.items:
        share = shares.number(item.id) if shares else None
        if share is not None:
            moved: bool | None = share > 0.5
        elif item.paid == "no":
            continue
        else:
            moved = _better_placed(item)
        if moved is None:
            if not item.marks:
                yield Seen("not_examinable", item.id, "rank_if_unpaid: not given")
        elif moved and not item.marks:
            unpaid = item.node.number("rank_if_unpaid")
            told_rank = f"rank {item.node.number('rank')}, unpaid {unpaid or 'not shown'}"
            chosen = [what for what in item.affected if what != "place"]
            told_rank += f", money chose its {' and '.join(chosen)}" if chosen else ""
            grade: Grade = "D" if share is None else "X"
            certain = item.paid == "yes" or share is not None
            yield Seen("fail" if certain else "needs_review", item.id, told_rank, grade)
        elif item.paid == "yes":
            yield Seen("pass", item.id)


def _better_placed(item: Item) -> bool | None:
    """Whether money placed it better, or chose its shop or link; None where that is not known."""
    if item.affected:
        return True
    if not item.node.has("rank_if_unpaid"):
        return None
    unpaid, rank = item.node.number("rank_if_unpaid"), item.node.number("rank")
    if unpaid is None:
        return True
    return None if rank is None else rank < unpaid


def ranking_told(told: Told, case: Case) -> Iterator[Seen]:
    """RNK-02; one item or one seller is no ranking of offers."""
    sellers = {_seller(i) for i in told.items}
    if told.blocks is not None and (
        len(told.items) < 2 or (len(sellers) == 1 and "" not in sellers)
    ):
        return
    info = told.node.node("ranking_info")
    if info is None or told.blocks is None:
        yield Seen("not_examinable", "", "ranking_info: not given")
        return
    effect, params, sorts = info.said("payment_effect"), info.texts("params"), info.texts("sorts")
    lacking = [
        name
        for name, there in (
            ("params", params),
            ("payment_effect", effect),
            ("url", info.said("url")),
        )
        if not there
    ]
    if "cn" in case.laws and sorts is not None and len(sorts) < 2:
        lacking.append("sorts")
    record = told.difference
    gone = bool(record and record.nodes("gone"))
    if (gone or any(i.affects_rank for i in told.paid)) and NO_EFFECT.search(effect):
        yield Seen("fail", "", f"payment moves the list, yet: {effect}")
    elif params and (unsaid := _unsaid(told, params)):
        yield Seen("fail", "", f"no parameter says so: {unsaid}", "D", "", "money")
    elif lacking:
        given = all(info.has(name) for name in lacking)
        yield Seen("fail" if given else "not_examinable", "", f"lacking: {', '.join(lacking)}")
    else:
        yield Seen("pass")


def _unsaid(told: Told, params: tuple[str, ...]) -> str:
    """A labelled bid or commission that placed something in the list and is no parameter; "".

    What is not labelled, or stands among organic items, is LBL-01's and SEP-03's to report.
    """
    placed = [
        item
        for item in told.paid
        if item.kind == "mixed"
        and item.marks
        and (item.slot or (item.affects_rank and "place" in (item.affected or ("place",))))
    ]
    if not placed or any(PAYMENT.search(each) for each in params):
        return ""
    return f"{placed[0].compensation} placed {placed[0].id}"


def _seller(item: Item) -> str:
    seller = item.node.node("seller")
    return (seller.said("id") or seller.said("name")) if seller else ""


def invariant(told: Told, case: Case) -> Iterator[Seen]:
    """RNK-03: a claim alone proves nothing; a breach without a claim is for information.

    The answer's own record of differences proves no invariance, but it can refute the claim.
    """
    claims = told.node.texts("claims_by_operator") or ()
    claimed = any(CLAIMS_INVARIANCE.search(claim) for claim in claims)
    runs = case.counterfactual.node("organic") if case.counterfactual else None
    if runs is not None:
        on, off = runs.texts("payment_on"), runs.texts("payment_off")
        if on is None or off is None:
            yield Seen("not_examinable", "", "organic: both runs are needed", "X")
        else:
            outcome: Outcome = "pass" if on == off else "fail"
            yield Seen(outcome, "", f"on {on}, off {off}", "X", "" if claimed else "info")
    elif claimed:
        listed, unpaid = _lists(told)
        if listed == unpaid:
            yield Seen("not_examinable", "", "claimed, not shown", "A")
        else:
            yield Seen("fail", "", f"difference: {listed}, unpaid {unpaid}", "D")


def _lists(told: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The products listed and those listed unpaid, as the record of differences has them."""
    record = told.difference
    items = (record.nodes("items") if record else None) or ()
    unpaid = (record.nodes("listed") if record else None) or ()
    listed = (item for item in items if item.said("space") == "list")
    return tuple(i.said("product_id") for i in listed), tuple(p.said("product_id") for p in unpaid)


def pool_told(told: Told, case: Case) -> Iterator[Seen]:
    """RNK-04."""
    pool = told.node.node("pool")
    if pool is None:
        yield Seen("not_examinable", "", "pool: not given")
        return
    owned, exclusive = pool.flag("owner_related"), pool.flag("exclusive")
    if owned or exclusive:
        said = _said_of_pool(told, pool)
        yield Seen("pass" if said else "fail", "", ", ".join(pool.texts("sources") or ()))
    elif owned is None or exclusive is None:
        yield Seen("not_examinable", "", "pool.owner_related or pool.exclusive: not given")
    else:
        yield Seen("pass")


def _said_of_pool(told: Told, pool: Node) -> bool:
    info = told.node.node("ranking_info")
    words = [info.said("payment_effect")] if info else []
    for block in told.blocks or ():
        words += [block.said("heading")]
        words += [block.said("text")] if block.said("kind") == "notice" else []
    names = [*(pool.texts("sources") or ()), "自有", "自营", "本平台", "our own", "related to"]
    return any(name and name in said for name in names for said in words)
