"""A conversation that was had, as a script that replays it and expects the same again."""

from __future__ import annotations

from pydantic import JsonValue

from assistant.replay.expect import labels
from assistant.replay.script import Expectation, PolicyExpectation, Script, ScriptedTurn
from assistant.schema.answer import Answer
from assistant.session import Settings, Turn, Turns
from catalog.errors import BadInput


def script_of(turns: Turns, id: str, title: str = "", seed: str = "0") -> Script:
    """The script of a conversation.

    Every turn expects the organic list that it had, and under the policy that it was answered
    under what was paid for and which labels were shown. What was clicked, ordered or tipped is in
    the ledger and not in the conversation: it is left out. The clock starts at the first answer
    and goes on by a minute a turn, as in every script.

    Args:
        turns: the conversation.
        id: what the script is called; it names a file.
        title: what it is about.
        seed: the conversation's.

    Raises:
        BadInput: nothing was asked.
    """
    if not turns:
        raise BadInput("conversation", "", "nothing has been asked yet", "Ask first")
    first = turns[0]
    befores = [Settings(), *(turn.settings for turn in turns[:-1])]
    return Script(
        id=id,
        title=title,
        locale=first.settings.locale,
        jurisdiction=first.settings.jurisdiction,
        now=first.answer.created_at,
        seed=seed,
        policies=tuple(dict.fromkeys(turn.answer.policy for turn in turns)),
        turns=tuple(_scripted(turn, old) for turn, old in zip(turns, befores, strict=True)),
    )


def _scripted(turn: Turn, before: Settings) -> ScriptedTurn:
    """The turn with the settings that were chosen since the one before, not asked for in words."""
    asked = {change.name for change in turn.answer.need.settings}
    now, fields = turn.settings, dict[str, JsonValue]()
    if now.organic_only != before.organic_only and "organic_only" not in asked:
        fields["hide_ads"] = now.organic_only
    if now.disclosure != before.disclosure and "disclosure" not in asked:
        fields["disclosure"] = turn.answer.disclosure_policy
    if (now.interests is None) != (before.interests is None):
        fields["remember"] = now.interests is not None
    said = {"without": turn.removed} if turn.removed else {"say": turn.question}
    return ScriptedTurn.model_validate({**said, **fields, "expect": _expected(turn.answer)})


def _expected(answer: Answer) -> Expectation:
    paid = tuple(p.product_id for p in answer.placements if p.sponsored)
    under = PolicyExpectation(sponsored=paid, labels=labels(answer))
    return Expectation(
        need={"act": answer.need.act}, organic=answer.organic, under={answer.policy: under}
    )
