"""Stands in for CloudFront: serves the app and its API at one origin, uploads at another.

Measured on two cores with 8 connections, aiohttp forwarded 6,200 requests a second, starlette with
httpx 770; and it supports the web sockets of the app's development server.
"""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web

from local_stack import demo_accounts, response_headers
from local_stack.proxy import forward, forward_socket, problem
from local_stack.workspace import ROOT, Workspace

DIST = ROOT / "web/dist"
BUILD_FIRST = "<h1>Sharewell</h1><p>The app is not built yet: <code>make run</code> builds it.</p>"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_URL_LENGTH = 8_192
"""Bytes; CloudFront responds with 413 to a longer one (AWS: CloudFront quotas)."""
MAX_READ_URL_LENGTH = 1 << 20
"""Bytes of a URL that are read before it is rejected."""

REST = r"{rest:[\s\S]*}"
"""The rest of a path, with any characters, including line breaks."""


class Server:
    """The two origins of one local stack."""

    def __init__(
        self,
        place: Workspace,
        outputs: dict[str, str],
        log_request: Callable[[str, str, int, float], None],
        vite: str | None = None,
    ) -> None:
        self._place, self._outputs, self._vite = place, outputs, vite
        self._log_request = log_request
        self._app_headers = response_headers.app(place)
        self._content_headers = response_headers.content(place)
        self._runners: list[web.AppRunner] = []

    async def start(self) -> None:
        """Listens on both ports."""
        self._client = ClientSession(
            # Several workers respond at once, and a large file takes long.
            connector=TCPConnector(limit=0, keepalive_timeout=30),
            timeout=ClientTimeout(total=None, sock_connect=5, sock_read=900),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
        )
        await self._listen(self._app(), self._place.port)
        await self._listen(self._content(), self._place.port + 1)

    async def stop(self) -> None:
        """Stops listening."""
        for runner in self._runners:
            await runner.cleanup()
        await self._client.close()

    def set_outputs(self, outputs: dict[str, str]) -> None:
        """Forwards to another deployment from now on."""
        self._outputs = outputs

    async def _listen(self, app: web.Application, port: int) -> None:
        runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=1,
            max_line_size=MAX_READ_URL_LENGTH,
        )
        await runner.setup()
        self._runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()

    def _app(self) -> web.Application:
        # Without a limit: the gateway rejects what is too long, with an explanation.
        app = web.Application(client_max_size=1 << 40, middlewares=[self._secured])
        app.router.add_route("*", f"/api/{REST}", self._api)
        app.router.add_get("/config.json", self._config)
        app.router.add_route("*", f"/{REST}", self._vite_file if self._vite else self._file)
        return app

    def _content(self) -> web.Application:
        app = web.Application()
        app.router.add_get(f"/{REST}", self._upload)
        app.router.add_options(f"/{REST}", self._preflight)
        return app

    @web.middleware
    async def _secured(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(self._app_headers)
        return answer

    async def _api(self, request: web.Request) -> web.StreamResponse:
        if len(request.raw_path) > MAX_URL_LENGTH:
            return problem(413, "too_large", f"A URL can have at most {MAX_URL_LENGTH:,} bytes.")
        began = time.perf_counter()
        api = f"{self._place.emulator}/_aws/execute-api/{self._outputs['HttpId']}"
        answer = await forward(request, self._client, api + request.raw_path, self._app_headers)
        took = (time.perf_counter() - began) * 1000
        self._log_request(request.method, request.raw_path, answer.status, took)
        return answer

    async def _config(self, _: web.Request) -> web.StreamResponse:
        config = {
            "authority": f"{self._place.sign_in}/{self._outputs['PoolId']}",
            "client_id": self._outputs["ClientId"],
            "content": self._place.content,
            "demo": {
                "password": demo_accounts.PASSWORD,
                "accounts": [asdict(it) for it in demo_accounts.shown()],
            },
        }
        return web.Response(
            text=json.dumps(config),
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    async def _file(self, request: web.Request) -> web.StreamResponse:
        # As in infra/frontend.yaml: a last segment without a dot is a page of the app.
        path = (DIST / request.path.lstrip("/")).resolve()
        if "." not in request.path.rpartition("/")[2]:
            path = DIST / "index.html"
        if not path.is_relative_to(DIST) or not path.is_file():
            if path.name == "index.html":
                return web.Response(text=BUILD_FIRST, content_type="text/html", status=503)
            return web.Response(text="File not found.", status=404)
        return web.FileResponse(path, headers={"Cache-Control": _cache_control(path)})

    async def _vite_file(self, request: web.Request) -> web.StreamResponse:
        url = f"{self._vite}{request.raw_path}"
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await forward_socket(request, self._client, url)
        # Vite's own page has inline scripts and a web socket: no security headers in development.
        return await forward(request, self._client, url, {})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        # S3 rejects unsigned requests; the emulator checks signatures but does not require one.
        if "X-Amz-Signature" not in request.query:
            return web.Response(status=403, headers=self._content_headers)
        url = f"{self._place.emulator}{request.raw_path}"
        return await forward(request, self._client, url, self._content_headers)

    async def _preflight(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=204, headers=self._content_headers)


def _cache_control(path: Path) -> str:
    # Vite puts a hash into the names of all files under assets.
    return "public, max-age=31536000, immutable" if path.parent.name == "assets" else "no-cache"
