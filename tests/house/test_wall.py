"""Nothing on the research side holds money: arguments, records, closures and prompts are walked."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime

import pytest
from pydantic import BaseModel

import assistant.agent
import assistant.facts
import assistant.understanding
import retrieval
from assistant.agent.desk import Desk
from assistant.agent.researcher import _asked
from assistant.agent.tools import research_tools
from assistant.policy import policies
from assistant.session import House, Settings, history_of
from assistant.understanding.llm_parser import messages
from assistant.understanding.parser import read
from catalog.campaign import Campaign

SIDE = ("assistant.research",)
ROOMS = (assistant.agent, assistant.facts, assistant.understanding, retrieval)
MONEY = (
    "catalog.campaign",
    "assistant.monetisation",
    "assistant.disclosure",
    "assistant.policy",
    "assistant.occasion",
    "assistant.schema.placement",
    "assistant.schema.outcome",
    "assistant.schema.answer",
    "assistant.schema.difference",
    "assistant.schema.event",
)
"""Modules whose records say who pays, what was sold, or what money moved."""
UNPAID = "assistant.agent.results"
"""Writes what a model reads from items that are nobody's advertisement: see the last test."""
PAID_FIELDS = {"bid", "payer", "campaign", "campaign_id", "commission", "sponsored", "policy"}
QUESTION = "a quiet mechanical keyboard under $80"


def of_money(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in MONEY)


def research_modules() -> list[types.ModuleType]:
    names = [
        found.name
        for room in ROOMS
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
        if not found.name.startswith("retrieval.evaluation") and found.name != UNPAID
    ]
    return [importlib.import_module(name) for name in (*SIDE, *names)]


def functions(module: types.ModuleType) -> Iterator[Callable[..., object]]:
    """Every function and method that a module defines."""
    for value in vars(module).values():
        if getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(value):
            yield value
        elif inspect.isclass(value):
            yield from (f for f in vars(value).values() if inspect.isfunction(f))


def named_types(annotation: object) -> Iterator[type]:
    """The classes that an annotation names, inside unions and generics too."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        yield annotation
    for part in typing.get_args(annotation):
        yield from named_types(part)


def hints(thing: Callable[..., object]) -> dict[str, object]:
    """A function's annotations; those that only a type checker resolves come as text."""
    try:
        return typing.get_type_hints(thing)
    except NameError:
        return dict(getattr(thing, "__annotations__", {}))


def held_by(kind: type) -> Iterator[tuple[str, object]]:
    """The fields of a record with what they hold."""
    if issubclass(kind, BaseModel):
        yield from ((name, field.annotation) for name, field in kind.model_fields.items())
    elif is_dataclass(kind):
        known = hints(kind)
        yield from ((field.name, known.get(field.name, field.type)) for field in fields(kind))


def test_no_argument_or_record_of_the_research_side_holds_money() -> None:
    waiting: list[tuple[str, object]] = []
    for module in research_modules():
        for function in functions(module):
            where = f"{module.__name__}.{function.__qualname__}"
            waiting += [(f"{where}({name})", told) for name, told in hints(function).items()]
    seen = set[type]()
    while waiting:
        where, told = waiting.pop()
        if isinstance(told, str):
            assert not any(name.rpartition(".")[2] in told for name in MONEY), where
            assert "Campaign" not in told and "Policy" not in told, where
            continue
        for kind in named_types(told):
            if kind in seen:
                continue
            seen.add(kind)
            assert not of_money(kind.__module__), f"{where} holds {kind}"
            for name, inner in held_by(kind):
                assert name not in PAID_FIELDS, f"{kind}.{name}, by way of {where}"
                waiting.append((f"{kind.__qualname__}.{name}", inner))
    assert {"Need", "Shelf", "Catalog", "Ranker"} <= {kind.__name__ for kind in seen}


def reachable(roots: Iterable[object]) -> Iterator[object]:
    """All objects that these hold: attributes, containers, closures, defaults, bound arguments."""
    waiting, seen = list(roots), set[int]()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, types.ModuleType | str | bytes | int | float):
            continue
        seen.add(id(thing))
        yield thing
        if isinstance(thing, dict):
            waiting += [*thing.keys(), *thing.values()]
        elif isinstance(thing, list | tuple | set | frozenset):
            waiting += thing
        elif isinstance(thing, types.MethodType):
            waiting += [thing.__self__, thing.__func__]
        elif isinstance(thing, functools.partial):
            waiting += [thing.func, thing.args, thing.keywords]
        elif isinstance(thing, types.FunctionType):
            waiting += [cell.cell_contents for cell in thing.__closure__ or ()]
            waiting += [thing.__defaults__ or (), thing.__kwdefaults__ or {}]
        elif not isinstance(thing, type):
            waiting.append(getattr(thing, "__dict__", {}))


def paid_things(roots: Iterable[object]) -> list[object]:
    return [
        thing
        for thing in reachable(roots)
        if of_money(type(thing).__module__) or of_money(str(getattr(thing, "__module__", "")))
    ]


@pytest.fixture
def desk(demo_house: House, now: datetime) -> Desk:
    said = read(QUESTION, (), demo_house.shelf.lexicon)
    return Desk(QUESTION, (), demo_house.shelf, now, said)


def test_no_tool_or_closure_of_the_research_side_holds_money(desk: Desk) -> None:
    roots = [desk, *research_tools(desk), *(vars(module) for module in research_modules())]
    assert desk.shelf in list(reachable(roots))
    assert paid_things(roots) == []


def test_the_walk_would_find_a_campaign_in_a_closure(demo_house: House) -> None:
    campaign = demo_house.campaigns[0]
    assert isinstance(campaign, Campaign)

    def ranked(words: str = "") -> str:
        return words + campaign.id

    assert campaign in paid_things([functools.partial(ranked)])


def test_no_policy_changes_a_word_of_any_prompt_of_research(
    demo_house: House, now: datetime
) -> None:
    shelf, told = demo_house.shelf, set[tuple[str, ...]]()
    researched = demo_house.research(QUESTION, (), now)
    for policy in policies():
        *_, turn = demo_house.answer(researched, (), Settings(policy=policy), now, "0")
        history = history_of((turn,))
        for question in ("something with a knob", "any others?"):
            by_rules = read(question, history, shelf.lexicon)
            prompts = messages(question, history, shelf.lexicon)
            prompts += _asked(Desk(question, history, shelf, now, by_rules))
            told.add((question, *(str(message.content) for message in prompts)))
    assert len(told) == 2


def test_what_a_model_reads_is_made_of_unpaid_items_alone() -> None:
    tree = ast.parse(inspect.getsource(importlib.import_module(UNPAID)))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert "unpaid" in calls and "Placement" not in calls
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named = {f"{n.module}.{alias.name}" for n in taken for alias in n.names}
    assert {name for name in named if of_money(name)} == {"assistant.schema.placement.Placement"}
