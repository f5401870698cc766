"""A conversation as turns that can be changed: conditions taken away, questions asked anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.basket_conditions import without as list_without
from assistant.condition_removal import names_of
from assistant.condition_removal import without as need_without
from assistant.research import Research, research_list, research_need
from assistant.session import House, Settings, Turn, Turns, history_of
from assistant.understanding.dialogue_state import holding
from catalog.errors import BadInput
from catalog.phrases import say

if TYPE_CHECKING:
    from assistant.schema.need import Need


def without(
    house: House,
    condition_ids: Sequence[str],
    turns: Turns,
    settings: Settings,
    now: datetime,
    seed: str = "0",
) -> Iterator[Turn]:
    """The turn, as it grows, that answers as if these conditions had not been said.

    Args:
        house: what answers.
        condition_ids: ids of conditions of the last answer's `understood`, or "person", "sort" and
            "quantity" for what it holds beside them.
        turns: the conversation so far, whose last answer shows the conditions.
        settings: what the person at the page has chosen.
        now: the moment.
        seed: tells the conversation from others.

    Raises:
        BadInput: the last answer holds none of these conditions.
    """
    found = researched_without(house, condition_ids, turns, now)
    for turn in house.answer(found, turns, settings, now, seed):
        yield turn.model_copy(update={"removed": tuple(condition_ids)})


def researched_without(
    house: House, condition_ids: Sequence[str], turns: Turns, now: datetime
) -> Research:
    """The research behind `without`: no policy in scope."""
    answer = turns[-1].answer if turns else None
    before = holding(history_of(turns))
    named: list[str] = []
    if answer is not None and before is not None:
        named = names_of(answer.understood, condition_ids, answer.need.language)
    if answer is None or before is None or not named:
        known = [c.id for c in answer.understood.conditions] if answer else []
        problem = f"{', '.join(condition_ids) or 'nothing'} is no condition of the last answer"
        remedy = f"Take away one of: {', '.join(known) or 'it has none'}"
        raise BadInput("conversation", "conditions", problem, remedy)
    language, history = answer.need.language, history_of(turns)
    text = say(
        "follow_ups.without",
        language,
        conditions=("、" if language == "zh" else ", ").join(named),
    )
    asked = _asked_again(before, text)
    if answer.basket is not None:
        things = list_without(answer.basket.asked, tuple(condition_ids))
        return research_list(text, asked, things, history, house.shelf, now)
    need = need_without(asked, condition_ids, house.shelf.lexicon)
    return research_need(text, need, history, house.shelf, now)


def _asked_again(need: Need, text: str) -> Need:
    """The need as a turn that asks for things, speaking of nothing that is shown."""
    update = {
        "text": text,
        "act": "find",
        "topic": "",
        "focus": (),
        "missed": False,
        "sponsored_meant": False,
        "subject": "",
        "subject_words": "",
        "settings": (),
        "ask": "",
        "phrases": (),
        "changed": (),
    }
    return need.model_copy(update=update)


def edited(
    house: House,
    at: int,
    question: str,
    turns: Turns,
    settings: Settings,
    now: datetime,
    seed: str = "0",
) -> Iterator[Turn]:
    """The turn, as it grows, that takes the place of the one `at` (from 0); those after it go.

    What the turns that go had changed of the settings by their words is as it was before them.

    Raises:
        BadInput: there is no such turn.
    """
    kept = before(turns, at)
    yield from house.stream(question, kept, settings_before(turns, at, settings), now, seed)


def again(
    house: House, turns: Turns, settings: Settings, now: datetime, seed: str = "0"
) -> Iterator[Turn]:
    """The last turn, as it grows, answered anew in its own place.

    Raises:
        BadInput: nothing has been asked yet.
    """
    kept = before(turns, len(turns) - 1)
    last, earlier = turns[-1], settings_before(turns, len(turns) - 1, settings)
    if last.removed:
        yield from without(house, last.removed, kept, earlier, now, seed)
    else:
        yield from house.stream(last.question, kept, earlier, now, seed)


def before(turns: Turns, at: int) -> Turns:
    """The turns before the one `at`, from 0.

    Raises:
        BadInput: there is no such turn.
    """
    if not 0 <= at < len(turns):
        problem = f"there is no turn {at + 1} of {len(turns)}"
        raise BadInput("conversation", "turn", problem, "Name a turn that there is, from 1")
    return turns[:at]


def settings_before(turns: Turns, at: int, settings: Settings) -> Settings:
    """The settings with what the turns from `at` on changed by their words set back.

    What was chosen otherwise since then stays as it is chosen.
    """
    changed: dict[str, object] = {}
    earlier = turns[at - 1].settings if at else Settings()
    for turn in turns[at:]:
        for change in turn.answer.need.settings:
            if getattr(settings, change.name) == getattr(turn.settings, change.name):
                changed.setdefault(change.name, getattr(earlier, change.name))
    return settings.model_copy(update=changed)
