"""Hands a request on to another server and its answer back, both as they come."""

import asyncio
from collections.abc import Mapping

from aiohttp import ClientError, ClientSession, WSMsgType, web
from multidict import CIMultiDict, CIMultiDictProxy

# Said by one hop to the next (RFC 9110, 7.6.1), and what aiohttp says itself.
HOP = {
    "connection", "content-encoding", "content-length", "date", "host", "keep-alive",
    "proxy-authenticate", "proxy-authorization", "server", "te", "trailer", "transfer-encoding",
    "upgrade",
}  # fmt: skip


async def hand_on(
    request: web.Request, client: ClientSession, url: str, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Ask `url` the same, and answer what it answers with `headers` set over it."""
    body = request.content if request.body_exists else None
    asked = _carried(request.headers)
    if "Content-Length" in request.headers:
        asked["Content-Length"] = request.headers["Content-Length"]
    try:
        async with client.request(
            request.method, url, data=body, headers=asked, allow_redirects=False
        ) as found:
            answer = web.StreamResponse(status=found.status, headers=_carried(found.headers))
            answer.headers.update(headers)
            if "Content-Length" in found.headers and "Content-Encoding" not in found.headers:
                answer.content_length = int(found.headers["Content-Length"])
            elif "Content-Encoding" in found.headers:
                answer.headers["Content-Encoding"] = found.headers["Content-Encoding"]
            await answer.prepare(request)
            if request.method != "HEAD":
                async for chunk in found.content.iter_any():
                    await answer.write(chunk)
            await answer.write_eof()
            return answer
    except ClientError:
        return refused(502, "unavailable", "What stands behind does not answer.")


def refused(status: int, code: str, detail: str) -> web.Response:
    """application/problem+json, as the API itself says it."""
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


async def hand_on_socket(
    request: web.Request, client: ClientSession, url: str
) -> web.WebSocketResponse:
    """Join two web sockets until either ends."""
    protocols = request.headers.get("Sec-WebSocket-Protocol", "")
    wanted = [it.strip() for it in protocols.split(",") if it.strip()]
    mine = web.WebSocketResponse(protocols=wanted)
    await mine.prepare(request)
    async with client.ws_connect(url, protocols=wanted) as theirs:

        async def back() -> None:
            async for said in theirs:
                if said.type is WSMsgType.TEXT:
                    await mine.send_str(said.data)
            await mine.close()

        returning = asyncio.create_task(back())
        async for said in mine:
            if said.type is WSMsgType.TEXT:
                await theirs.send_str(said.data)
        await theirs.close()
        await returning
    return mine


def _carried(headers: CIMultiDictProxy[str] | CIMultiDict[str]) -> CIMultiDict[str]:
    return CIMultiDict((k, v) for k, v in headers.items() if k.lower() not in HOP)
