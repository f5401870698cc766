"""A chain of receipts as a third party reads it: whole, signed, and of which answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from assistant.receipts.receipt import GENESIS, Receipt, sha256
from assistant.receipts.signing import signed_by
from catalog.record import Record


class ChainVerification(Record):
    """Whether a chain is whole and signed with one key, and the first thing wrong with it if not.

    `head` is the last number and hash, "12:0f…": noted elsewhere, it shows later that no line was
    cut off the end since. `of_answer` is the receipt of the answer that was given, if one was.
    """

    receipts: int
    whole: bool
    problem: str = ""
    key: str = ""
    head: str = ""
    of_answer: Receipt | None = None

    def lines(self) -> list[str]:
        """The result as lines for a terminal."""
        state = "whole" if self.whole else f"broken: {self.problem}"
        told = [f"{self.receipts} receipts, {state}", f"key {self.key}", f"head {self.head}"]
        if self.of_answer is not None:
            of = self.of_answer
            told.append(f"receipt {of.seq}, {of.issued_at.isoformat()}, {of.surface}: {of.policy}")
            for each in of.disclosed:
                label = f"“{each.label}” {each.position}" if each.label else "no label"
                seen = "visible" if each.visible else "not visible at once"
                told.append(f"  {each.kind} {each.id} paid by {each.payer}: {label}, {seen}")
        return told


def verified(
    receipts: Iterable[Receipt],
    key: str = "",
    head: str = "",
    answer: Mapping[str, JsonValue] | None = None,
) -> ChainVerification:
    """Whether a chain holds.

    Args:
        receipts: every line, in order.
        key: the public key that the operator published; "" takes that of the first line.
        head: what was noted of the chain earlier, as `ChainVerification.head` gives it.
        answer: the JSON of an answer whose receipt is looked for.
    """
    expected, previous, count, problem = key, GENESIS, 0, ""
    heads = {f"0:{GENESIS}"}
    digest = sha256(dict(answer)) if answer is not None else ""
    found: Receipt | None = None
    for count, receipt in enumerate(receipts, 1):
        expected = expected or receipt.key
        problem = problem or _wrong(receipt, count, previous, expected)
        previous = receipt.hash
        heads.add(f"{count}:{previous}")
        if receipt.kind == "served" and receipt.answer_sha256 == digest:
            found = receipt
    if not problem and head and head not in heads:
        problem = f"the head {head} that was noted is not in it"
    if not problem and answer is not None and found is None:
        problem = "no receipt is of this answer"
    return ChainVerification(
        receipts=count,
        whole=not problem,
        problem=problem,
        key=expected,
        head=f"{count}:{previous}",
        of_answer=found,
    )


def _wrong(receipt: Receipt, seq: int, previous: str, key: str) -> str:
    """What is wrong with one line, "" for nothing."""
    if receipt.seq != seq:
        return f"line {seq} has number {receipt.seq}"
    if receipt.previous != previous:
        return f"line {seq} does not follow the line before it"
    if receipt.digest() != receipt.hash:
        return f"line {seq} is not what its hash says"
    if receipt.key != key:
        return f"line {seq} is signed with another key"
    if not signed_by(key, receipt.hash, receipt.signature):
        return f"line {seq} has a false signature"
    return ""
