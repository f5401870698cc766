from catalog.evidence import Evidence
from retrieval.evidence import quotable


def said(id: str, kind: str, **more: object) -> Evidence:
    fields = {"id": id, "product_id": "p", "source_kind": kind, "text": "It boils in 4 minutes."}
    return Evidence.model_validate(fields | more)


def test_promotion_is_left_out_and_counted() -> None:
    found = quotable(
        (
            said("a", "advertorial"),
            said("b", "verified_purchase", compensation="paid"),
            said("c", "verified_purchase"),
            said("d", "seller_copy"),
        ),
        "en",
    )
    assert [e.id for e in found.quotable] == ["c"]
    assert [e.id for e in found.promotional] == ["a", "b", "d"]
    assert found.total == 4


def test_independent_sources_come_first_then_the_readers_language_then_the_newest() -> None:
    found = quotable(
        (
            said("a", "user_note", language="zh", text="烧水四分钟，盖子有点紧。"),
            said("b", "verified_purchase", language="en", date="2026-01-01T00:00:00Z"),
            said("c", "verified_purchase", language="zh", text="四分钟烧开，盖子紧。"),
            said("d", "expert_test", language="en"),
            said(
                "e",
                "verified_purchase",
                language="zh",
                text="烧得快。",
                date="2026-05-01T00:00:00Z",
            ),
        ),
        "zh",
        most=5,
    )
    assert [e.id for e in found.quotable] == ["d", "e", "c", "b", "a"]


def test_an_unhappy_voice_is_heard() -> None:
    content = tuple(said(f"g{n}", "verified_purchase", rating="5") for n in range(4))
    found = quotable((*content, said("z", "verified_purchase", rating="1")), "en")
    assert [e.id for e in found.quotable] == ["g0", "g1", "z"]
