"""A study from scripts to sums: what is shown once per conversation, then shards of shoppers."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from pydantic import Field, TypeAdapter

from assistant.columns import Column
from assistant.replay.script import Script
from assistant.session import House
from assistant.study.answering import Answering, answer_all
from assistant.study.choice_set import Conversation
from assistant.study.panel import Floats, Panel, panel_of
from assistant.study.parameters import REGIMES, Regime, parameters, shopper_model, values_in
from assistant.study.simulation import Switch, simulate
from assistant.study.workers import done_by
from catalog.errors import BadInput
from catalog.fingerprint import of_records, program
from catalog.record import Record

_SHOWN: TypeAdapter[Conversation | None] = TypeAdapter(Conversation | None)
SHARD = 5000
SWEPT = 200
"""Shoppers in a run of the sweep, at most."""


class Progress(Record):
    """How many pieces of a study are done, of how many."""

    done: int
    whole: int


class Plan(Record):
    """Everything that a study's bytes depend on."""

    columns: tuple[Column, ...] = Field(min_length=1)
    scripts: tuple[str, ...]
    shoppers: int = Field(ge=1)
    periods: int = Field(ge=1)
    seed: str
    switches: tuple[Switch, ...] = ()
    regimes: tuple[Regime, ...] = REGIMES
    program: str
    catalog: str
    campaigns: str
    shopper_model: str
    policies: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every column's name, those that switch last."""
        own = [c.name for c in self.columns]
        later = (f"{own[s.before]} -> {own[s.after]} @{s.period}" for s in self.switches)
        return (*own, *later)


class Task(Record):
    """One shard: a regime with at most one parameter changed, and some of the shoppers."""

    name: str
    regime: Regime
    changed: dict[str, float] = Field(default_factory=dict)
    shoppers: int
    shard: int


def plan_of(
    house: House, scripts: Sequence[Script], columns: Sequence[Column],
    shoppers: int, periods: int, seed: str, switches: Sequence[Switch] = (),
) -> Plan:  # fmt: skip
    """The plan of a study in this house."""
    return Plan(
        columns=tuple(columns),
        scripts=tuple(f"{s.id}:{of_records([s])}" for s in scripts),
        shoppers=shoppers,
        periods=periods,
        seed=seed,
        switches=tuple(switches),
        program=program(),
        catalog=house.shelf.catalog.digest,
        campaigns=of_records(house.campaigns),
        shopper_model=of_records([shopper_model()]),
        policies=of_records(
            [
                r
                for c in columns
                for r in (house.policies[c.policy], house.disclosures[c.disclosure])
            ]
        ),
    )


def tasks_of(plan: Plan) -> tuple[Task, ...]:
    """Every shard, those of the sweep (chat regime, each parameter at both ends) last."""
    shards = [
        Task(
            name=f"{regime}-{n:05d}", regime=regime, shard=n,
            shoppers=min(SHARD, plan.shoppers - n * SHARD),
        )
        for regime in plan.regimes
        for n in range(-(-plan.shoppers // SHARD))
    ]  # fmt: skip
    few = min(SWEPT, plan.shoppers)
    swept: list[tuple[str, dict[str, float]]] = [("base", {})]
    swept += [
        (f"{name}-{end}", {name: value})
        for name, p in parameters().items()
        for end, value in (("low", p.low), ("high", p.high))
    ]
    shards += [
        Task(name=f"sweep-{name}", regime="chat", changed=changed, shoppers=few, shard=0)
        for name, changed in swept
    ]
    return tuple(shards)


def steps(
    plan: Plan, house: House, scripts: Sequence[Script], out: Path, workers: int,
    *, folder: Path | None = None, scheduler: str = "processes",
) -> Iterator[Progress]:  # fmt: skip
    """Do what of a study is not done yet, and say after each piece how far it is.

    It can be stopped after any of them, or killed at any moment. What is in `out` at the end does
    not depend on that nor on the number of workers; `shown` and `total` read it.

    Args:
        plan: what is studied.
        house: what answers.
        scripts: the plan's conversations.
        out: where the study is kept.
        workers: processes, at most.
        folder: the house's catalog, which workers open for themselves (None: the demo).
        scheduler: where the shards are done, as `done_by` takes it.

    Raises:
        BadInput: another study is in `out`, or no conversation shows anything to buy.
    """
    out.mkdir(parents=True, exist_ok=True)
    noted, text = out / "plan.json", plan.model_dump_json(indent=1) + "\n"
    if noted.is_file() and noted.read_text("utf-8") != text:
        raise BadInput(str(out), "plan.json", "another study is here", "Choose another --out")
    _write(noted, text.encode())
    tasks = tasks_of(plan)
    unasked = [s for s in scripts if not _shown_in(out, s).is_file()]
    left = [t for t in tasks if not _shard_in(out, t).is_file()]
    done, whole = len(scripts) - len(unasked) + len(tasks) - len(left), len(scripts) + len(tasks)
    yield Progress(done=done, whole=whole)
    answering = Answering(columns=plan.columns, folder=folder, catalog=plan.catalog)
    for script, conversation in answer_all(answering, house, unasked, workers):
        _write(_shown_in(out, script), _SHOWN.dump_json(conversation))
        done += 1
        yield Progress(done=done, whole=whole)
    panel = panel_of(shown(out, scripts))
    for task, content in done_by(scheduler, workers, shard, (plan, panel), left):
        _write(_shard_in(out, task), content)
        done += 1
        yield Progress(done=done, whole=whole)


def shown(out: Path, scripts: Sequence[Script], whole: int = 0) -> tuple[Conversation, ...]:
    """The conversations of a study that show something with a price, in the order of the scripts.

    The first `whole` of them have their transcripts; of all of them these would fill the memory.

    Raises:
        BadInput: none does.
    """
    conversations: list[Conversation] = []
    for script in scripts:
        one = _SHOWN.validate_json(_shown_in(out, script).read_bytes())
        if one is not None:
            conversations.append(one if len(conversations) < whole else one.without_transcripts())
    if not conversations:
        problem = "no conversation shows anything with a price"
        raise BadInput("study", "SCRIPT", problem, "Ask for goods that the catalog has")
    return tuple(conversations)


def _shown_in(out: Path, script: Script) -> Path:
    return out / "shown" / f"{script.id}.json"


def _shard_in(out: Path, task: Task) -> Path:
    return out / "shards" / f"{task.name}.npy"


def total(out: Path, plan: Plan, regime: Regime) -> Floats:
    """The sums of all shards of a regime, added up in their order."""
    own = [t for t in tasks_of(plan) if t.regime == regime and not t.name.startswith("sweep")]
    return np.asarray(sum(np.load(_shard_in(out, task)) for task in own))


def shard(plan: Plan, panel: Panel, task: Task) -> bytes:
    """The sums of one shard as the bytes of a .npy file."""
    seed = int.from_bytes(hashlib.sha256(plan.seed.encode()).digest()[:8], "big")
    values = values_in(task.regime, task.changed)
    sums = simulate(panel, values, task.shoppers, plan.periods, seed, task.shard, plan.switches)
    file = io.BytesIO()
    np.save(file, sums)
    return file.getvalue()


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it, whenever the process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
