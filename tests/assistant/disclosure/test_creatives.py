from __future__ import annotations

from assistant.disclosure.creatives import own_words
from assistant.schema.placement import Placement


def test_whose_words_they_are_is_said_before_them() -> None:
    item = Placement(
        id="s1", product_id="p", rank=1, title="壶", text="一壶好水", text_by="advertiser"
    )
    assert own_words(item, "zh") == "广告主自述：“一壶好水”"
    host = item.model_copy(update={"text_by": "host"})
    assert own_words(host, "en") == "The host, selling: “一壶好水”"
    assert own_words(item.model_copy(update={"text_by": ""}), "en") == "一壶好水"
