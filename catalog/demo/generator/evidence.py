"""What people and publications say of the demo's products, honest and paid for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from catalog.demo.generator.offers import NOW
from catalog.demo.generator.products import PROVENANCE, Ware
from catalog.demo.generator.specification import LANGUAGES, Source, Spoken
from catalog.demo.generator.templates import Phrase, Rota, phrases, spoken
from catalog.evidence import Evidence, EvidenceCompensation, SourceKind

KINDS: dict[SourceKind, int] = {
    "verified_purchase": 40,
    "user_note": 23,
    "expert_test": 9,
    "paid_creator": 7,
    "advertorial": 5,
    "listicle": 5,
    "seller_copy": 5,
    "unknown": 6,
}
"""How often each kind of source speaks, in percent."""
UNDISCLOSED = 0.17
"""The share of users' notes that are advertising and do not say so."""
COUNTS = (1, 2, 3, 3, 4, 4, 5, 6)
PAID: dict[SourceKind, EvidenceCompensation] = {
    "paid_creator": "paid",
    "advertorial": "paid",
    "seller_copy": "paid",
}
AUTHORS: dict[Spoken, tuple[str, ...]] = {
    "zh": ("小鹿", "阿泽", "木木", "夏天的风", "老周", "柚子茶", "momo", "江边的猫", "陈同学",
           "二十七", "南瓜粥", "一只胖橘", "大刘", "青柠", "Yuki", "北方有雪", "土豆丝", "林深"),
    "en": ("jess_k", "T. Alvarez", "nightowl42", "Dana", "mrsplum", "Kev in Ohio", "R. Okafor",
           "cat_dad", "Marisol", "B.W.", "hikerbeth", "Priya S.", "old_tom", "lenny", "Grace H."),
}  # fmt: skip
PRESS: dict[Spoken, tuple[str, ...]] = {
    "zh": ("量衡实验室", "拆箱笔记", "好物测评社"),
    "en": ("Bench & Kettle", "The Plain Test", "Gearhouse Lab"),
}
LISTS: dict[Spoken, tuple[str, ...]] = {
    "zh": ("十大排行网", "好物榜单君", "买手情报站"),
    "en": ("TopTenNook", "BestPicksDaily", "DealRoundup"),
}


def evidence(source: Source, made: Sequence[Ware], seed: int) -> Iterator[Evidence]:
    """All evidence; within a category and language a phrase is reused only when all were used."""
    for written in source.categories:
        for language in LANGUAGES:
            near = [
                w
                for w in made
                if w.language == language and w.product.category == written.category.id
            ]
            own = phrases(written.says.lines(language))
            shared = phrases(source.shared.says.lines(language))
            rota, told = Rota(), Counter[str]()
            for ware in near:
                yield from _about(ware, own, shared, rota, told, seed)


def _about(
    ware: Ware,
    own: Sequence[Phrase],
    shared: Sequence[Phrase],
    rota: Rota,
    told: Counter[str],
    seed: int,
) -> Iterator[Evidence]:
    random = Random(f"{seed} {ware.product.id} evidence")
    count = random.choice(COUNTS) + (2 if ware.focus else 0)
    kinds = random.choices(list(KINDS), list(KINDS.values()), k=count)
    if ware.quality < 0.2:
        kinds += ["verified_purchase", "expert_test"]
    own = [p for p in own if p.fits(ware.facts)]
    said: list[Phrase] = []
    for number, kind in enumerate(kinds, start=1):
        hidden = kind == "user_note" and random.random() < UNDISCLOSED
        content, chosen = _content(kind, hidden, ware, own, shared, rota, said, random)
        if not chosen:
            continue
        said += chosen
        text = _joined(chosen, ware.facts, ware.language, random)
        told[text] += 1
        if told[text] > 1:
            continue
        yield Evidence(
            id=f"{ware.product.id}-e{number}",
            product_id=ware.product.id,
            source_kind=kind,
            text=text,
            author=_author(kind, ware, random),
            date=NOW - timedelta(days=random.randint(2, 420), hours=random.randint(0, 23)),
            compensation=_compensation(kind, hidden, random),
            language=ware.language,
            rating=_stars(kind, content, random),
            provenance=PROVENANCE,
        )


def _content(
    kind: SourceKind,
    hidden: bool,
    ware: Ware,
    own: Sequence[Phrase],
    shared: Sequence[Phrase],
    rota: Rota,
    said: Sequence[Phrase],
    random: Random,
) -> tuple[int, list[Phrase]]:
    """How many praises less complaints, and the phrases of one piece in order."""

    def take(mark: str, most: int, of: str = "") -> list[Phrase]:
        """Phrases of a mark: the category's own, or those shared by all for a kind of source."""
        pool = [p for p in shared if p.conditions == (("kind", of),)] if of else own
        return rota.take([p for p in pool if p.mark == mark], random, most, said)

    if hidden or kind == "paid_creator":
        return 2, [*take("x", 1), *take("+", random.randint(0, 1))]
    if kind == "advertorial":
        return 2, [*take("x", 1, kind), *take("x", 1)]
    if kind in ("listicle", "seller_copy"):
        return 2, take("x", 1, kind)
    praises = sum(random.random() < 0.2 + 0.75 * ware.quality for _ in range(2))
    complaints = sum(random.random() < 0.85 - 0.7 * ware.quality for _ in range(2))
    if kind == "expert_test":
        verdict = take("+" if praises > complaints else "-", int(praises != complaints), kind)
        return praises - complaints, [*take("t", 2), *verdict]
    praises = max(praises, 1 - complaints)
    good, bad = take("+", praises), take("-", complaints)
    if not good and not bad:
        return 0, []
    opening = take("o", 1) if random.random() < 0.45 else []
    aside = take("o", 1, "anybody") if random.random() < 0.18 else []
    body = [*good, *bad] if random.random() < 0.75 else [*bad, *good]
    return len(good) - len(bad), [*opening, *body, *aside]


def _joined(
    chosen: Sequence[Phrase], facts: dict[str, str], language: Spoken, random: Random
) -> str:
    """The phrases as running text; a turn from praise to complaint says "but"."""
    parts: list[str] = []
    for at, phrase in enumerate(chosen):
        text = spoken(phrase.text, facts, random)
        turned = at > 0 and {chosen[at - 1].mark, phrase.mark} == {"+", "-"}
        if turned and random.random() < 0.45:
            text = _but(text, phrase.mark, language, random)
        parts.append(text)
    return ("" if language == "zh" else " ").join(parts)


def _but(text: str, mark: str, language: Spoken, random: Random) -> str:
    if language == "zh":
        turn = random.choice(("不过", "但", "就是" if mark == "-" else "好在"))
        return f"{turn}{text}"
    first = text.split()[0].partition("'")[0].rstrip(",.")
    kept = first in ("I", "Bluetooth") or (len(first) > 1 and first.isupper())
    lowered = text if kept else text[0].lower() + text[1:]
    return f"{random.choice(('That said, ', 'Then again, ', 'On the other hand, '))}{lowered}"


def _author(kind: SourceKind, ware: Ware, random: Random) -> str:
    match kind:
        case "expert_test":
            return random.choice(PRESS[ware.language])
        case "listicle" | "advertorial":
            return random.choice(LISTS[ware.language])
        case "seller_copy":
            return ware.product.brand
        case "unknown":
            return ""
    name = random.choice(AUTHORS[ware.language])
    return f"@{name}" if kind == "paid_creator" else name


def _compensation(kind: SourceKind, hidden: bool, random: Random) -> EvidenceCompensation:
    if kind == "paid_creator":
        return random.choice(("paid", "gifted", "commission"))
    if kind == "listicle":
        return random.choice(("commission", "commission", "unknown"))
    if hidden or kind in ("user_note", "unknown"):
        return "unknown"
    return PAID.get(kind, "none")


def _stars(kind: SourceKind, balance: int, random: Random) -> Decimal | None:
    if kind in ("expert_test", "advertorial", "listicle", "seller_copy"):
        return None
    if kind in ("user_note", "unknown") and random.random() < 0.5:
        return None
    delighted = balance == 1 and random.random() < 0.4
    return Decimal(max(1, min(5, 3 + balance + delighted)))
