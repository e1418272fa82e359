"""Content that would run something if a browser let it: files, Markdown and plain text.

Each contains a *canary*: a script that sets a flag, makes a request and opens a dialog.

"""

import base64
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from files import make

WORDS = (
    '"><img src=x: onerror=window.ran=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}${alert(1)}",
    "javascript:alert(1)",
)
"""Names and titles that attack whatever interprets them as more than text."""


class File(NamedTuple):
    """An upload: its name, its claimed type and its bytes."""

    name: str
    type: str
    data: bytes


def files(canary: Callable[[str], str]) -> list[File]:
    """Returns every file, each with a canary of its own name."""
    return [
        File("page.html", "text/html", _page(canary("page.html"))),
        File("picture.png", "image/png", _page(canary("picture.png"))),
        File("clip.mp4", "video/mp4", _page(canary("clip.mp4"))),
        File("page.xhtml", "application/xhtml+xml", _xhtml(canary("page.xhtml"))),
        File("drawing.svg", "image/svg+xml", _drawing(canary("drawing.svg"))),
        File("styled.xml", "application/xml", _styled(canary("styled.xml"))),
        File("both.gif", "image/gif", _gif(canary("both.gif"))),
        File("program.js", "text/javascript", canary("program.js").encode()),
        File("style.css", "text/css", _style(canary("style.css"))),
        File("archive.mhtml", "message/rfc822", _archive(canary("archive.mhtml"))),
        File("form.pdf", "application/pdf", _form(canary("form.pdf"))),
        File("notes.md", "text/markdown", _page(canary("notes.md"))),
        File("mail.eml", "message/rfc822", _mail(canary("mail.eml"))),
        File("talk.vtt", "text/vtt", _captions(canary("talk.vtt"))),
        File("sheet.csv", "text/csv", f"=HYPERLINK;{_tag(canary('sheet.csv'))}\n1;2\n".encode()),
        File(f"{WORDS[0]}.txt", "text/plain", b"A name that is no file's."),
    ]


def markdown(canary: str) -> dict[str, str]:
    """Returns notes that try to get past Markdown and past the HTML sanitiser."""
    inline = _tag(canary)
    quoted = canary.replace('"', "&quot;")
    link = f"javascript:{quote(canary)}"
    page = base64.b64encode(f"<script>{canary}</script>".encode()).decode()
    return {
        "a script": f"<script>{canary}</script>",
        "a picture that fails": inline,
        "a drawing": f'<svg onload="{quoted}"><script>{canary}</script></svg>',
        "something that opens": f'<details open ontoggle="{quoted}"><summary>x</summary></details>',
        "something in focus": f'<input autofocus onfocus="{quoted}"><select autofocus onfocus="{quoted}">',
        "a frame": f'<iframe srcdoc="{inline.replace(chr(34), "&quot;")}"></iframe>',
        "an object": f'<object data="data:text/html;base64,{page}"></object><embed src="{link}">',
        "moving on": f'<meta http-equiv="refresh" content="0;url=data:text/html;base64,{page}">',
        "another base": f'<base href="{link}//"><a href="x">go</a>',
        "a form": f'<form action="{link}"><button>go</button></form><isindex formaction="{link}">',
        "a link": f"[go]({link})",
        "a link in capitals": f"[go](JaVaScRiPt:{quote(canary)})",
        "a link in pieces": f'<a href="java&#10;script&colon;{quoted}">go</a>',
        "a link with a space before": f'<a href=" &#1; javascript:{quoted}">go</a>',
        "a link of another kind": f"[go](vbscript:{quote(canary)}) [go](data:text/html;base64,{page})",
        "a link told later": f"[go][x]\n\n[x]: {link}",
        "a link of its own": f"<{link}>",
        "a drawn link": f'<svg><a xlink:href="{link}"><text y="20">go</text></a></svg>',
        "a mathematical link": f'<math><mi href="{link}">go</mi><maction actiontype="statusline#" xlink:href="{link}">go</maction></math>',
        "a name that breaks out": f'![x](x"onerror="{quoted}) ![x](x "y\\" onerror={quoted}")',
        "code that breaks out": f"```</code></pre>{inline}\nx\n```\n\n`</code>{inline}`",
        "a table that breaks out": f"|a|b|\n|-|-|\n|{inline}|</td></table>{inline}|",
        # Mutation XSS: markup that changes its meaning when it is parsed a second time.
        "a style in mathematics": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;{_escaped(inline)}">',
        "a style in a drawing": f'<svg></p><style><a id="</style>{inline.replace(chr(34), chr(39))}">',
        "forms in forms": f'<form><math><mtext></form><form><mglyph><style></math>{inline}',
        "a title without scripts": f'<noscript><p title="</noscript>{inline.replace(chr(34), chr(39))}">',
        "data of characters": f"<svg><![CDATA[><{inline[1:]}]]>",
        "a comment": f"<!--><{inline[1:]}--> <!-- --!>{inline} -->",
        "a template": f"<template><script>{canary}</script>{inline}</template>",
        "a text that ends early": f'<textarea></textarea>{inline}</textarea><title></title>{inline}',
        "an old tag": f'<xmp></xmp>{inline}</xmp><listing>&lt;img onerror="{quoted}" src&gt;</listing>',
        "nested deep": "<div>" * 600 + f"<table><caption><svg><desc><table><caption></table>{inline}",
        "a name that hides another": f'<a id="config"></a><form id="document"><input name="body">{inline}</form>',
        "pieces of it": f'<img src=x one<script>rror="{quoted}"><scr<script>ipt>{canary}</scr</script>ipt>',
    }  # fmt: skip


def _tag(canary: str) -> str:
    return '<img src="x:" onerror="{}">'.format(canary.replace('"', "&quot;"))


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _page(canary: str) -> bytes:
    return (
        f"<!doctype html><title>Page</title><h1>Words</h1><script>{canary}</script>{_tag(canary)}"
        f'<body onload="{_escaped(canary)}"><iframe srcdoc="{_escaped(_tag(canary))}"></iframe>'
    ).encode()


def _xhtml(canary: str) -> bytes:
    return (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
        f"<script><![CDATA[{canary}]]></script></head><body><p>Words</p></body></html>"
    ).encode()


def _drawing(canary: str) -> bytes:
    return (
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" '
        f'onload="{_escaped(canary)}"><script><![CDATA[{canary}]]></script><foreignObject>'
        f'<body xmlns="http://www.w3.org/1999/xhtml"><script>{_escaped(canary)}</script></body>'
        "</foreignObject></svg>"
    ).encode()


def _styled(canary: str) -> bytes:
    sheet = (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        f'<xsl:template match="/"><html><script>{_escaped(canary)}</script></html></xsl:template>'
        "</xsl:stylesheet>"
    )
    packed = base64.b64encode(sheet.encode()).decode()
    head = f'<?xml-stylesheet type="text/xsl" href="data:text/xml;base64,{packed}"?>'
    return f'<?xml version="1.0"?>{head}<words>Words</words>'.encode()


def _gif(canary: str) -> bytes:
    """Returns a one-pixel picture that is a program, too: its dimensions open a comment."""
    whole = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
    return b"GIF89a/*" + whole[8:] + f"*/=1;{canary}//".encode()


def _style(canary: str) -> bytes:
    return f"body {{ background: url('javascript:{quote(canary)}'); x: expression({canary}) }}".encode()


def _archive(canary: str) -> bytes:
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=q; type=text/html\n"
    return f"{head}\n--q\nContent-Type: text/html\n\n<script>{canary}</script>\n--q--\n".encode()


def _form(canary: str) -> bytes:
    """Returns a PDF that runs a script on opening, when its page shows, and from a link."""
    script = canary.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    run = f"<< /S /JavaScript /JS (app.alert\\('x'\\); {script}) >>"
    whole = make.pdf(["A form to fill in."])
    return whole.replace(b"/Type /Catalog", f"/Type /Catalog /OpenAction {run} ".encode()).replace(
        b"/Type /Page /Parent",
        f"/Type /Page /AA << /O {run} >> /Annots [<< /Type /Annot /Subtype /Link "
        f"/Rect [0 0 595 842] /A {run} >>] /Parent".encode(),
    )


def _mail(canary: str) -> bytes:
    body = f"<p>Words</p><script>{canary}</script>{_tag(canary)}"
    head = "From: Ada <ada@quill.example>\nSubject: Hello\nContent-Type: text/html"
    return make.mail(head, body.encode())


def _captions(canary: str) -> bytes:
    cue = f"<c><img src=x onerror={canary}></c>{_tag(canary)}"
    return f"WEBVTT\n\n00:00.000 --> 00:02.000\n{cue}\n".encode()
