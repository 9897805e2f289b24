"""What a web page or an MHTML file shows, told by the standard library's own parsers and not by gouji's readers."""

from __future__ import annotations

import email.parser
import email.policy
from html.parser import HTMLParser

_NOT_SHOWN = ("script", "style", "title", "template", "noscript", "head", "iframe", "object", "textarea", "select", "svg", "xmp", "plaintext")
_KNOWN = ("html", "body", "p", "table", "tr", "td")


class _Shown(HTMLParser):
    """Collects text; of what stands in elements it does not know, nothing is expected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._inside: str | None = None
        self.odd = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._inside is None and tag in _NOT_SHOWN:
            self._inside = tag
        elif tag not in (*_KNOWN, "meta") or (attributes and tag != "meta"):
            self.odd = True
        self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None
        self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.texts.append(data)


def text_of(data: bytes) -> str:
    """The text of a page made of the samples' few elements; nothing when a change gave it others."""
    if data.startswith(b"MIME-"):
        message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(data)
        part = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
        payload = part.get_payload(decode=True) if part is not None else None
        if not isinstance(payload, bytes) or message.defects:
            return ""
        data = payload
    page = _Shown()
    page.feed(data.decode("utf-8", errors="replace"))
    page.close()
    return "" if page.odd else "".join(page.texts)
