"""What every answer passes on its way out, and every question on its way in.

Strict content policy, no caching of pages, no framing, no foreign host names, no question that
is too large or too frequent. Nothing here decides about data: that is the gate's.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from remit.web.failing import told

__all__ = [
    "HEADERS",
    "LARGEST",
    "LARGEST_FORM",
    "PER_MINUTE",
    "SIGN_INS_PER_MINUTE",
    "Guard",
]

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
    """Wraps the app. `hosts` are the names it answers to; `clock` tells seconds that only grow."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._clock = clock
        self._seen: OrderedDict[tuple[str, str, int], int] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        turned_away = self._turned_away(request)
        if turned_away is not None:
            await turned_away(scope, receive, _Sending(send, personal=True))
            return
        sending = _Sending(send, personal=not request.url.path.startswith("/static/"))
        try:
            await self._app(scope, receive, sending)
        except Exception:
            if not sending.begun:  # the outermost layer would answer without our headers
                said = "Something failed here. Nothing was shown; what was asked is not done."
                await told(request, 500, "Failed", said)(scope, receive, sending)
            raise  # to the operator's log

    def _turned_away(self, request: Request) -> Response | None:
        host = request.headers.get("host", "").rsplit(":", 1)[0]
        if host not in self._hosts:
            return told(request, 421, "Not served here", "This address is not served here.")
        largest = LARGEST if request.url.path.endswith("/load") else LARGEST_FORM
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > largest:
            said = f"That is more than the {largest >> 20} MiB taken here. Nothing was kept."
            return told(request, 413, "Too large", said)
        if request.method not in ("GET", "HEAD") and "content-length" not in request.headers:
            said = "Say how long the request is (Content-Length)."
            return told(request, 411, "Of unknown length", said)
        wait = self._too_often(request)
        if wait:
            said = "Too many requests in a minute. Wait a minute; nothing is lost."
            answer = told(request, 429, "Too many requests", said)
            answer.headers["Retry-After"] = str(wait)
            return answer
        return None

    def _too_often(self, request: Request) -> int:
        """Seconds to wait; 0 for a request that is within the limit."""
        path = request.url.path
        if path.startswith("/static/"):
            return 0
        kind, limit = ("sign-in", SIGN_INS_PER_MINUTE) if path == "/sign-in" else ("", PER_MINUTE)
        address = request.client.host if request.client else "unknown"
        minute, into = divmod(self._clock(), 60)
        key = (address, kind, int(minute))
        self._seen[key] = self._seen.get(key, 0) + 1
        while len(self._seen) > 10_000:
            self._seen.popitem(last=False)
        return 60 - int(into) if self._seen[key] > limit else 0


class _Sending:
    """Passes an answer on with our headers; `begun` once its first part has gone."""

    def __init__(self, send: Send, *, personal: bool) -> None:
        self._send = send
        self._personal = personal
        self.begun = False

    async def __call__(self, message: Message) -> None:
        """Pass one part on."""
        if message["type"] == "http.response.start":
            self.begun = True
            headers = list(message.get("headers", []))
            named = {name.lower() for name, _ in headers}
            for name, value in HEADERS.items():
                headers.append((name.lower().encode(), value.encode()))
            if self._personal and b"cache-control" not in named:
                headers.append((b"cache-control", b"no-store"))
            message["headers"] = headers
        await self._send(message)
