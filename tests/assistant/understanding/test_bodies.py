"""How large a person is, as a text says."""

import pytest

from assistant.understanding.bodies import read_body


@pytest.mark.parametrize(
    ("text", "build"),
    [
        ("my uncle is 6 ft 6", "large"),
        ("he weighs 250 pounds, a stool for him", "large"),
        ("我哥一米九五", "large"),
        ("我体重220斤", "large"),
        ("i'm 4'11\"", "small"),
        ("身高152的妈妈", "small"),
        ("i'm 5 ft 8 and 150 lbs", ""),
    ],
)
def test_figures_of_a_person_are_a_build(text: str, build: str) -> None:
    body, rest = read_body(text)
    assert body.build == build
    assert body.words and len(rest) == len(text) and rest != text


@pytest.mark.parametrize(
    "text",
    ["a shelf that holds 250 lbs", "i need a 25 kg bag of rice", "两米长的绳子", "我要2斤枣"],
)
def test_figures_of_a_thing_are_left_alone(text: str) -> None:
    body, rest = read_body(text)
    assert (body.build, rest) == ("", text)
