"""Binary workbook parts (.xlsb): their records changed, and what a changed sheet must still show.

Told by the records themselves and not by gouji's readers. Records have no checksum, so only cells whose record is as it
was, behind the record of their own row as it was, count, and only in a sheet that is otherwise as it was.
"""

from __future__ import annotations

import random
import struct
from collections import Counter
from collections.abc import Iterator, Sequence

from parts_shown import figures

ROW, CELLS, STRING = 0, range(1, 12), 7
_BEGINS, _ENDS = 145, 146
Record = tuple[int, bytes]


def records(data: bytes) -> list[Record]:
    """Kind and body of each record."""
    found: list[Record] = []
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | data[at] << 7, at + 1
        size = shift = 0
        while True:
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        found.append((kind, data[at : at + size]))
        at += size
    return found


def joined(of: Sequence[Record]) -> bytes:
    """The bytes of records."""
    out = bytearray()
    for kind, body in of:
        out += bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = len(body)
        while True:
            out.append(size & 0x7F | (0x80 if size > 0x7F else 0))
            size >>= 7
            if not size:
                break
        out += body
    return bytes(out)


def changed(of: list[Record], chance: random.Random) -> tuple[str, list[Record]]:
    """Records dropped, doubled, swapped, of another kind, cut short or with odd bytes."""
    result = list(of)
    hows = []
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(result)), chance.randrange(len(result))
        kind, body = result[at]
        how = chance.choice(("drop", "double", "swap", "kind", "short", "bytes", "size"))
        if how == "drop":
            del result[at]
        elif how == "double":
            result.insert(at, result[at])
        elif how == "swap":
            result[at], result[other] = result[other], result[at]
        elif how == "kind":
            result[at] = (result[other][0], body)
        elif how == "short":
            result[at] = (kind, body[: chance.randint(0, len(body))])
        elif how == "bytes" and body:
            place = chance.randrange(len(body))
            result[at] = (kind, body[:place] + chance.randbytes(min(4, len(body) - place)) + body[place + 4 :])
        elif how == "size" and len(body) >= 4:
            result[at] = (kind, chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\x80", b"\xff\xff\xff\x7f")) + body[4:])
        hows.append(how)
    return "+".join(hows), result


def shown(now: Sequence[Record], before: Sequence[Record], strings: bytes) -> Counter[str]:
    """Figures of the texts in cells that a sheet must still show."""
    frame = _frame(now)
    if frame is None or frame != _frame(before):
        return Counter()
    texts = [_text(body) for kind, body in records(strings) if kind == 19]
    sound = set(_cells(before))
    places = Counter((row[:4], body[:4]) for row, _, body in _cells(now))
    rows = Counter(body[:4] for kind, body in now if kind == ROW)
    found: Counter[str] = Counter()
    for row, kind, body in _cells(now):
        once = places[row[:4], body[:4]] == 1 and rows[row[:4]] == 1
        if kind == STRING and once and (row, kind, body) in sound:
            found += figures(texts[struct.unpack_from("<I", body, 8)[0]])
    return found


def _frame(of: Sequence[Record]) -> list[Record] | None:
    """All that is no row and no cell; ``None`` where one of those stands outside the place for them."""
    kinds = [kind for kind, _ in of]
    cells = [i for i, kind in enumerate(kinds) if kind == ROW or kind in CELLS]
    if _BEGINS not in kinds or _ENDS not in kinds or not cells:
        return None
    if not kinds.index(_BEGINS) < cells[0] <= cells[-1] < kinds.index(_ENDS):
        return None
    return [r for r in of if r[0] != ROW and r[0] not in CELLS]


def _cells(of: Sequence[Record]) -> Iterator[tuple[bytes, int, bytes]]:
    row: bytes | None = None
    for kind, body in of:
        if kind == ROW:
            row = body
        elif kind in CELLS and row is not None:
            yield row, kind, body


def _text(body: bytes) -> str:
    size = struct.unpack_from("<I", body, 1)[0]
    return body[5 : 5 + 2 * size].decode("utf-16-le")
