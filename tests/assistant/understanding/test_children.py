"""Whether a text gives a child's age."""

import pytest

from assistant.understanding.children import of_a_child


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
