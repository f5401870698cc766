"""What one run of an agent may look up: the research side, for what its shopper spoke of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.agent.arguments import (
    BasketArguments,
    CompareArguments,
    FactsArguments,
    FindArguments,
    ShelfArguments,
)
from assistant.facts.subjects import named_in
from assistant.research import Research, Shelf, research_list, research_need
from assistant.schema.basket import ShoppingList, Wanted
from assistant.schema.need import Act, History, Topic
from assistant.understanding.dialogue_state import merged
from assistant.understanding.frame import Said
from assistant.understanding.llm_parser import ModelNeed, said_in
from assistant.understanding.normalise import fold, lowered
from assistant.understanding.small_talk import restricted_reason
from catalog.errors import ModelUnavailable, PlainshelfError

SERVICE = ("returns", "warranty", "payment")
"""Topics that are a shop's own affair."""


class Refused(PlainshelfError):
    """A call that is not answered; its message tells the model what would be."""


@dataclass
class Desk:
    """The tools' work for one question.

    Whatever a model asks, a brand binds only where the shopper's words name it or point at one of
    its products, and a product is spoken of only where it is on the organic list, was found in
    this run, or the shopper meant it: nobody who pays a model steers research by way of it.
    """

    question: str
    history: History
    shelf: Shelf
    now: datetime
    by_rules: Said
    _known: set[str] = field(default_factory=set)
    _found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know what the shopper can mean before anything is looked up."""
        last = self.history[-1] if self.history else None
        self._known.update(self.by_rules.focus, (last.organic or last.shown) if last else ())
        lexicon, ranker = self.shelf.lexicon, self.shelf.ranker
        self._known.update(named_in(self.question, ranker, lexicon, self.now))

    def settle(self) -> None:
        """Count what was found until now as known: what runs side by side changes nothing."""
        self._known.update(self._found)

    def find(self, asked: FindArguments) -> Research:
        """The research of a thing wanted.

        Raises:
            Refused: it names what there is not, a brand of the model's own, or what is not sold.
        """
        self._own_words(asked)
        lexicon = self.shelf.lexicon
        form = ModelNeed.model_validate({"act": "find", **dict(asked)})
        try:
            said = said_in(form, self.by_rules, self.history, lexicon)
        except ModelUnavailable as error:
            raise Refused(f"{error}. Use the ids listed.") from None
        need = merged(said, self.history, lexicon, self.now)
        found = research_need(self.question, need, self.history, self.shelf, self.now)
        self._no_model_of_its_own(asked.search_words, found)
        self._found += found.organic
        return found

    def facts(self, asked: FactsArguments) -> Research:
        """What the record says of some products on a topic.

        Raises:
            Refused: a product is not one that was spoken of.
        """
        act: Act = "service" if asked.topic in SERVICE else "tell"
        return self._about(act, asked.topic, asked.products, asked.about)

    def compare(self, asked: CompareArguments) -> Research:
        """Products side by side.

        Raises:
            Refused: a product is not one that was spoken of.
        """
        return self._about("compare", "", asked.products, asked.about)

    def shelf_of(self, asked: ShelfArguments) -> Research:
        """What is carried, of one category or of all.

        Raises:
            Refused: there is no such category.
        """
        carried = [t.id for t in self.shelf.lexicon.vocabulary.categories if not t.restricted]
        if asked.category and asked.category not in carried:
            raise Refused(f"There is no category {asked.category!r}. Use the ids listed.")
        said = self._said("tell", "shelf", (), "", subject=asked.category)
        need = merged(said, self.history, self.shelf.lexicon, self.now)
        if not asked.category:
            # What is on the screen is no part of what all is carried.
            return research_need(self.question, need, (), self.shelf, self.now)
        return research_need(self.question, need, self.history, self.shelf, self.now)

    def basket(self, asked: BasketArguments) -> Research:
        """The best set for several things.

        Raises:
            Refused: a thing is named by a brand of the model's own, or is not sold.
        """
        for thing in asked.things:
            self._own_words(FindArguments(search_words=thing.words))
        need = merged(self._said("total", "basket", (), ""), (), self.shelf.lexicon, self.now)
        listed = ShoppingList(
            things=tuple(Wanted(text=t.words, quantity=t.quantity) for t in asked.things),
            budget=asked.budget,
            currency=asked.currency or need.currency,
            one_shop=asked.one_shop,
        )
        found = research_list(self.question, need, listed, self.history, self.shelf, self.now)
        self._found += found.organic
        return found

    def _about(self, act: Act, topic: Topic, ids: Sequence[str], about: str) -> Research:
        unknown = [id for id in ids if id not in self._known]
        if unknown:
            known = ", ".join(sorted(self._known)) or "none yet; call find first"
            raise Refused(f"{unknown[0]!r} is no product spoken of. Those are: {known}.")
        said = self._said(act, topic, tuple(dict.fromkeys(ids)), about)
        need = merged(said, self.history, self.shelf.lexicon, self.now)
        found = research_need(self.question, need, self.history, self.shelf, self.now)
        need = found.need.model_copy(update={"text": self.question})
        return found.model_copy(update={"need": need})

    def _said(
        self, act: Act, topic: Topic, focus: tuple[str, ...], about: str, subject: str = ""
    ) -> Said:
        return Said(
            text=about or self.question,
            language=self.by_rules.language,
            act=act,
            topic=topic,
            focus=focus,
            subject=subject,
            from_child=self.by_rules.from_child,
        )

    def _own_words(self, asked: FindArguments) -> None:
        """Refuse a brand that the shopper did not name, and what is not sold here."""
        own = self._shopper()
        allowed = self._brands(own) | {
            self.shelf.catalog.product(id).brand for id in self.by_rules.focus
        }
        sought = lowered(fold(" ".join((asked.search_words, *asked.without))))
        if restricted_reason(sought):
            raise Refused("That is not sold here.")
        named = {*self._brands(sought), *asked.brands, *asked.not_brands}
        for brand in named - allowed:
            if lowered(fold(brand)) not in own:
                raise Refused(f"The shopper did not name the brand {brand!r}. Leave it out.")

    def _no_model_of_its_own(self, sought: str, found: Research) -> None:
        """Refuse a product sought by a model name that the shopper did not say."""
        own, sought = self._shopper(), lowered(fold(sought))
        for ranked in found.ranking.products:
            model = lowered(fold(self.shelf.catalog.product(ranked.product_id).model))
            if len(model) > 1 and model in sought and model not in own:
                raise Refused(f"The shopper did not name the model {model!r}. Leave it out.")

    def _shopper(self) -> str:
        """All that the shopper has said, as words are compared."""
        said = (*(exchange.need.text for exchange in self.history), self.question)
        return lowered(fold("\n".join(said)))

    def _brands(self, text: str) -> set[str]:
        mentions = self.shelf.lexicon.find(text)
        return {meaning.name for each in mentions for meaning in each.of("brand") if meaning.sure}
