"""What a web page or an MHTML file shows, told by the standard library's own parsers and not by gouji's readers."""

from __future__ import annotations

import codecs
import email.parser
import email.policy
import re
from html.parser import HTMLParser

_NOT_SHOWN = ("script", "style", "title", "template", "noscript", "head", "iframe", "object", "textarea", "select", "svg", "xmp", "plaintext")
_IN_HEAD = ("html", "head", "meta", "title", "link", "script", "style")
_KNOWN = ("html", "body", "p", "table", "tr", "td", "th", "tbody", "div", "span", "ul", "li", "a", "h1", "h2", "br", "meta")
_ATTRIBUTES = ("class", "align", "border", "rowspan", "colspan", "lang")
_CHARSET = re.compile(rb"""<meta\b[^>]*?charset=["']?([\w-]+)""")


class _Shown(HTMLParser):
    """Collects text; of what stands in elements or behind attributes it does not know, nothing is expected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._inside: str | None = None
        self.odd = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._inside == "head" and tag not in _IN_HEAD:  # its end tag may be left out, or lost
            self._inside = None
        if self._inside is None and tag in _NOT_SHOWN:
            self._inside = tag
        elif self._inside is None and tag != "meta":
            self.odd |= tag not in _KNOWN or any(name not in _ATTRIBUTES for name, _ in attributes)
        self.texts.append("" if tag in ("span", "a") else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None
        self.texts.append("" if tag in ("span", "a") else "\n")

    def handle_data(self, data: str) -> None:
        if self._inside == "head" and data.strip():  # text ends the head
            self._inside = None
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
    page.feed(_decoded(data))
    page.close()
    return "" if page.odd else "".join(page.texts)


def _decoded(data: bytes) -> str:
    """As the page says; as UTF-8 where it says nothing that is known."""
    named = _CHARSET.search(data)
    name = named[1].decode() if named else "utf-8"
    try:
        codec = codecs.lookup("gb18030" if name.startswith("gb") else name)
        return codec.decode(data, "replace")[0]
    except (LookupError, ValueError, TypeError):
        return data.decode("utf-8", errors="replace")
