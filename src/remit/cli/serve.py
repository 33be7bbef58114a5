"""`remit serve`: the pages and the API, on this machine, until interrupted."""

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import click
import uvicorn
from fastapi import FastAPI

from remit.cli.asking import open_house
from remit.cli.talk import say
from remit.web.app import HOSTS, create_app

__all__ = ["HOST", "PORT", "free_port", "obey_interrupts", "run", "serve"]

PORT = 8470
HOST = "127.0.0.1"
"""Loopback only: what lies in front of it (TLS, a name) is the force's reverse proxy."""

TRIES = 100


@click.command()
@click.option("--port", default=PORT, show_default=True, help="Port on the loopback address.")
@click.option("--name", "names", multiple=True, help="Its name behind a reverse proxy with TLS.")
def serve(port: int, names: tuple[str, ...]) -> None:
    """Serve the pages and the API of the configured workspace, on this machine only.

    With --name it answers to that name, and its cookies travel by TLS alone.
    """
    with open_house() as house:
        app = create_app(house, hosts=(*HOSTS, *names), secure_cookies=bool(names))
        run(app, port, lambda: say(f"Serving on http://{HOST}:{port} until interrupted"))


def run(app: FastAPI, port: int, ready: Callable[[], None]) -> None:
    """Serve until interrupted, the ordinary end; `ready` is called once it answers."""
    config = uvicorn.Config(app, host=HOST, port=port, log_level="warning")
    obey_interrupts()
    try:
        _Server(config, ready).run()
    except KeyboardInterrupt:
        say("Stopped. Nothing that was acknowledged is lost.")


def obey_interrupts() -> None:
    """Let SIGINT and SIGTERM interrupt this process, even where a shell made it ignore them."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


def free_port(wanted: int) -> int:
    """`wanted`, or the next port that nobody listens on."""
    for port in range(wanted, wanted + TRIES):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    return wanted


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
