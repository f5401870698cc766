"""How a chat model's reply becomes the checked words of an answer, with the offline ones behind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.compose.facts import Facts
from assistant.compose.grounding.checker import Violation, ground
from assistant.compose.llm_prompt import SCHEMA, messages, repair
from assistant.compose.llm_stream import PartReader
from assistant.compose.offline import speak
from assistant.compose.parts import Spoken
from assistant.llm.deadline import DEADLINE, TIMEOUT, Deadline, in_time
from assistant.schema.answer import Composition
from catalog.errors import ModelUnavailable
from catalog.i18n import Bilingual
from catalog.money import Money

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

MILLION = 1_000_000
NOTICE = Bilingual(
    zh="模型这次没有给出可用的回答，文字由离线撰写器补上。",
    en="The model gave no usable answer this time; the offline composer wrote what was missing.",
)
NO_USAGE = {"input_tokens": 0, "output_tokens": 0}


@dataclass
class Tally:
    """What one answer has used and lost so far, and when it must be there."""

    model: str
    deadline: Deadline
    tokens_in: int = 0
    tokens_out: int = 0
    wrong: list[Violation] = field(default_factory=list)

    def composition(self, terms: dict[str, Any], *, own: int, notice: bool) -> Composition:
        """The account: who wrote, the tokens, their cost, how much the check refused."""
        price_in, price_out = (Decimal(terms.get(k, "0")) for k in ("price_in", "price_out"))
        spent = (price_in * self.tokens_in + price_out * self.tokens_out) / MILLION
        told = f"{NOTICE.zh} {NOTICE.en}" if notice else ""
        return Composition(
            composer=self.model if own else "offline",
            notice=told,
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
            cost=Money(amount=spent, currency=terms.get("currency", "USD")) if spent else None,
            dropped=len(self.wrong),
        )


def write(facts: Facts, model: BaseChatModel) -> Iterator[tuple[tuple[Spoken, ...], Composition]]:
    """Growing prefixes of the words: the model's where they stand, the house's for the rest."""
    terms = model.metadata or {}
    tally = Tally(
        model=str(model.asdict().get("model_name") or model.asdict()["_type"]),
        deadline=Deadline(float(terms.get("deadline", DEADLINE))),
    )
    asked = messages(facts)
    stood: list[Spoken] = []
    reader = PartReader()
    rest: list[Spoken] = []
    failed = False
    yield (), tally.composition(terms, own=0, notice=False)
    try:
        for part in _parts(model, asked, reader, tally):
            checked = ground((part,), facts)
            tally.wrong += checked.violations
            if rest or tally.wrong or not _next(part, stood, facts):
                rest += checked.parts
                continue
            stood += checked.parts
            yield tuple(stood), tally.composition(terms, own=len(stood), notice=False)
        if tally.wrong or not stood:
            rest = _mended(model, facts, repair(asked, reader.text, tally.wrong), tally) or rest
    except ModelUnavailable:
        failed = True
    for part in rest:
        if _new(part, stood):
            stood.append(part)
    whole = _completed(stood, facts)
    lacking = any(part.role in ("lead", "pick") and part not in stood for part in whole)
    if facts.situation == "compare":
        lacking = not stood
    yield whole, tally.composition(terms, own=len(stood), notice=failed or lacking)


def _mended(
    model: BaseChatModel, facts: Facts, again: Sequence[BaseMessage], tally: Tally
) -> list[Spoken]:
    """What stands of the reply of the one repair round; nothing where that fails."""
    try:
        checked = ground(tuple(_parts(model, again, PartReader(), tally)), facts)
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
    if facts.situation == "compare" or part.role != "pick" or len(stood) > len(facts.items):
        return False
    return part.product_ids[:1] == (facts.items[len(stood) - 1].product_id,)


def _completed(stood: Sequence[Spoken], facts: Facts) -> tuple[Spoken, ...]:
    """The model's lead and picks in the list's order, the house's words wherever one is missing."""
    own = speak(facts)
    lead = [p for p in stood if p.role == "lead"] or [p for p in own if p.role == "lead"]
    picks = {p.product_ids[0]: p for p in own if p.role == "pick"}
    picks |= {p.product_ids[0]: p for p in stood if p.role == "pick"}
    told = [picks[i.product_id] for i in facts.items if i.product_id in picks]
    before = [p for p in own if p.role == "compare"]
    return (*lead, *before, *told, *(p for p in own if p.role in ("caveat", "question")))


def _parts(
    model: BaseChatModel, asked: Sequence[BaseMessage], reader: PartReader, tally: Tally
) -> Iterator[Spoken]:
    """The parts of one reply as they come; from the cache where the same was asked before.

    Raises:
        ModelUnavailable: no answer, or none in time.
    """
    from langchain_core.caches import BaseCache
    from langchain_core.messages import AIMessage, messages_to_dict
    from langchain_core.messages.ai import UsageMetadata
    from langchain_core.outputs import ChatGeneration

    cache = model.cache if isinstance(model.cache, BaseCache) else None
    structured = (model.metadata or {}).get("structured", "")
    parameters = json.dumps([model.asdict(), structured], sort_keys=True, default=str)
    prompt = json.dumps(messages_to_dict(asked), sort_keys=True, default=str)
    kept = cache.lookup(prompt, parameters) if cache else None
    if kept and isinstance(kept[0], ChatGeneration):
        _count(tally, kept[0].message)
        yield from reader.feed(kept[0].text)
        return
    before_in, before_out = tally.tokens_in, tally.tokens_out
    for piece in _streamed(model, asked, reader, tally):
        yield from reader.feed(piece)
    if cache and reader.parts:
        used_in, used_out = tally.tokens_in - before_in, tally.tokens_out - before_out
        usage = UsageMetadata(
            input_tokens=used_in, output_tokens=used_out, total_tokens=used_in + used_out
        )
        message = AIMessage(reader.text, usage_metadata=usage)
        cache.update(prompt, parameters, [ChatGeneration(message=message)])


def _streamed(
    model: BaseChatModel, asked: Sequence[BaseMessage], reader: PartReader, tally: Tally
) -> Iterator[str]:
    import httpx
    import openai

    silence = float((model.metadata or {}).get("timeout", TIMEOUT))
    forms = _held_to_json(model)
    while True:
        arguments = next(forms)
        chunks = in_time(partial(model.stream, list(asked), **arguments), silence, tally.deadline)
        try:
            for chunk in chunks:
                _count(tally, chunk)
                if reader.full:
                    return
                if isinstance(chunk.content, str):
                    yield chunk.content
            return
        except openai.BadRequestError as error:
            # An endpoint that refuses one way of being held to JSON may know the next.
            if reader.text or not arguments:
                raise ModelUnavailable("the endpoint refuses the request") from error
        except (openai.OpenAIError, httpx.HTTPError, ValueError, TypeError, KeyError) as error:
            raise ModelUnavailable(type(error).__name__) from error


def _held_to_json(model: BaseChatModel) -> Iterator[dict[str, Any]]:
    """Ways to hold an endpoint to JSON, as raw fields of the request, the strictest first."""
    structured = (model.metadata or {}).get("structured", "none")
    if structured == "json_schema":
        form = {"type": "json_schema", "json_schema": SCHEMA}
        yield {"extra_body": {"response_format": form}}
    if structured != "none":
        yield {"extra_body": {"response_format": {"type": "json_object"}}}
    yield {}


def _count(tally: Tally, message: BaseMessage) -> None:
    usage = getattr(message, "usage_metadata", None) or NO_USAGE
    tally.tokens_in += usage["input_tokens"]
    tally.tokens_out += usage["output_tokens"]
