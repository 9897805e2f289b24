"""Number recognition side by side: gouji and the public recognisers that are installed.

Run:  pip install recognizers-text-number-with-unit "emoji<2" jionlp cn2an quantulum3; python bench/numbers.py [-v]

``numbers.tsv`` holds the expressions (text with the number marked, ends, unit). A span is right when it is the marked
one after signs and words of degree (≥, 约, 以上 …) are cut from both, so tools that do not know them lose nothing. A value
is right when both ends are (tools without ranges may give two numbers; for a bound the number counts). The last kinds are
no quantities: right is to count nothing there. Units are scored for gouji alone, the others name theirs in English.
Then F1 on three texts (``prose/*.txt``, the label file beside each) and speed on one core at three lengths.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from gouji.extract.numbers import quantities

HERE = Path(__file__).parent
EDGE = re.compile(
    r"^(?:[≥≤<>=＜＞＝]+|不低于|不少于|不超过|不得超过|不大于|不高于|至少|最多|大于等于|小于等于|大于|小于|超过|突破|逾|不足|不到|低于|高于|大约|将近|接近|约占|约|近|上(?=百)"
    r"|人民币|RMB|US|\s)+|(?:以上|以下|以内|之内|左右|上下|整|正|\s)+$"
)
Found = list[tuple[int, int, list[Decimal]]]
POWERS = {"万": 4, "亿": 8}


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without words of degree at its edges."""
    raw = text[start:end]
    cut = EDGE.match(raw)
    if cut and cut.end() < len(raw) and cut.start() == 0:
        start += cut.end()
    tail = re.search(r"(?:以上|以下|以内|之内|左右|上下|整|正|\s)+$", raw)
    return start, end - (len(tail.group()) if tail else 0)


def multiplied(value: str, unit: str) -> Decimal | None:
    if value in ("", "-"):
        return None
    power = 0
    for c in unit:
        if c not in POWERS or (c == "万" and unit == "万"):
            break
        power += POWERS[c]
    return Decimal(value) * 10**power


def gouji_tool(text: str) -> Found:
    found: Found = []
    for q in quantities(text):
        if q.kind == "quantity":
            ends = [multiplied(str(e), q.unit or "") for e in (q.low, q.high) if e is not None]
            found.append((q.start, q.end, [e for e in ends if e is not None]))
    return found


def number_of(value: object) -> Decimal | None:
    with contextlib.suppress(InvalidOperation, TypeError):
        return Decimal(str(value).replace("%", "").replace(",", ""))
    return None


def recognizers() -> Callable[[str], Found] | None:
    try:
        from recognizers_number import Culture, recognize_number, recognize_percentage
        from recognizers_number_with_unit import recognize_currency, recognize_dimension
    except ImportError:
        return None

    def run(text: str) -> Found:
        found: Found = []
        for recognise in (recognize_currency, recognize_dimension, recognize_percentage, recognize_number):
            for r in recognise(text, Culture.Chinese):
                value = number_of((r.resolution or {}).get("value"))
                if value is not None:
                    found.append((r.start, r.end + 1, [value]))
        return found

    return run


def jionlp() -> Callable[[str], Found] | None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp as j
    except ImportError:
        return None

    def run(text: str) -> Found:
        found: Found = []
        for m in j.ner.extract_money(text, with_parsing=True) or []:
            num = (m.get("detail") or {}).get("num")
            values = [number_of(v) for v in (num if isinstance(num, list) else [num])]
            found.append((*m["offset"], [v for v in values if v is not None]))
        return found

    return run


def cn2an_tool() -> Callable[[str], Found] | None:
    try:
        import cn2an
    except ImportError:
        return None
    run_of = re.compile(r"负?(?:百分之)?[零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟0-9.]+(?:分之[零一二两三四五六七八九十百千]+)?%?")

    def run(text: str) -> Found:
        found: Found = []
        for m in run_of.finditer(text):
            with contextlib.suppress(Exception):
                done = cn2an.transform(m.group()) if "分之" in m.group() else cn2an.cn2an(m.group(), "smart")
                value = number_of(done)
                if value is not None:
                    found.append((m.start(), m.end(), [value]))
        return found

    return run


def quantulum() -> Callable[[str], Found] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from quantulum3 import parser
            parser.parse("5 km")
    except Exception:
        return None

    def run(text: str) -> Found:
        found: Found = []
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for q in parser.parse(text):
                found.append((*q.span, [Decimal(str(q.value))]))
        return found

    return run


def expressions() -> list[tuple[str, str, int, int, str, str, str]]:
    rows = []
    for line in (HERE / "numbers.tsv").read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            kind, marked, *rest = line.split("|")
            low, high, unit = ([*rest, "", "", ""])[:3]
            start, end = marked.index("⟦"), marked.index("⟧") - 1
            rows.append((kind, marked.replace("⟦", "").replace("⟧", ""), start, end, low, high or low, unit))
    return rows


def compare(verbose: bool) -> None:
    tools: dict[str, Callable[[str], Found]] = {"gouji": gouji_tool}
    for name, make in (("recognizers", recognizers), ("jionlp", jionlp), ("cn2an", cn2an_tool), ("quantulum3", quantulum)):
        tool = make()
        if tool is None:
            print(f"{name}: not installed, left out")
        else:
            tools[name] = tool
    rows = expressions()
    score: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    unit_right = unit_all = 0
    for kind, text, start, end, low, high, unit in rows:
        want = trimmed(text, start, end)
        ends = {v for v in (multiplied(low, unit), multiplied(high, unit)) if v is not None}
        for name, tool in tools.items():
            found = tool(text)
            over = [f for f in found if f[0] < end and start < f[1]]
            cell = score[kind, name]
            cell[2] += 1
            if kind.endswith("!"):
                span = value = not over
            else:
                span = any(trimmed(text, f[0], f[1]) == want for f in over)
                got = {v for f in over for v in f[2]}
                value = any(set(f[2]) == ends for f in over) or (len(ends) == 2 and ends <= got)
            cell[0] += span
            cell[1] += value
            if name == "gouji":
                if not kind.endswith("!"):
                    unit_all += 1
                    ok = any(q.kind == "quantity" and (q.unit or "") == unit for q in quantities(text) if q.start < end and start < q.end)
                    unit_right += ok
                else:
                    ok = True
                if verbose and not (span and value and ok):
                    print(f"  {kind} {text} [{text[start:end]}] {low}..{high} {unit} → {[(q.raw, str(q.low), str(q.high), q.unit, q.kind) for q in quantities(text)]}")
    print(f"\n{len(rows)} expressions: exact span / exact value")
    print(f"{'kind':<13}{'n':>4}  " + "".join(f"{n:>17}" for n in tools))
    kinds = sorted({r[0] for r in rows}, key=lambda k: (k.endswith("!"), k))
    total: dict[str, list[int]] = {n: [0, 0, 0] for n in tools}
    for kind in kinds:
        line = f"{kind:<13}{score[kind, 'gouji'][2]:>4}  "
        for n in tools:
            s, v, k = score[kind, n]
            total[n] = [a + b for a, b in zip(total[n], (s, v, k), strict=True)]
            line += f"{s / k:>9.1%} {v / k:>6.1%} "
        print(line)
    print(f"{'all':<13}{len(rows):>4}  " + "".join(f"{s / k:>9.1%} {v / k:>6.1%} " for s, v, k in total.values()))
    print(f"units (gouji): {unit_right}/{unit_all} = {unit_right / unit_all:.1%}")


def prose(verbose: bool) -> None:
    """F1 of span and value on texts with labels: one line per number in order, ``raw|low|high|unit``."""
    for path in sorted((HERE / "prose").glob("*.txt")):
        text = path.read_text("utf8")
        want = set()
        at = 0
        for line in path.with_suffix(".labels").read_text("utf8").splitlines():
            if not line or line.startswith("#"):
                continue
            raw, low, high, unit = ([*line.split("|"), "", "", ""])[:4]
            start = text.find(raw, at)
            if start < 0:
                raise SystemExit(f"{path.name}: label {raw!r} not found after offset {at}")
            at = start + len(raw)
            want.add((*trimmed(text, start, at), low, high or low, unit))
        got = {
            (*trimmed(text, q.start, q.end), *(("-" if e is None else f"{e.normalize():f}") for e in (q.low, q.high)), q.unit or "")
            for q in quantities(text) if q.kind == "quantity"
        }
        want = {(a, b, *(e if e == "-" else f"{Decimal(e).normalize():f}" for e in (lo, hi)), u) for a, b, lo, hi, u in want}
        hit = len(want & got)
        f1 = 2 * hit / (len(want) + len(got))
        print(f"{path.stem}: {len(text)} characters, {len(want)} labelled, {len(got)} read, span+value+unit F1 {f1:.1%}")
        if verbose:
            for a, b, *rest in sorted(want - got):
                print("   missed", text[a:b], rest)
            for a, b, *rest in sorted(got - want):
                print("   extra ", text[a:b], rest)


def speed() -> None:
    text = "".join(p.read_text("utf8") for p in sorted((HERE / "prose").glob("*.txt")))
    quantities(text)
    for length in (10_000, 100_000, 1_000_000):
        sample = (text * (length // len(text) + 1))[:length]
        best = min(_timed(sample) for _ in range(3))
        print(f"{length:>9,} characters, {len(quantities(sample)):>6} numbers: {length / best / 1e6:.2f} million characters a second of processor time")


def _timed(text: str) -> float:
    begin = time.process_time()
    quantities(text)
    return time.process_time() - begin


def main() -> None:
    compare("-v" in sys.argv)
    prose("-v" in sys.argv)
    speed()
