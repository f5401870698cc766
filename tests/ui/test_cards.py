"""Cards and answers as HTML: the whole of it, label first, nothing that strangers wrote obeyed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from lxml import html
from syrupy.assertion import SnapshotAssertion

from assistant.disclosure.wording import label as german_label
from assistant.monetisation.ledger.entries import LedgerEntry
from assistant.schema.answer import Answer, Block, Part
from assistant.schema.placement import Target
from catalog.i18n import Bilingual
from catalog.money import Money
from catalog.phrases import phrasebook
from catalog.price import PriceLine
from catalog.store import Catalog
from tests.support.sample_items import HOSTILE, label, sponsored, unpaid
from ui.render.answers import answer, answered
from ui.render.cards import card
from ui.render.drawings import drawing
from ui.render.report_form import REASONS
from ui.render.showing import Showing, Sources
from ui.words import Words, keys


def test_an_english_answer(
    en_answer: Answer, sources: dict[str, Sources], snapshot: SnapshotAssertion
) -> None:
    showing = Showing(en_answer, sources)
    assert pretty(answered(showing, question="a quiet keyboard", as_text="1. …")) == snapshot


def test_a_chinese_answer(zh_answer: Answer, snapshot: SnapshotAssertion) -> None:
    assert pretty(answered(Showing(zh_answer), question="男士洗面奶")) == snapshot


def test_a_german_answer_has_german_chrome_cards_and_labels(en_answer: Answer) -> None:
    label = german_label("ad", "de", ("eu",), payer="Loudhouse Media")
    blocks = tuple(
        block.model_copy(
            update={
                "label": block.label and german_label("ad", "de", ("eu",), scope="zone"),
                "placements": tuple(
                    p.model_copy(update={"label": p.label and label}) for p in block.placements
                ),
            }
        )
        for block in en_answer.blocks
    )
    german = en_answer.model_copy(update={"locale": "de-DE", "blocks": blocks})
    page = answered(Showing(german), question="eine leise Tastatur", as_text="1. …")
    shown = {" ".join(text.split()) for text in parsed(page).itertext()}
    assert "Anzeige · bezahlt von Loudhouse Media" in shown
    assert {"Wer hat bezahlt? Hat das die Reihenfolge verändert?", "Bezahlt von"} <= shown
    english, here = Words("en"), Words("de")
    plain = [key for key in keys() if "{" not in phrasebook().variants(f"ui.{key}", "en")[0]]
    left = {english(key) for key in plain if english(key) != here(key)} & shown
    assert left == set()


def test_the_label_is_read_before_the_item(en_answer: Answer) -> None:
    (ad,) = parsed(answer(Showing(en_answer))).xpath("//article[contains(@class, 'ps-paid')]")
    words = [text.strip() for text in ad.itertext() if text.strip()]
    assert words[0] == "Ad · paid by Loudhouse Media"
    first, second = ad.get("aria-labelledby").split()
    assert ad.xpath(f".//*[@id='{first}']")[0].text == words[0]
    assert "Thock" in ad.xpath(f".//*[@id='{second}']")[0].text_content()


def test_the_zone_label_heads_its_block_where_no_item_has_its_own(en_answer: Answer) -> None:
    zone = "//section[contains(@class, 'ps-zone')]"
    (block,) = parsed(answer(Showing(en_answer))).xpath(zone)
    assert not block.xpath("./*[@class='ps-label']") and len(block.xpath(".//article")) == 1
    organic, ads = en_answer.blocks
    bare = tuple(p.model_copy(update={"label": None}) for p in ads.placements)
    blocks = (organic, ads.model_copy(update={"placements": bare}))
    (block,) = parsed(answer(Showing(en_answer.model_copy(update={"blocks": blocks})))).xpath(zone)
    assert block[0].get("class") == "ps-label" and block[0].text == "Ad"


@pytest.mark.parametrize("position", ["hover", "footer"])
def test_a_label_that_is_not_seen_at_first_is_no_text_of_the_card(
    position: str, en_answer: Answer, now: datetime
) -> None:
    hidden = label(position=position, visible_initially=False)
    element = parsed(card(sponsored(9, now, hidden, shown=position), Showing(en_answer)))
    assert element.get("title") == ("Ad" if position == "hover" else None)
    assert not element.xpath(".//*[contains(@class, 'ps-label')]")


def test_who_paid_is_told_of_every_item_even_where_labels_are_withheld(
    en_answer: Answer, now: datetime
) -> None:
    element = parsed(card(sponsored(9, now, None, shown="none"), Showing(en_answer)))
    (told,) = element.xpath(".//*[@class='ps-who']")
    assert "Loudhouse Media" in told.text_content()
    assert "Unpaid it would be number 7." in told.text_content()
    assert "Loudhouse Media" not in "".join(
        text for text in element.itertext() if text not in set(told.itertext())
    )


def test_paid_links_say_so_to_machines_too(en_answer: Answer) -> None:
    links = parsed(answer(Showing(en_answer))).xpath("//a")
    rel = {"".join(a.itertext()).split(" (")[0]: a.get("rel") for a in links}
    assert rel == {
        "See it at shop1.example": "nofollow noopener",
        "See it at shop2.example": "nofollow noopener",
        "See it at shop9.example": "sponsored nofollow noopener",
        "Quill Store": "sponsored nofollow noopener",
    }


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", "http://[", "ftp://x/y"],
)
def test_only_web_addresses_become_links(url: str, en_answer: Answer, now: datetime) -> None:
    item = unpaid(1, now).model_copy(update={"url": url, "final_url": url})
    assert not parsed(card(item, Showing(en_answer))).xpath(".//a")


def test_hostile_words_stay_words(en_answer: Answer, now: datetime) -> None:
    item = unpaid(1, now, title=HOSTILE)
    item = item.model_copy(update={"text": HOSTILE, "brand": HOSTILE})
    block = Block(id="main", kind="organic", order=1, heading=HOSTILE, placements=(item,))
    hostile = en_answer.model_copy(
        update={"blocks": (block,), "parts": (Part(text=HOSTILE),), "id": HOSTILE}
    )
    root = parsed(answered(Showing(hostile), question=HOSTILE, as_text=HOSTILE))
    assert not root.xpath("//script | //img | //*[@*[starts-with(name(), 'on')]]")
    assert root.xpath("//h4")[0].text_content() == f"1. {HOSTILE}"
    assert root.xpath("//h2")[0].text_content() == f"You asked: {HOSTILE}"


def test_a_title_cannot_turn_the_direction_of_what_follows(
    en_answer: Answer, now: datetime
) -> None:
    element = parsed(card(unpaid(1, now, title="safe\u202etxet"), Showing(en_answer)))
    assert "\u202e" not in element.text_content()


def pretty(markup: str) -> str:
    return str(html.tostring(parsed(markup), pretty_print=True, encoding="unicode"))


def parsed(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(markup)


def test_a_report_is_offered_where_the_record_says_so_and_told_once_made(
    en_answer: Answer, now: datetime
) -> None:
    shows = Showing(en_answer, report=lambda id: f"/report/{id}")
    assert "Report this ad" not in answer(shows)
    controls = en_answer.controls.model_copy(update={"report": True})
    shows = replace(shows, answer=en_answer.model_copy(update={"controls": controls}))
    ways = parsed(answer(shows)).xpath("//details[contains(@class, 'ps-report')]")
    assert [way.xpath(".//*[@data-to]/@data-to") for way in ways] == [
        ["/report/s9"],
        ["/report/follow-up-1"],
    ]
    assert ways[0].xpath(".//button/@data-say") == list(REASONS)
    made = LedgerEntry(seq=7, at=now, kind="report", reference="other", previous="")
    told = parsed(answer(replace(shows, reports={"s9": made})))
    (said,) = told.xpath("//article//*[contains(@class, 'ps-reported')]")
    assert said.text == "Reported: Something else. It is entry 7 of the ledger."
    assert len(told.xpath("//details[contains(@class, 'ps-report')]")) == 1


def test_what_chose_an_ad_is_told_beside_it(en_answer: Answer) -> None:
    (block,) = (b for b in en_answer.blocks if b.kind == "sponsored")
    (ad,) = block.placements
    assert ad.disclosure is not None
    chosen = (Target(by="question"), Target(by="price", value=Bilingual(zh="¥1", en="up to $80")))
    record = ad.disclosure.model_copy(update={"targeting": chosen})
    shown = card(ad.model_copy(update={"disclosure": record}), Showing(en_answer))
    (told,) = parsed(shown).xpath("//*[contains(@class, 'ps-told')]")
    why = told.text_content()
    assert "Chosen by the words of your question and the price range (up to $80)." in why
    assert "No profile, account or earlier conversation was used." in why


def test_hiding_is_offered_wherever_anything_is_paid_for(en_answer: Answer) -> None:
    assert answer(Showing(en_answer)).count('data-do="hide"') == 1
    only_words = en_answer.model_copy(update={"blocks": en_answer.blocks[:1]})
    assert answer(Showing(only_words)).count('data-do="hide"') == 1


def test_a_card_says_first_what_is_paid_for_one_delivered(en_answer: Answer, now: datetime) -> None:
    item = unpaid(1, now)
    delivery = PriceLine(kind="shipping", money=Money.of("4.10", "USD"))
    price = item.price.model_copy(update={"fees": "", "lines": (*item.price.lines, delivery)})
    shown = card(item.model_copy(update={"price": price}), Showing(en_answer))
    (told,) = parsed(shown).xpath("//*[contains(@class, 'ps-price')]")
    assert told.text_content().split(" ")[0] == "$56"
    assert "$51.90 + $4.10 delivery" in told.text_content()


def test_every_kind_of_goods_of_the_demo_has_its_drawing() -> None:
    plain = drawing("no such kind", "blue")
    for category in Catalog.open().categories():
        assert drawing(category, "blue") not in (plain, drawing(category, "pink")), category
        assert "http" not in drawing(category, "blue")
