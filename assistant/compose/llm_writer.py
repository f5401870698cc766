"""How a chat model's reply becomes the checked words of an answer, with the offline ones behind."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import Fault, Violation, ground
from assistant.compose.llm_prompt import NAME, SCHEMA, messages, repair
from assistant.compose.llm_stream import PartReader
from assistant.compose.offline import speak, stated_part
from assistant.compose.parts import Spoken
from assistant.compose.sanitise import plain, unlabelled
from assistant.llm.calls import streamed
from assistant.llm.client import ChatConfig, ChatModel
from assistant.llm.deadline import Deadline
from assistant.llm.prompts import prompt
from assistant.llm.usage import Usage
from assistant.schema.answer import Composition, Refusal
from catalog.errors import FailureCause, ModelUnavailable
from catalog.i18n import Spoken as Language
from catalog.phrases import say

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

UNSHOWN: tuple[Fault, ...] = ("label", "link", "script")
"""Faults whose words would do harm where they are shown as refused."""
SHOWN = 12
"""Refused sentences that an answer tells of."""
log = logging.getLogger(__package__)


@dataclass
class Tally:
    """What one answer has used and lost so far, and when it must be there."""

    config: ChatConfig
    deadline: Deadline
    usage: Usage = field(default_factory=Usage)
    wrong: list[Violation] = field(default_factory=list)
    cause: FailureCause | Literal[""] = ""

    def composition(self, language: Language, *, own: int) -> Composition:
        """The account: who wrote, the tokens, their cost, what the check refused, what failed."""
        terms = self.config
        notice = ""
        if self.cause:
            cause = say(f"failures.{self.cause}", language)
            notice = say("failures.written_offline", language, cause=cause)
        return Composition(
            composer=terms.model if own else "offline",
            notice=notice,
            cause=self.cause,
            cost=self.usage.cost(terms),
            dropped=len(self.wrong),
            refused=refusals(self.wrong),
            prompts=(prompt(NAME).id,),
            **dict(self.usage),
        )


def refusals(wrong: Sequence[Violation]) -> tuple[Refusal, ...]:
    """The refused sentences, each once, as they may be shown: no label, link or strange letter."""
    told = (
        Refusal(fault=v.fault, text="" if v.fault in UNSHOWN else unlabelled(v.sentence))
        for v in wrong
    )
    return tuple(dict.fromkeys(told))[:SHOWN]


def write(facts: Facts, chat: ChatModel) -> Iterator[tuple[tuple[Spoken, ...], Composition]]:
    """Growing prefixes of the words: the model's where they stand, the house's for the rest."""
    tally = Tally(chat.config, Deadline(chat.config.deadline))
    asked = messages(facts)
    stood: list[Spoken] = []
    reader = PartReader()
    rest: list[Spoken] = []
    yield (), tally.composition(facts.language, own=0)
    try:
        for part in _parts(chat, asked, reader, tally, name="compose"):
            checked = ground((part,), facts)
            tally.wrong += checked.violations
            if rest or tally.wrong or not _next(part, stood, facts):
                rest += checked.parts
                continue
            stood += checked.parts
            yield tuple(stood), tally.composition(facts.language, own=len(stood))
        if tally.wrong or not stood:
            rest = _mended(chat, facts, repair(asked, reader.text, tally.wrong), tally) or rest
    except ModelUnavailable as error:
        tally.cause = error.cause
    for part in rest:
        if _new(part, stood):
            stood.append(part)
    whole = _completed(stood, facts)
    lacking = any(part.role in ("lead", "pick") and part not in stood for part in whole)
    if facts.situation in ("compare", "record"):
        lacking = not stood
    if lacking and not tally.cause:
        tally.cause = "not_grounded" if tally.wrong else "not_the_form"
    if tally.cause:
        log.warning("words of the offline composer stand in: %s", tally.cause)
    yield whole, tally.composition(facts.language, own=len(stood))


def _mended(
    chat: ChatModel, facts: Facts, again: Sequence[BaseMessage], tally: Tally
) -> list[Spoken]:
    """What stands of the reply of the one repair round; nothing where that fails."""
    try:
        checked = ground(tuple(_parts(chat, again, PartReader(), tally, name="repair")), facts)
    except ModelUnavailable:
        return []
    tally.wrong += checked.violations
    return list(checked.parts)


def _new(part: Spoken, stood: Sequence[Spoken]) -> bool:
    """Whether a part says something not yet said: one lead, one pick for each product."""
    if part.role == "lead":
        return not stood
    said = {id for p in stood if p.role == "pick" for id in p.product_ids[:1]}
    return bool(part.product_ids) and part.product_ids[0] not in said


def _next(part: Spoken, stood: Sequence[Spoken], facts: Facts) -> bool:
    """Whether a part is the very next one of the finished answer: the lead, then item by item."""
    if not stood:
        return part.role == "lead"
    if (
        facts.situation in ("compare", "record")
        or part.role != "pick"
        or len(stood) > len(facts.items)
    ):
        return False
    return part.product_ids[:1] == (facts.items[len(stood) - 1].product_id,)


def _completed(stood: Sequence[Spoken], facts: Facts) -> tuple[Spoken, ...]:
    """The model's lead and picks in the list's order, the house's words wherever one is missing."""
    own = speak(facts)
    if facts.situation == "record":
        return _with_record(stood, facts)
    lead = [p for p in stood if p.role == "lead"] or [p for p in own if p.role == "lead"]
    picks = {p.product_ids[0]: p for p in own if p.role == "pick"}
    picks |= {p.product_ids[0]: p for p in stood if p.role == "pick"}
    told = [picks[i.product_id] for i in facts.items if i.product_id in picks]
    before = [p for p in own if p.role == "compare"]
    before += _uncopied(lead, facts)
    return (*lead, *before, *told, *(p for p in own if p.role in ("caveat", "question")))


def _with_record(stood: Sequence[Spoken], facts: Facts) -> tuple[Spoken, ...]:
    """The model's lead, then every sentence from the record that it does not copy."""
    lead = [p for p in stood if p.role == "lead"]
    if not lead:
        return speak(facts)
    asked = [p for p in speak(facts) if p.role == "question"]
    return (*lead, *_uncopied(lead, facts), *asked)


def _uncopied(said: Sequence[Spoken], facts: Facts) -> list[Spoken]:
    """The sentences from the record that these parts do not copy, so that none is lost."""
    text = "\n".join(part.text for part in said)
    listed = facts.situation == "picks"
    return [stated_part(s, first=listed) for s in facts.stated if plain(s.text) not in text]


def _parts(
    chat: ChatModel, asked: Sequence[BaseMessage], reader: PartReader, tally: Tally, *, name: str
) -> Iterator[Spoken]:
    """The parts of one reply as they come; from the cache where the same was asked before.

    Raises:
        ModelUnavailable: no answer, or none in time.
    """
    from langchain_core.caches import BaseCache
    from langchain_core.messages import AIMessage, messages_to_dict
    from langchain_core.messages.ai import UsageMetadata
    from langchain_core.outputs import ChatGeneration

    cache = chat.model.cache if isinstance(chat.model.cache, BaseCache) else None
    terms = [chat.model.asdict(), chat.config.structured]
    parameters = json.dumps(terms, sort_keys=True, default=str)
    prompt = json.dumps(messages_to_dict(asked), sort_keys=True, default=str)
    kept = cache.lookup(prompt, parameters) if cache else None
    if kept and isinstance(kept[0], ChatGeneration):
        tally.usage += Usage.of(kept[0].message)
        yield from reader.feed(kept[0].text)
        return
    before = tally.usage
    for chunk in streamed(chat, asked, SCHEMA, tally.deadline, name=name):
        tally.usage += Usage.of(chunk)
        if reader.full:
            break
        if isinstance(chunk.content, str):
            yield from reader.feed(chunk.content)
    if cache and reader.parts:
        used_in = tally.usage.tokens_in - before.tokens_in
        used_out = tally.usage.tokens_out - before.tokens_out
        usage = UsageMetadata(
            input_tokens=used_in, output_tokens=used_out, total_tokens=used_in + used_out
        )
        message = AIMessage(reader.text, usage_metadata=usage)
        cache.update(prompt, parameters, [ChatGeneration(message=message)])
