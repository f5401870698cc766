"""Auditing a file: an Answer, a description of another assistant's answer, or a saved page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from assistant.audit.browser import measured_page
from assistant.audit.captures import captured_page
from assistant.audit.engine import audit, exports_of
from assistant.audit.json_reader import Node
from assistant.audit.relays import Survival, survivals
from assistant.audit.report import AuditReport
from assistant.audit.rule import PROFILES, Profile
from assistant.schema.answer import Answer
from catalog.errors import BadInput

BESIDE = ("page_html", "styles", "counterfactual")
"""Fields of a description that are not the answer itself: its page, measurements, paired runs."""


def audit_file(
    path: Path,
    profile: str = "strict",
    *,
    page: Path | None = None,
    browser: bool = False,
    as_of: date | None = None,
    capture: bool = False,
) -> AuditReport:
    """The audit of a .json or .html file.

    Args:
        path: an answer, a description of one, or a saved page.
        profile: whose law.
        page: the saved page that shows the answer of a .json file, in place of its `page_html`.
        browser: whether to measure the page in Chromium, on a desk and on a phone.
        as_of: the day whose rules judge; None for every rule there is.
        capture: whether the file is a captured answer (captures.captured_page).

    Raises:
        BadInput: a file is missing, is neither, is no JSON object, the profile is unknown, or
            there is nothing or no way to measure.
    """
    chosen = _profile(profile)
    if capture:
        saved = captured_page(path)
        seen = measured_page(saved) if browser else None
        held, looks = (seen.html, seen.styles) if seen else (saved, None)
        return audit(None, held, chosen, looks, subject=path.name, as_of=as_of)
    kind = path.suffix.lower()
    if kind not in (".json", ".html", ".htm"):
        raise BadInput(
            str(path), "", "is neither .json nor .html", "Save the answer as one of them"
        )
    text = _text(path)
    if kind != ".json":
        if page is not None:
            raise BadInput(str(page), "", f"{path} is a page already", "Name one page")
        measured = measured_page(path) if browser else None
        html = measured.html if measured else text
        styles = measured.styles if measured else None
        return audit(None, html, chosen, styles, subject=path.name, as_of=as_of)
    raw = _object(str(path), text)
    if page is not None:
        raw["page_html"] = _text(page)
    if browser:
        if not isinstance(shown := page or raw.get("page_html"), str | Path):
            raise BadInput(str(path), "page_html", "there is no page to measure", "Add --page FILE")
        measured = measured_page(shown, raw)
        raw |= {"page_html": measured.html, "styles": measured.styles}
    return audit_described(raw, chosen, subject=path.name, as_of=as_of)


def audit_text(
    text: str, profile: str, name: str = "", *, page: str = "", as_of: date | None = None
) -> AuditReport:
    """The audit of an answer as JSON, or of a page as HTML, told apart by how the text begins.

    Args:
        text: the answer or the page.
        profile: whose law.
        name: what the text is called, "" where it has no name.
        page: the page that shows the answer, in place of its `page_html`.
        as_of: the day whose rules judge; None for every rule there is.

    Raises:
        BadInput: the text is empty or neither, or the profile is unknown.
    """
    chosen, start = _profile(profile), text.lstrip("\ufeff \t\r\n")[:1]
    if start == "<":
        if page:
            raise BadInput(name or "text", "", "is a page already", "Give one page")
        return audit(None, text, chosen, subject=name, as_of=as_of)
    if not start:
        raise BadInput(name or "text", "", "is empty", "Give an answer as JSON, or a saved page")
    if start != "{":
        wrong = "is neither a JSON object nor HTML"
        raise BadInput(name or "text", "", wrong, "It begins with { or with <")
    raw = _object(name or "text", text.lstrip("\ufeff"))
    return audit_described(raw | ({"page_html": page} if page else {}), chosen, name, as_of)


def answer_in(text: str) -> Answer | None:
    """The Answer of ours that a text holds as JSON, None where it holds none."""
    try:
        return Answer.model_validate_json(text.lstrip("\ufeff"))
    except ValidationError:
        return None


def relayed_file(path: Path) -> tuple[Survival, ...]:
    """What of the labels of an Answer of ours survives each relay.

    Raises:
        BadInput: the file cannot be read, or is no Answer.
    """
    raw = _object(str(path), _text(path))
    try:
        return tuple(survivals(Answer.model_validate(raw)))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        remedy = "Save what plainshelf ask --json prints"
        raise BadInput(str(path), field, first["msg"], remedy) from error


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise BadInput(
            str(path), "", f"cannot be read ({error.strerror})", "Check the name"
        ) from error


def _object(name: str, text: str) -> dict[str, object]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(name, "", f"not JSON ({error})", "Mend the JSON") from error
    if not isinstance(raw, dict):
        raise BadInput(name, "", "not a JSON object", "Write one answer as one object")
    return raw


def audit_described(
    raw: Mapping[str, object],
    profile: Profile = "strict",
    subject: str = "",
    as_of: date | None = None,
) -> AuditReport:
    """The audit of one JSON object, which may bring its page, styles and paired runs with it.

    An Answer of ours is read as it stands, so that a field taken out of it counts as missing; its
    exports are made from it.
    """
    described = Node(raw)
    styles, runs = described.node("styles"), described.node("counterfactual")
    told = {name: value for name, value in raw.items() if name not in BESIDE}
    return audit(
        told if "exports" in told else told | _exports(told),
        described.text("page_html"),
        profile,
        styles.raw if styles else None,
        runs.raw if runs else None,
        subject,
        as_of,
    )


def _exports(told: Mapping[str, object]) -> dict[str, object]:
    """The exports of an Answer of ours; nothing for any other description."""
    try:
        return {"exports": exports_of(Answer.model_validate(told))}
    except ValidationError:
        return {}


def _profile(name: str) -> Profile:
    for profile in PROFILES:
        if profile == name:
            return profile
    raise BadInput(f"profile {name!r}", "", "is unknown", f"Choose from {', '.join(PROFILES)}")
