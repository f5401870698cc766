"""The text for programs that pass it on: a label in every sentence on a paid thing."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.disclosure.sentences import SENTENCE, labelled_text
from assistant.disclosure.wording import wrapped
from assistant.session import House, Settings


@pytest.mark.parametrize("policy", ["sentences", "slots", "closed", "in-list", "paid-ranking"])
@pytest.mark.parametrize("question", ["noise cancelling headphones", "推荐一款静音键盘"])
def test_no_sentence_on_a_paid_thing_is_without_its_label(
    demo_house: House, now: datetime, policy: str, question: str
) -> None:
    answer = demo_house.ask(question, (), Settings(policy=policy), now).answer
    text = labelled_text(answer)
    for part in answer.parts:
        if part.label is not None and part.label.position == "before":
            label = wrapped(part.label).strip()
            for sentence in SENTENCE.split(part.text):
                assert any(label in line and sentence in line for line in text.splitlines())
                before = text[: text.index(sentence)]
                assert before.rstrip().endswith(label), sentence
    for block in answer.blocks:
        for item in (p for p in block.placements if p.sponsored):
            label = item.label or block.label
            assert label is not None
            line = next(
                line
                for line in text.splitlines()
                if f"{item.rank}. {item.title}" in line and label.text in line
            )
            assert line.index(label.text) < line.index(item.title)
