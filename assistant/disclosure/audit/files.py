"""Auditing a file: an Answer, a description of another assistant's answer, or a saved page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.disclosure.audit.audit import audit
from assistant.disclosure.audit.node import Node
from assistant.disclosure.audit.verdict import PROFILES, AuditReport, Profile
from catalog.errors import BadInput

BESIDE = ("page_html", "styles", "counterfactual")
"""Fields of a description that are not the answer itself: its page, measurements, paired runs."""


def audit_file(path: Path, profile: str = "strict") -> AuditReport:
    """The audit of a .json or .html file.

    Raises:
        BadInput: the file is missing, is neither, is no JSON object, or the profile is unknown.
    """
    chosen = _profile(profile)
    kind = path.suffix.lower()
    if kind not in (".json", ".html", ".htm"):
        raise BadInput(
            str(path), "", "is neither .json nor .html", "Save the answer as one of them"
        )
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise BadInput(
            str(path), "", f"cannot be read ({error.strerror})", "Check the name"
        ) from error
    if kind != ".json":
        return audit(None, text, chosen, subject=path.name)
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(str(path), "", f"not JSON ({error})", "Mend the JSON") from error
    if not isinstance(raw, dict):
        raise BadInput(str(path), "", "not a JSON object", "Write one answer as one object")
    return audit_described(raw, chosen, subject=path.name)


def audit_described(
    raw: Mapping[str, object], profile: Profile = "strict", subject: str = ""
) -> AuditReport:
    """The audit of one JSON object, which may bring its page, styles and paired runs with it."""
    described = Node(raw)
    styles, runs = described.node("styles"), described.node("counterfactual")
    told = {name: value for name, value in raw.items() if name not in BESIDE}
    return audit(
        _ours(told) or told,
        described.text("page_html"),
        profile,
        styles.raw if styles else None,
        runs.raw if runs else None,
        subject,
    )


def _ours(told: Mapping[str, object]) -> Answer | None:
    try:
        return Answer.model_validate(told)
    except ValidationError:
        return None


def _profile(name: str) -> Profile:
    for profile in PROFILES:
        if profile == name:
            return profile
    raise BadInput(f"profile {name!r}", "", "is unknown", f"Choose from {', '.join(PROFILES)}")
