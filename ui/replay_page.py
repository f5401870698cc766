"""The page of replays: a script is opened, pasted or saved from a talk, then stepped or played."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.replay.command import chosen_policies
from assistant.replay.run import offline, replay
from assistant.replay.saving import script_of
from assistant.replay.script import Script, script_in, script_text, shipped
from assistant.session import House
from catalog.errors import BadInput, NotFound, PlainshelfError
from ui.forms import Form, form_of
from ui.frame import Frame, phrases, words_of, wrong
from ui.render.frame import section
from ui.render.html import tag
from ui.render.replay import Said, asking, choosing, played, stepping
from ui.visits import visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ui.words import Words

LONGEST = 200_000
"""Characters of a script."""
MOST = 6
"""Policies that one replay of the page may have."""
FIRST = ("none", "slots")


@dataclass(frozen=True)
class Asked:
    """What is replayed: the script, under which policies, how many turns of it (0: all)."""

    script: Script
    policies: tuple[str, ...]
    disclosure: str
    turns: int

    @property
    def cut(self) -> Script:
        """The script as far as it is played."""
        played = self.script.turns[: self.turns] if self.turns else self.script.turns
        return self.script.model_copy(update={"turns": played})


def replay_pages(frame: Frame) -> Mapping[str, Callable[[Request], Response | Awaitable[Response]]]:
    """What answers `/replay`, and `/replay/script.yaml` with a conversation saved as a script."""
    from starlette.concurrency import run_in_threadpool

    async def show(request: Request) -> Response:
        words = words_of(request)
        try:
            form = await form_of(request, LONGEST)
        except BadInput as error:
            return frame.refused("replay", words, error, _form(frame, words, "", Form()))
        return await run_in_threadpool(_shown, frame, request, form, words)

    return {"/replay": show, "/replay/script.yaml": _saved(frame)}


def _shown(frame: Frame, request: Request, form: Form, words: Words) -> Response:
    if request.method != "POST":
        return _opened(frame, request, words)
    text = form.files["file"].text if "file" in form.files else form.one("text")
    shown = _form(frame, words, text, form)
    try:
        asked = _asked(frame.page.house, form, text, phrases("replay", words))
    except PlainshelfError as error:
        return frame.refused("replay", words, error, shown)
    return frame.growing("replay", words, _playing(frame, asked, text, shown, words))


def _opened(frame: Frame, request: Request, words: Words) -> Response:
    """The page before anything is played: with the script that the address names, if any."""
    said, fields = phrases("replay", words), request.query_params
    if "chat" in fields:
        try:
            script = _conversation(frame, request, words)
        except PlainshelfError as error:
            return frame.refused("replay", words, error, _form(frame, words, "", Form()))
        text = script_text(script)
        policies = script.policies
    else:
        name = fields.get("script", "")
        path = shipped().get(name)
        if name and path is None:
            missing = NotFound(f"{said('no_script').capitalize()}: {name[:60]!r}.")
            return frame.refused("replay", words, missing, _form(frame, words, "", Form()))
        text = path.read_text("utf-8") if path else ""
        policies = script_in(text, name).policies if path else ()
    form = Form({"policies": policies or FIRST, "script": (fields.get("script", ""),)})
    return frame.whole("replay", words, _form(frame, words, text, form))


def _form(frame: Frame, words: Words, text: str, form: Form) -> Markup:
    said, house, language = phrases("replay", words), frame.page.house, words.language
    policies = [(p.id, p.title.text(language)) for p in house.policies.values()]
    styles = [("", said("own"))]
    styles += [(d.id, d.title.text(language)) for d in house.disclosures.values()]
    scripts = [(name, _title(name)) for name in shipped()]
    chosen = form.texts.get("policies", FIRST)
    return section(
        said("title"),
        tag("p", said("intro")),
        choosing(scripts, form.one("script"), said, words.tongue),
        asking(
            text,
            (policies, chosen, said("most", n=MOST)),
            (styles, form.one("disclosure")),
            said,
            words.tongue,
        ),
    )


def _title(name: str) -> str:
    return script_in(shipped()[name].read_text("utf-8"), name).title or name


def _asked(house: House, form: Form, text: str, said: Said) -> Asked:
    if not text.strip():
        raise BadInput(said("text"), "", said("no_script"), said("no_script_remedy"))
    script = script_in(text[:LONGEST], said("text"))
    wanted = form.texts.get("policies", ())
    policies = tuple(chosen_policies(wanted, script, house))
    if unknown := [p for p in policies if p not in house.policies]:
        raise BadInput(unknown[0][:60], "", said("unknown_policy"), said("choose_others"))
    if not policies or len(policies) > MOST:
        wrong_ = said("too_many", n=len(policies), most=MOST)
        raise BadInput(said("policies"), "", wrong_, said("choose_others"))
    step = form.one("turns")
    turns = int(step) if step.isascii() and step.isdigit() and len(step) < 5 else 0
    return Asked(script, policies, form.one("disclosure"), min(turns, len(script.turns)))


def _playing(frame: Frame, asked: Asked, text: str, form: Markup, words: Words) -> Iterator[Markup]:
    """The page of a replay as it grows, a policy after another."""
    said, house = phrases("replay", words), offline(frame.page.house)
    script = asked.cut
    yield tag("h2", script.title or script.id)
    if script.catalog != "demo":
        yield wrong(said("other_catalog", catalog=script.catalog))
    form_fields = (asked.policies, asked.disclosure, text)
    yield stepping(len(script.turns), len(asked.script.turns), form_fields, said, words.tongue)
    yield Markup('<div class="ps-played">')
    for policy in asked.policies:
        title = house.policies[policy].title.text(words.language)
        try:
            transcript = replay(script, house, policy, asked.disclosure or None)
        except PlainshelfError as error:
            broken = wrong(said("broke_off", problem=str(error)))
            yield section(title, broken, cls="ps-box")
            continue
        yield played(title, script, transcript, said, words.tongue)
    yield Markup("</div>")
    yield form


def _conversation(frame: Frame, request: Request, words: Words) -> Script:
    """The script of a conversation of the visitor's.

    Raises:
        NotFound: there is none of that id.
        StorageError: it cannot be read.
    """
    said, kept = phrases("replay", words), frame.page.conversations
    id, visitor = request.query_params.get("chat", ""), visitor_of(frame.page, request.cookies)
    if kept is None or not visitor:
        raise NotFound(said("gone"))
    try:
        talk = kept.conversation(visitor, id)
    except NotFound as error:
        raise NotFound(said("gone")) from error
    if not talk.turns:
        raise NotFound(said("gone"))
    day = f"{talk.turns[0].answer.created_at:%Y-%m-%d}"
    title = talk.title or said("saved_title", day=day)
    return script_of(talk.turns, f"conversation-{day}-{id[:8]}", title, seed=id)


def _saved(frame: Frame) -> Callable[[Request], Response]:
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Bytes

    def take(request: Request) -> Response:
        words = words_of(request)
        try:
            script = _conversation(frame, request, words)
        except PlainshelfError as error:
            return PlainTextResponse(str(error), status_code=404)
        name = {"Content-Disposition": f'attachment; filename="{script.id}.yaml"'}
        return Bytes(script_text(script), media_type="application/yaml", headers=name)

    return take
