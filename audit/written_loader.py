"""The ``rules`` of a pack file, read and checked: code, relation, selectors, messages, examples."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any, get_args

from gouji.audit.expression import Expression, ExpressionError, constant, parse
from gouji.audit.marked import Marked, wrong
from gouji.audit.written import Example, WrittenRule
from gouji.extract.facts.model import Role
from gouji.extract.facts.statements import name_of
from gouji.extract.rational import Fraction

_CODE = re.compile(r"GJ8\d\d")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_KEYS = (
    "code", "name", "relation", "severity", "role", "period", "exact", "tolerance", "message", "pass", "fail", "near_miss",
)
_SEVERITIES = ("error", "warning", "info")
PLACEHOLDERS = ("label", "stated", "computed", "difference", "sum", "cue")
_MOST = 200
# Roles as a bureau would write them beside their names in the program.
ROLES: dict[str, str] = {
    **{r: r for r in get_args(Role)},
    "目标": "target", "目标值": "target", "完成": "actual", "完成值": "actual", "年初预算": "budget_initial",
    "预算": "budget", "调整预算": "budget", "执行": "executed", "决算": "executed", "执行率": "rate", "分值": "weight",
    "得分": "score", "计划": "plan", "上年": "prior",
}


def written_rules(node: Marked, path: str) -> tuple[WrittenRule, ...]:
    """The rules of a pack.

    Raises:
        BadConfiguration: one is wrong; the message names the file and the line.
    """
    if not isinstance(node.value, list) or len(node.value) > _MOST:
        raise wrong(path, node.line, f"rules应是规则的列表（至多{_MOST}条）", f"rules must be a list of at most {_MOST} rules")
    found = tuple(_Rule(entry, path).read() for entry in node.value)
    seen: set[str] = set()
    for rule in found:
        if rule.code in seen:
            raise wrong(path, rule.line, f"规则代码{rule.code}用了两次", f"rule code {rule.code} is used twice")
        seen.add(rule.code)
    return found


def selected(selector: str) -> tuple[str | None, str | None]:
    """Role and year of ``[预算, 2023]``.

    Raises:
        ValueError: a part is neither.
    """
    role: str | None = None
    period: str | None = None
    for part in re.split(r"[,，、\s]+", selector.strip()):
        if _YEAR.fullmatch(part.removesuffix("年")):
            period = part.removesuffix("年")
        elif part in ROLES:
            role = ROLES[part]
        elif part:
            raise ValueError(part)
    return role, period


class _Rule:
    """One entry under ``rules``."""

    def __init__(self, node: Marked, path: str) -> None:
        self.path, self.node = path, node
        if not isinstance(node.value, dict):
            self.stop(node.line, "一条规则应是“名称: 值”的清单", "a rule must be a mapping")
        for key, value in node.value.items():
            if key not in _KEYS:
                self.stop(value.line, f"规则里没有“{key}”；可用的有{'、'.join(_KEYS)}", f"no “{key}” in a rule; known are {', '.join(_KEYS)}")

    def stop(self, line: int, zh: str, en: str) -> None:
        raise wrong(self.path, line, zh, en)

    def read(self) -> WrittenRule:
        code = self.text("code", _CODE, "GJ801")
        role, period = self.choice("role", tuple(ROLES)), self.text("period", _YEAR, "2023", wanted=False)
        return WrittenRule(
            code or "", self.text("name", _NAME, "parts-miss-total") or "", self.relation(),
            self.choice("severity", _SEVERITIES) or "warning",  # type: ignore[arg-type]
            None if role is None else ROLES[role], period, self.exact(), self.tolerance(), self.message(), self.examples(),
            self.node.line,
        )

    def get(self, key: str, *, wanted: bool) -> Marked | None:
        found: Marked | None = self.node.value.get(key)
        if found is None and wanted:
            self.stop(self.node.line, f"规则缺少“{key}”", f"the rule has no “{key}”")
        return found

    def text(self, key: str, shape: re.Pattern[str], like: str, *, wanted: bool = True) -> str | None:
        found = self.get(key, wanted=wanted)
        if found is None:
            return None
        value = str(found.value)
        if not shape.fullmatch(value):
            self.stop(found.line, f"{key}的值“{value}”不对，应如：{like}", f"{key} is “{value}”, wanted: {like}")
        return value

    def choice(self, key: str, known: tuple[str, ...]) -> str | None:
        found = self.get(key, wanted=False)
        if found is not None and found.value not in known:
            self.stop(
                found.line, f"{key}的值“{found.value}”不对，可用的有{'、'.join(known)}",
                f"{key} is “{found.value}”, known are {', '.join(known)}",
            )
        return None if found is None else str(found.value)

    def relation(self) -> Expression:
        found = self.get("relation", wanted=True)
        assert found is not None
        try:
            expression = parse(str(found.value))
        except ExpressionError as error:
            raise wrong(
                self.path, found.line, f"关系式“{found.value}”：{error.zh}", f"relation “{found.value}”: {error.en}"
            ) from error
        for name in expression.names:
            if not name_of(name.text):
                self.stop(found.line, f"“{name.text}”太笼统，认不出指标", f"“{name.text}” is too general to name an indicator")
            try:
                selected(name.selector)
            except ValueError as error:
                self.stop(
                    found.line, f"“[{name.selector}]”里的“{error}”不是年份，也不是{'、'.join(ROLES)}",
                    f"“{error}” in “[{name.selector}]” is no year and none of {', '.join(ROLES)}",
                )
        return expression

    def exact(self) -> bool:
        found = self.get("exact", wanted=False)
        if found is not None and not isinstance(found.value, bool):
            self.stop(found.line, "exact应为true或false", "exact must be true or false")
        return found is not None and bool(found.value)

    def tolerance(self) -> Fraction:
        found = self.get("tolerance", wanted=False)
        if found is None:
            return Fraction(0)
        try:
            return constant(str(found.value).strip())[0]
        except ExpressionError as error:
            raise wrong(self.path, found.line, f"tolerance：{error.zh}，应如：0.05万元", f"tolerance: {error.en}, wanted: 0.05万元") from error

    def message(self) -> dict[str, str]:
        found = self.get("message", wanted=False)
        if found is None:
            return {}
        value = found.plain()
        value = {"zh": value, "en": value} if isinstance(value, str) else value
        if not isinstance(value, dict) or set(value) - {"zh", "en"} or not all(isinstance(v, str) for v in value.values()):
            self.stop(found.line, "message应为一句话，或zh、en各一句", "message must be a text, or one for zh and en each")
        for text in value.values():
            self._placeholders(text, found.line)
        only = next(iter(value.values()), "")
        return {lang: value.get(lang, only) for lang in ("zh", "en")} if only else {}

    def _placeholders(self, text: str, line: int) -> None:
        try:
            used = [(n, s, c) for _, n, s, c in Formatter().parse(text) if n is not None]
        except ValueError:
            used = [("{", "", None)]
        for name, spec, conversion in used:
            if name not in PLACEHOLDERS or spec or conversion:
                self.stop(
                    line, f"message里的“{{{name}}}”不能用，可用的有{'、'.join(PLACEHOLDERS)}",
                    f"“{{{name}}}” cannot stand in message; known are {', '.join(PLACEHOLDERS)}",
                )

    def examples(self) -> tuple[Example, ...]:
        out: list[Example] = []
        for kind in ("fail", "pass", "near_miss"):
            found = self.get(kind, wanted=False)
            if found is None:
                continue
            if not isinstance(found.value, list):
                self.stop(found.line, f"{kind}应是例文的列表", f"{kind} must be a list of texts")
            out.extend(self._example(kind, e) for e in found.value)
        return tuple(out)

    def _example(self, kind: Any, node: Marked) -> Example:
        if isinstance(node.value, dict):
            content = node.plain()
            if set(content) <= {"text", "at"} and isinstance(content.get("text"), str):
                return Example(kind, content["text"], node.line, str(content.get("at", "")))
        elif isinstance(node.value, str):
            return Example(kind, node.value, node.line)
        raise wrong(self.path, node.line, "例文应是文字，或text与at", "an example is a text, or text and at")
