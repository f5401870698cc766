"""One good question: where the answer splits the candidates, and never twice."""

from assistant.schema.need import Need, Wish
from assistant.understanding.clarification import worth_asking
from catalog.product import Attribute, Product
from catalog.vocabulary import AttributeTerm, Vocabulary
from retrieval.request import Constraints

VOCABULARY = Vocabulary(
    attributes=(
        AttributeTerm(id="skin", zh="肤质", en="skin", ask_zh="什么肤质？", ask_en="Which skin?"),
        AttributeTerm(id="scent", zh="香味", en="scent", ask_zh="要香味吗？", ask_en="Scented?"),
        AttributeTerm(id="colour", zh="颜色", en="colour"),
    )
)
NEED = Need(text="洗面奶", language="zh", category="cleanser")


def shelf(skins: str, scents: str) -> list[Product]:
    names = {"o": "oily", "d": "dry", "s": "sensitive", "y": "yes", "n": "no"}
    return [
        Product(
            id=f"p{i}",
            title="t",
            attributes=tuple(
                Attribute(name=name, value=names.get(letter, letter))
                for name, letter in (("skin", skin), ("scent", scent), ("colour", f"c{i}"))
                if letter != "-"
            ),
        )
        for i, (skin, scent) in enumerate(zip(skins, scents, strict=True))
    ]


def test_the_attribute_that_splits_most_is_asked_about() -> None:
    assert worth_asking(NEED, shelf("ooddss", "yyynnn"), VOCABULARY, set()) == "skin"
    assert worth_asking(NEED, shelf("oooood", "yyynnn"), VOCABULARY, set()) == "scent"


def test_nothing_is_asked_twice_or_that_was_said() -> None:
    products = shelf("ooddss", "yyynnn")
    assert worth_asking(NEED, products, VOCABULARY, {"skin"}) == "scent"
    assert worth_asking(NEED, products, VOCABULARY, {"skin", "scent"}) == ""
    wished = NEED.model_copy(update={"wishes": (Wish(name="skin", value="oily"),)})
    assert worth_asking(wished, products, VOCABULARY, set()) == "scent"
    bound = NEED.model_copy(update={"constraints": Constraints(attributes=(("skin", "dry"),))})
    assert worth_asking(bound, products, VOCABULARY, set()) == "scent"


def test_nothing_is_asked_where_the_answer_would_not_change() -> None:
    assert worth_asking(NEED, shelf("oooooo", "yyyyyy"), VOCABULARY, set()) == ""
    assert worth_asking(NEED, shelf("odsod", "yynny"), VOCABULARY, set()) == ""
    assert worth_asking(NEED, shelf("od------", "yn------"), VOCABULARY, set()) == ""


def test_only_a_wide_shopping_need_is_worth_a_question() -> None:
    products = shelf("ooddss", "yyynnn")
    compared = NEED.model_copy(update={"act": "compare"})
    assert worth_asking(compared, products, VOCABULARY, set()) == ""
    anything = NEED.model_copy(update={"category": ""})
    assert worth_asking(anything, products, VOCABULARY, set()) == ""
    told = (Wish(name="colour", value="c1"), Wish(name="size", value="s"))
    narrow = NEED.model_copy(update={"wishes": told})
    assert worth_asking(narrow, products, VOCABULARY, set()) == ""
