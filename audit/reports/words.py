"""The words of the text report in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "error": "错误", "warning": "警告", "info": "提示", "problem": "未读",
        "primary": "原文", "secondary": "对照", "computation": "算式", "more": "…另有{count}处",
        "correction": "应为{raw}，改1处可消{repairs}处矛盾", "correction_one": "似应为{raw}",
        "error_count": "{count}处错误", "warning_count": "{count}处警告", "info_count": "{count}处提示", "and": "，",
        "clean": "未发现矛盾", "nothing": "没有读到可核对的数，请看文件内容是否完整", "all_files": "{files}份文件，其中{bad}份有错误",
        "confirmed": "已核对", "within_rounding": "尾差内", "contradicted": "有矛盾", "unchecked": "未核对",
        "status": "状态", "number": "数", "indicator": "指标", "reason": "原因", "place": "位置",
    },
    "en": {
        "error": "error", "warning": "warning", "info": "info", "problem": "unread",
        "primary": "text", "secondary": "against", "computation": "sum", "more": "… and {count} more",
        "correction": "should read {raw}; this one change settles {repairs} contradictions",
        "correction_one": "probably {raw}",
        "error_count": "errors: {count}", "warning_count": "warnings: {count}", "info_count": "notes: {count}",
        "and": ", ", "clean": "no contradiction found",
        "nothing": "no number to check was read; see whether the file is complete", "all_files": "{files} files, {bad} with errors",
        "confirmed": "confirmed", "within_rounding": "rounded", "contradicted": "contradicted",
        "unchecked": "unchecked",
        "status": "status", "number": "number", "indicator": "indicator", "reason": "reason", "place": "place",
    },
}
