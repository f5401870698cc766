"""Who read a question and did the research for it: rules, a form or an agent, at what cost."""

from typing import Literal

from catalog.errors import FailureCause
from catalog.money import Money
from catalog.record import Record

Reader = Literal["rules", "form", "agent"]


class ToolCall(Record):
    """One call of a tool: its arguments as JSON, and whether it was answered or refused."""

    tool: str
    arguments: str
    refused: bool = False


class Reading(Record):
    """How a question was researched; the same for every policy.

    `reader` is who did it in the end, `model` the chat model that was asked, "" for none. `cause`
    says why the agent did not, `notice` says that in words. `calls` are the agent's, in order;
    `prompts` the versions of the prompts sent, as "research/1".
    """

    reader: Reader = "rules"
    model: str = ""
    cause: FailureCause | Literal[""] = ""
    notice: str = ""
    calls: tuple[ToolCall, ...] = ()
    prompts: tuple[str, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Money | None = None
