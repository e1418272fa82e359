"""Forwards requests to another server and streams its responses back."""

import asyncio
from collections.abc import Mapping

from aiohttp import ClientError, ClientSession, WSMsgType, web
from multidict import CIMultiDict, CIMultiDictProxy

# Headers of one hop (RFC 9110, 7.6.1), and those that aiohttp sets itself.
HOP_BY_HOP = {
    "connection", "content-encoding", "content-length", "date", "host", "keep-alive",
    "proxy-authenticate", "proxy-authorization", "server", "te", "trailer", "transfer-encoding",
    "upgrade",
}  # fmt: skip


async def forward(
    request: web.Request, client: ClientSession, url: str, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Forwards a request to `url`, and returns its response with `headers` set.

    Returns 502 if the server does not respond.
    """
    body = request.content if request.body_exists else None
    sent = _end_to_end(request.headers)
    if "Content-Length" in request.headers:
        sent["Content-Length"] = request.headers["Content-Length"]
    try:
        async with client.request(
            request.method, url, data=body, headers=sent, allow_redirects=False
        ) as reply:
            answer = web.StreamResponse(status=reply.status, headers=_end_to_end(reply.headers))
            answer.headers.update(headers)
            if "Content-Length" in reply.headers and "Content-Encoding" not in reply.headers:
                answer.content_length = int(reply.headers["Content-Length"])
            elif "Content-Encoding" in reply.headers:
                answer.headers["Content-Encoding"] = reply.headers["Content-Encoding"]
            await answer.prepare(request)
            if request.method != "HEAD":
                async for chunk in reply.content.iter_any():
                    await answer.write(chunk)
            await answer.write_eof()
            return answer
    except ClientError:
        return problem(502, "unavailable", "The server behind this address does not respond.")


def problem(status: int, code: str, detail: str) -> web.Response:
    """Returns an application/problem+json response like those of the API."""
    return web.json_response(
        {
            "title": code.replace("_", " "),
            "status": status,
            "code": code,
            "detail": detail,
            "id": "",
        },
        status=status,
        content_type="application/problem+json",
    )


async def forward_socket(
    request: web.Request, client: ClientSession, url: str
) -> web.WebSocketResponse:
    """Connects two web sockets until either closes."""
    protocols = request.headers.get("Sec-WebSocket-Protocol", "")
    wanted = [it.strip() for it in protocols.split(",") if it.strip()]
    downstream = web.WebSocketResponse(protocols=wanted)
    await downstream.prepare(request)
    async with client.ws_connect(url, protocols=wanted) as upstream:

        async def back() -> None:
            async for message in upstream:
                if message.type is WSMsgType.TEXT:
                    await downstream.send_str(message.data)
            await downstream.close()

        returning = asyncio.create_task(back())
        async for message in downstream:
            if message.type is WSMsgType.TEXT:
                await upstream.send_str(message.data)
        await upstream.close()
        await returning
    return downstream


def _end_to_end(headers: CIMultiDictProxy[str] | CIMultiDict[str]) -> CIMultiDict[str]:
    return CIMultiDict((k, v) for k, v in headers.items() if k.lower() not in HOP_BY_HOP)
