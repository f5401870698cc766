"""Whether a text gives a child's age, or is a child's own."""

import pytest

from assistant.understanding.children import of_a_child, says_own_childhood


@pytest.mark.parametrize(
    "text", ["for my niece, she is 6", "a 9-year-old", "侄子七岁", "给10岁的外甥"]
)
def test_a_childs_age_means_a_child(text: str) -> None:
    assert of_a_child(text)


@pytest.mark.parametrize(
    "text",
    ["my uncle is 64 years old", "he is 35", "二十七岁", "my laptop is 6 years old", "$8 tea"],
)
def test_other_figures_do_not(text: str) -> None:
    assert not of_a_child(text)


@pytest.mark.parametrize(
    "text", ["i'm 11, which skates", "i'm in fifth grade", "我十四岁", "我是初中生", "我上四年级"]
)
def test_a_child_says_so(text: str) -> None:
    assert says_own_childhood(text)


@pytest.mark.parametrize(
    "text",
    [
        "i'm 41",
        "i'm 12 miles from the shop",
        "i'm a primary school teacher",
        "给我九岁的侄女",
        "我三十岁",
    ],
)
def test_others_do_not(text: str) -> None:
    assert not says_own_childhood(text)
