"""What every answer passes on its way out, and every question on its way in.

Strict content policy, no caching of pages, no framing, no foreign host names, no question that
is too large or too frequent. Nothing here decides about data: that is the gate's.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "LARGEST", "Guard"]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer."""

LARGEST = 1 << 30
"""Bytes of one upload at most."""

LARGEST_FORM = 1 << 20
"""Bytes of any other request at most."""

PER_MINUTE, SIGN_INS_PER_MINUTE = 600, 30
"""Requests from one address, and tries to sign in, before it has to wait."""


class Guard:
    """Wraps the app. `hosts` are the names it answers to."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._seen: OrderedDict[tuple[str, str, int], int] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        turned_away = self._turned_away(request)
        if turned_away is not None:
            await turned_away(scope, receive, _with_headers(send, personal=True))
            return
        personal = not request.url.path.startswith("/static/")
        await self._app(scope, receive, _with_headers(send, personal=personal))

    def _turned_away(self, request: Request) -> Response | None:
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if host not in self._hosts:
            return PlainTextResponse("This address is not served here.\n", 421)
        largest = LARGEST if request.url.path.endswith("/load") else LARGEST_FORM
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > largest:
            said = f"That is more than the {largest >> 20} MiB taken here. Nothing was kept.\n"
            return PlainTextResponse(said, 413)
        if request.method not in ("GET", "HEAD") and "content-length" not in request.headers:
            return PlainTextResponse("Say how long the request is (Content-Length).\n", 411)
        if self._too_often(request):
            said = "Too many requests in a minute. Wait a minute; nothing is lost.\n"
            return PlainTextResponse(said, 429, {"Retry-After": "60"})
        return None

    def _too_often(self, request: Request) -> bool:
        path = request.url.path
        if path.startswith("/static/"):
            return False
        kind, limit = ("sign-in", SIGN_INS_PER_MINUTE) if path == "/sign-in" else ("", PER_MINUTE)
        address = request.client.host if request.client else "unknown"
        key = (address, kind, int(time.monotonic() // 60))
        self._seen[key] = self._seen.get(key, 0) + 1
        while len(self._seen) > 10_000:
            self._seen.popitem(last=False)
        return self._seen[key] > limit


def _with_headers(send: Send, *, personal: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            named = {name.lower() for name, _ in headers}
            for name, value in HEADERS.items():
                headers.append((name.lower().encode(), value.encode()))
            if personal and b"cache-control" not in named:
                headers.append((b"cache-control", b"no-store"))
            message["headers"] = headers
        await send(message)

    return sending
