"""Sponsored context in AdCP's form, and what this house answers to it in the same form.

Source: AdCP Sponsored Intelligence, si-sponsored-context and si-sponsored-context-receipt
(experimental, 2026-08). Fields that the form leaves open pass through as they are.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from assistant.schema.answer import Answer
from assistant.schema.placement import Label, visible
from catalog.errors import BadInput

LONGEST = 32_000
"""Characters of a declaration."""
DOMAIN = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"
ContextUse = Literal["presentation_only", "comparison_set", "reasoning_context"]
REFUSED: dict[ContextUse, str] = {
    "comparison_set": "The candidates of a comparison are not for sale here: they are chosen "
    "before any payment is known. Only presentation_only is accepted.",
    "reasoning_context": "Nothing that is paid for takes part in finding and ranking here. Only "
    "presentation_only is accepted.",
}


class _Open(BaseModel):
    """A part of the form that may hold more than is read here."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Brand(_Open):
    """Who is economically accountable, by domain."""

    domain: Annotated[str, Field(pattern=DOMAIN, max_length=253)]


class PayingPrincipal(_Open):
    """Who paid for the context."""

    brand: Brand
    display_name: str | None = None


class Obligation(_Open):
    """The disclosure that whoever uses the context must make."""

    required: bool
    label_text: str | None = None
    timing: (
        Literal["before_use", "at_first_influenced_output", "near_each_influenced_output"] | None
    ) = None
    proximity: Literal["session_level", "near_rendered_unit", "near_influenced_output"] | None = (
        None
    )


class SponsoredContext(_Open):
    """The declaration attached to a sponsored context."""

    paying_principal: PayingPrincipal
    context_use: ContextUse
    disclosure_obligation: Obligation
    declared_at: datetime | None = None


def sponsored_context(text: str, where: str) -> dict[str, JsonValue]:
    """A declaration as JSON, as it was given.

    Args:
        text: JSON.
        where: what it came from, for the error.

    Raises:
        BadInput: it is no JSON, too long, or lacks what the form requires.
    """
    if len(text) > LONGEST:
        raise BadInput(where, "", f"longer than {LONGEST} characters", "Send the declaration alone")
    try:
        raw = json.loads(text)
        SponsoredContext.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise BadInput(where, field, first["msg"], "Follow AdCP's si-sponsored-context") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(where, "", f"not JSON ({error})", "Mend the JSON") from error
    assert isinstance(raw, dict)
    return raw


def host_receipt(
    context: dict[str, JsonValue], answer: Answer, surface: str, received_at: datetime
) -> dict[str, JsonValue]:
    """The answer to a declaration, in the form of si-sponsored-context-receipt.

    Only presentation as a labelled unit apart is accepted, and only where the answer's disclosure
    shows labels before what they are of. The label is ours, in words that the answer's law
    accepts, whatever words were declared.
    """
    declared = SponsoredContext.model_validate(context)
    told: dict[str, JsonValue] = {
        "status": "rejected",
        "received_at": received_at.isoformat(),
        "host_surface": surface,
    }
    why = _why_not(declared, answer)
    if why:
        told["rejection_reason"] = why
        return {"sponsored_context": context, "host_receipt": told}
    label = _label(answer)
    presented = _presented(declared, answer)
    notes = (
        f"Presented as {', '.join(presented)}."
        if presented
        else "Nothing of this principal was presented in this answer."
    )
    required = declared.disclosure_obligation.required
    told |= {
        "status": "accepted",
        "accepted_context_use": declared.context_use,
        "disclosure_commitment": {
            "status": "accepted" if required else "not_required",
            **({"label_text": label} if label else {}),
            "notes": f"{notes} Every paid unit stands apart with its label before it.",
        },
    }
    return {"sponsored_context": context, "host_receipt": told}


def _why_not(declared: SponsoredContext, answer: Answer) -> str:
    """Why a declaration is refused, "" where it is not."""
    if declared.context_use != "presentation_only":
        return REFUSED[declared.context_use]
    shown = _labels(answer)
    paid = any(p.sponsored for p in answer.placements)
    if declared.disclosure_obligation.required and (
        (paid and not shown) or any(not visible(label) for label in shown)
    ):
        return f"The disclosure {answer.disclosure_policy} does not show its labels before the item"
    return ""


def _labels(answer: Answer) -> list[Label]:
    own = [p.label for p in answer.placements if p.label]
    return [*(block.label for block in answer.blocks if block.label), *own]


def _label(answer: Answer) -> str:
    return next((label.text for label in _labels(answer)), "")


def _presented(declared: SponsoredContext, answer: Answer) -> list[str]:
    """The placements that the declared principal paid for, by the name that it goes by."""
    name = declared.paying_principal.display_name
    paid = ((p.id, p.disclosure) for p in answer.placements if p.disclosure)
    return [id for id, record in paid if name and name in (record.payer, record.on_behalf_of)]
