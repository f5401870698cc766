"""The page as a server: the Gradio app, and the links of paid items through the ledger."""

from __future__ import annotations

import socket
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from assistant.conversations import Conversations
from assistant.session import House, Settings
from catalog.errors import BadInput
from catalog.telemetry import refuse_telemetry
from ui.blind import blind
from ui.compare_export import exporting
from ui.frame import Frame
from ui.guard import Door, Guard, loopback
from ui.handlers import Page, Talk, asked, findings_of
from ui.health import health
from ui.plain_pages import plain_pages
from ui.render.styles import STYLES
from ui.routes import (
    Clock,
    counted_link,
    counting,
    following,
    leaving,
    report_address,
    taking,
    unpaid_click,
)
from ui.study import handing_out
from ui.visits import Cookies
from ui.words import Words

if TYPE_CHECKING:
    from fastapi import FastAPI


def serve(
    house: House,
    host: str = "127.0.0.1",
    port: int = 7860,
    mcp: bool = False,
    *,
    names: tuple[str, ...] = (),
    origins: tuple[str, ...] = (),
    login: str = "",
    unlocked: bool = False,
    blind_file: Path | None = None,
    conversations: Conversations | None = None,
    studies: Path | None = None,
) -> None:
    """Serve the page until interrupted, with `mcp` also as tools at `/gradio_api/mcp/`.

    `blind_file` takes the answers of blind comparisons at `/compare/blind`; `studies` is where
    the study page keeps its own.

    Raises:
        BadInput: the port is taken, the host is not this machine's, MCP's package is missing, or
            others could come in without a login and `unlocked` does not say that they may.
    """
    import uvicorn

    door = Door(names=names, origins=origins, login=login)
    if not (loopback(host) or door.login or unlocked):
        wrong = "others could open the page without a login"
        remedy = "Set PLAINSHELF_LOGIN=user:password, or say --unlocked"
        raise BadInput("--host", host, wrong, remedy)
    if mcp and find_spec("mcp") is None:
        remedy = 'Run: .venv/bin/pip install "mcp>=1.21,<2"'
        raise BadInput("--mcp", "", "the package mcp is not installed", remedy)

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind((host, port))
        except OSError as error:
            remedy = f"Choose another one: plainshelf chat --port {port + 1}"
            raise BadInput(f"{host}:{port}", "", str(error.strerror), remedy) from error
    with ThreadPoolExecutor(1) as beside:
        ready = beside.submit(warm, house, datetime.now(UTC))
        page = application(
            house, mcp=mcp, door=door, blind_file=blind_file, conversations=conversations,
            studies=studies,
        )  # fmt: skip
        ready.result()
    print(f"Plainshelf: http://{host}:{port}", flush=True)  # noqa: T201
    if mcp:
        print(f"MCP tools: http://{host}:{port}/gradio_api/mcp/", flush=True)  # noqa: T201
    # Every open page holds a connection; stopping does not wait for them.
    uvicorn.run(page, host=host, port=port, log_level="warning", timeout_graceful_shutdown=2)


def warm(house: House, now: datetime) -> None:
    """Ask and answer once to nobody, so that the first visitor does not wait for the models."""
    page, words = Page(replace(house, ledger=None, receipts=None)), Words("en")
    *_, last = asked(page, Talk("warm"), words("example_1"), Settings(), now, words)
    findings_of(page, last.talk, words)


def application(
    house: House,
    clock: Clock = lambda: datetime.now(UTC),
    mcp: bool = False,
    door: Door | None = None,
    blind_file: Path | None = None,
    conversations: Conversations | None = None,
    studies: Path | None = None,
) -> FastAPI:
    """The app: its pages, `/v1` for programs, and paid items' `/r/TOKEN`, `/report/TOKEN`.

    Studies of the page are kept in `studies`, in a temporary folder where it is None.
    """
    refuse_telemetry()
    import gradio
    from fastapi import FastAPI

    from assistant.serve.openai_api import router
    from ui.app import ICON, blocks, head, theme

    app = FastAPI(openapi_url=None)
    if conversations is not None:
        conversations.expire(clock())
        app.add_middleware(Cookies, conversations=conversations)
    app.add_middleware(Guard, door=door or Door())
    page, link = Page(house, blind=blind_file is not None, conversations=conversations), None
    kept = studies or Path(mkdtemp(prefix="plainshelf-studies-"))
    app.add_route("/study/reports/{name}/{file}", handing_out(kept))
    app.add_route("/compare/export.{kind}", exporting(house, clock))
    for path, answer in blind(house, blind_file, clock).items():
        app.add_route(path, answer, methods=["GET", "POST"])
    app.add_route("/leaving", leaving)
    if house.ledger is not None:
        app.add_route("/r/{token}", following(house.ledger, clock))
        app.add_route("/clicked/{token}", counting(house.ledger, clock), methods=["POST"])
        app.add_route("/report/{token}", taking(house.ledger, clock), methods=["POST"])
        reporting = replace(house, takes_reports=True)
        link = counted_link(house.ledger)
        page = replace(
            page,
            house=reporting,
            link=link,
            counted=unpaid_click(house.ledger),
            report=report_address(house.ledger),
        )
    for path, shows in plain_pages(Frame(page, clock)).items():
        app.add_route(path, shows, methods=["GET", "POST"])
    for path, told in health(page).items():
        app.add_route(path, told)
    app.mount("/v1", router(house, clock, link=link))
    with warnings.catch_warnings():
        # Said of every app with two pages, whatever ssr_mode says.
        warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
        mounted: FastAPI = gradio.mount_gradio_app(
            app,
            blocks(page, clock, mcp, studies=kept),
            path="/",
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=mcp,
            theme=theme(),
            css_paths=list(STYLES),
            head=head(),
            favicon_path=str(ICON),
        )
    return mounted
