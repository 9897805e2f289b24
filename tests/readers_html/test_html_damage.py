"""Damage that parsers and browsers mend in silence is told; what sound pages have is not."""

from __future__ import annotations

import pytest

from gouji.extract.readers import read_bytes

ROWS = "<p>一季度检查商户120户，合格114户。</p>\n<p>二季度检查商户131户，合格125户。</p>"
PAGE = f"<html><head><title>自评</title></head><body>{ROWS}</body></html>"


def told(page: str) -> str:
    return "；".join(p.zh for p in read_bytes(page.encode(), "a.html").problems)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<p>一季度", "<p一季度"),
        ("</p>\n<p>二季度检查", "</p二季度检查"),
        ("</p>\n<p>二季度检查", "</\0\0二季度检查"),
        ("。</p></body></html>", "。</p"),
    ],
)
def test_text_taken_into_a_tag_and_wiped_bytes_are_told(was: str, now: str) -> None:
    assert "已损坏" in told(PAGE.replace(was, now, 1)) or "没有结尾" in told(PAGE.replace(was, now, 1))


TABLE = "<table><tr><td>指标<td>完成<tr><td>检查商户<td>120户</table>"


@pytest.mark.parametrize(
    "cut",
    [
        PAGE[: PAGE.index("合格125")],
        "<html><body><p>检查商户120户。<table><tr><td>指标<td>完成<tr><td>检查商户<td>12",
        "<table><tr><td>指标</td><td>完成</td></tr><tr><td>检查商户</td><td>120",
        "<html><body><p>检查商户120户。</p><p",
        "<html><body><p>检查商户120户。</p><!-- 以下",
        "<html><body><p>检查商户120户。</p><script>a = 1",
        "<html><body><div><p>检查商户120户。</p>",
    ],
)
def test_a_page_that_breaks_off_is_told(cut: str) -> None:
    assert "没有结尾" in told(cut)


@pytest.mark.parametrize(
    "whole",
    [
        "<p>" + ROWS,
        PAGE.removesuffix("</body></html>"),
        f"<!DOCTYPE html><html><body><p>检查商户120户。{TABLE}<ul><li>一<li>二</ul><p>以上。",
        f"<!DOCTYPE html><title>自评</title><p>检查商户120户。{TABLE}",
        f"<html><body><div><p>{TABLE}</body>",
        "<div><p>检查商户120户。</p>",
    ],
)
def test_end_tags_that_may_be_left_out_are_not_missed(whole: str) -> None:
    assert told(whole) == ""


@pytest.mark.parametrize(
    "sound",
    [
        "<a title='三公' href=x>见附件</a>",
        '<meta name="description" content="关于"三公"经费的说明">',
        '<a title="关于<b>三公</b>经费">见附件</a>',
        "<font face=宋体>共8户</font>",
        "<!-- 旧稿<p 一季度 -->",
        "<script>if(a<b)document.write('<td '+名称+'</td>')</script>",
        "<script>if(a<数量",
        "比率<5万元，A<B",
    ],
)
def test_what_sound_pages_have_is_no_damage(sound: str) -> None:
    assert told(PAGE.replace("</body>", f"{sound}</body>")) == ""
