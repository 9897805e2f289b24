"""OFD files: text at its place, ruled tables with their spans, templates, turned pages, and what is broken or hostile."""

from __future__ import annotations

import pytest
from ofd_files import NAMESPACE, SIZE, Page, body, ofd, packed, read, shape

from gouji.extract.errors import EncryptedFile, LimitExceeded, NoTextLayer, UnreadableFile
from gouji.extract.limits import Limits
from gouji.extract.readers.ofd import read_ofd
from gouji.extract.readers.ofd.geometry import distances, strokes

POINTS = 72 / 25.4
CELLS = [
    (0, 0, 2, 1, "项目"), (0, 1, 1, 2, "金额（万元）"), (1, 1, 1, 1, "预算数"), (1, 2, 1, 1, "执行数"),
    (2, 0, 1, 1, "培训"), (2, 1, 1, 1, "1,250.50"), (2, 2, 1, 1, "12.0"), (3, 0, 1, 1, "备注"), (3, 1, 1, 2, ""),
]  # fmt: skip


def table_page() -> Page:
    page = Page()
    page.text(60, 20, "河东县2023年度绩效自评表")
    page.grid(30, 40, [40, 50, 50], 8, CELLS)
    page.text(30, 90, "全年完成检查8次。")
    return page


def test_text_and_a_ruled_table_with_merged_cells() -> None:
    document = read(ofd(table_page()))
    assert (document.format, document.pages, document.problems) == ("ofd", 1, ())
    assert body(document) == ["河东县2023年度绩效自评表", "全年完成检查8次。"]
    assert [shape(t) for t in document.tables] == [CELLS]


def test_a_number_knows_its_page_and_box() -> None:
    document = read(ofd(Page([]), table_page()))
    cell = document.tables[0].rows[2][1]
    span = cell.text.locate(0, 8)
    assert (span.page, span.table, span.row, span.column) == (2, 0, 2, 1)
    assert span.bbox == pytest.approx((71 * POINTS, 57 * POINTS, (71 + 8 * SIZE / 2) * POINTS, (57 + SIZE) * POINTS), abs=0.02)


def test_rules_drawn_as_thin_filled_boxes_make_the_same_table() -> None:
    page = Page()
    for y in (40, 48, 56):
        page.bar(30, y - 0.1, 80, 0.2)
    for x in (30, 70, 110):
        page.bar(x - 0.1, 40, 0.2, 16)
    for row, column, string in ((0, 0, "甲"), (0, 1, "1.5"), (1, 0, "乙"), (1, 1, "2.5")):
        page.text(32 + 40 * column, 42 + 8 * row, string)
    assert shape(read(ofd(page)).tables[0]) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1.5"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2.5")]


def test_distances_are_unfolded_and_bounded() -> None:
    assert distances("g 3 4.2 2.1 G 2 1", 10) == [4.2, 4.2, 4.2, 2.1, 1, 1]
    assert distances("g 999999 1", 5) == [1] * 5
    assert distances("g", 5) == [] and distances("x g 2", 5) == [0.0, 0.0, 0.0]


def test_paths_give_their_straight_segments() -> None:
    assert strokes("M 0 0 L 10 0 L 10 5 C", 9) == [(0, 0, 10, 0), (10, 0, 10, 5), (10, 5, 0, 0)]
    assert strokes("S 1 1 Q 2 2 3 3 B 1 2 3 4 5 6 L 5 9 A 1 1 0 0 1 7 7 L 8 7", 9) == [(5, 6, 5, 9), (7, 7, 8, 7)]
    assert strokes("M 0,0 10 0 L10,5", 9) == [(0, 0, 10, 0), (10, 0, 10, 5)]
    assert len(strokes("M 0 0 " + "L 1 1 L 2 2 " * 100, 20)) == 20


def test_objects_under_a_matrix_stand_where_it_puts_them() -> None:
    page = Page()
    page.text(30, 20, "共8户", extra='CTM="2 0 0 2 5 0"')
    box = read(ofd(page)).paragraphs[0].text.locate(0, 3).bbox
    assert box == pytest.approx((35 * POINTS, 20 * POINTS, (35 + 2 * 2.5 * SIZE) * POINTS, (20 + 2 * SIZE) * POINTS), abs=0.02)


def test_several_codes_of_one_object_follow_one_another() -> None:
    page = Page()
    page.objects.append(
        '<ofd:TextObject Boundary="20 20 100 20" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4">支出</ofd:TextCode>'
        '<ofd:TextCode X="8" DeltaX="g 3 2">12.5</ofd:TextCode><ofd:TextCode X="0" Y="10">合计 3户</ofd:TextCode></ofd:TextObject>'
    )
    assert "".join(body(read(ofd(page)))).replace(" ", "") == "支出12.5合计3户"


def test_wide_set_digits_stay_one_number() -> None:
    page = Page()
    page.objects.append(
        '<ofd:TextObject Boundary="20 20 100 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 7 3.2">5,221.79</ofd:TextCode></ofd:TextObject>'
    )
    assert body(read(ofd(page))) == ["5,221.79"]


def test_characters_without_a_distance_do_not_pile_up() -> None:
    for delta in ("", 'DeltaX="2"', 'DeltaX="g 2 2"'):
        page = Page()
        page.objects.append(
            f'<ofd:TextObject Boundary="20 20 100 6" Font="1" Size="4"><ofd:TextCode X="0" Y="4" {delta}>111.11</ofd:TextCode></ofd:TextObject>'
        )
        assert body(read(ofd(page))) == ["111.11"]


def test_what_a_template_draws_belongs_to_the_page() -> None:
    template = Page()
    template.grid(30, 40, [40, 50], 8, [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "数量"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "")])
    page = Page(template=True)
    page.text(31, 49, "检查")
    page.text(71, 49, "8")
    document = read(ofd(page, Page(template=False, objects=list(page.objects)), template=template))
    assert [c.text.string for c in document.tables[0].cells] == ["项目", "数量", "检查", "8"]
    assert len(document.tables) == 1


def test_blocks_and_composite_graphics_are_opened_and_hidden_objects_are_not_shown() -> None:
    inner, page = Page(), Page()
    inner.text(0, 0, "复合9户")
    page.text(20, 20, "块内8户")
    page.objects = [f"<ofd:PageBlock>{page.objects[0]}</ofd:PageBlock>"]
    page.objects.append('<ofd:CompositeObject ResourceID="7" Boundary="20 40 50 10"/>')
    page.text(20, 60, "隐藏7户", extra='Visible="false"')
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inner.objects[0]}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    assert body(read(ofd(page, resources=unit))) == ["块内8户", "复合9户"]


def test_a_graphic_that_contains_itself_ends() -> None:
    page = Page()
    page.text(20, 20, "共8户。")
    page.objects.append('<ofd:CompositeObject ResourceID="7"/>')
    loop = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content><ofd:CompositeObject ResourceID="7"/></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    document = read(ofd(page, resources=loop))
    assert body(document) == ["共8户。"] and "内容过多" in document.problems[0].zh


@pytest.mark.parametrize(("ctm", "x", "y"), [("0 1 -1 0 0 0", 200, 20), ("0 -1 1 0 0 0", 10, 280), ("-1 0 0 -1 0 0", 200, 280)])
def test_a_page_written_sideways_is_read_as_turned(ctm: str, x: float, y: float) -> None:
    page = Page()
    _, _, c, d, _, _ = (float(v) for v in ctm.split())
    for i, line in enumerate(("甲项目支出12.5万元，", "乙项目支出13.5万元。")):
        page.text(x + c * 8 * i, y + d * 8 * i, line, extra=f'CTM="{ctm}"')
    document = read(ofd(page))
    assert "".join(body(document)) == "甲项目支出12.5万元，乙项目支出13.5万元。"
    box = document.paragraphs[0].text.locate(5, 9).bbox
    assert box is not None and 0 <= box[0] < box[2] <= 210 * POINTS and 0 <= box[1] < box[3] <= 297 * POINTS


def test_a_slanted_watermark_is_no_text() -> None:
    page = table_page()
    page.text(50, 60, "内部资料8", size=20, extra='CTM="0.7 0.7 -0.7 0.7 0 0"')
    document = read(ofd(page))
    assert [shape(t) for t in document.tables] == [CELLS] and len(body(document)) == 2


def test_the_page_may_begin_elsewhere_than_at_zero() -> None:
    page = Page(box="10 10 100 100")
    page.text(30, 20, "共8户")
    span = read(ofd(page)).paragraphs[0].text.locate(0, 3)
    assert span.bbox is not None and span.bbox[:2] == pytest.approx((20 * POINTS, 10 * POINTS), abs=0.02)


def test_a_table_over_two_pages_is_one() -> None:
    first, second = Page(), Page()
    head = [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "数量")]
    first.grid(30, 200, [40, 50], 8, head + [(r, c, 1, 1, f"{'名' if c == 0 else ''}{r}") for r in range(1, 10) for c in (0, 1)])
    second.grid(30, 20, [40, 50], 8, head + [(r, c, 1, 1, f"{'名' if c == 0 else ''}{r + 9}") for r in range(1, 4) for c in (0, 1)])
    tables = read(ofd(first, second)).tables
    assert len(tables) == 1 and tables[0].n_rows == 13


def test_paths_and_namespaces_as_careless_writers_have_them() -> None:
    data = packed(
        {
            "ofd.xml": '<OFD><DocBody><DocRoot>/doc_0/document.xml</DocRoot></DocBody></OFD>',
            "Doc_0\\Document.xml": '<x:Document xmlns:x="urn:other"><x:Pages><x:Page BaseLoc="Doc_0/P.xml"/></x:Pages></x:Document>',
            "Doc_0/P.xml": "<Page><Content><Layer><TextObject Boundary='20 20 50 5' Size='4'><TextCode X='0' Y='4'>共8户</TextCode>"
            "</TextObject></Layer></Content></Page>",
        }
    )
    assert body(read(data)) == ["共8户"]


def test_missing_pages_and_templates_are_said() -> None:
    page = table_page()
    page.template = True
    document = read(ofd(page, Page(), extra={"Doc_0/Pages/Page_1/Content.xml": "<broken"}))
    assert [p.span.page for p in document.problems] == [1, 2]
    assert "模板" in document.problems[0].zh and "第2页" in document.problems[1].zh
    assert len(document.tables) == 1


def test_of_a_damaged_page_is_read_what_is_left_and_the_loss_is_said() -> None:
    whole = table_page()
    cut = f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{''.join(whole.objects)}<ofd:TextObject Bound"
    document = read(ofd(Page(), extra={"Doc_0/Pages/Page_0/Content.xml": cut}))
    assert [shape(t) for t in document.tables] == [CELLS]
    assert "可能缺失" in document.problems[0].zh and document.problems[0].span.page == 1


def test_a_zip_entry_without_a_name_does_no_harm() -> None:
    data = ofd(table_page()).replace(b"OFD.xml", b"\0FD.xml")
    with pytest.raises(UnreadableFile):
        read_ofd(data, "a.ofd", "")


def test_broken_encrypted_and_scanned_files_are_refused_with_a_reason() -> None:
    with pytest.raises(UnreadableFile, match="入口文件损坏"):
        read(packed({"OFD.xml": "<ofd:OFD"}))
    with pytest.raises(UnreadableFile, match="没有可读的页"):
        read(packed({"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"}))
    with pytest.raises(EncryptedFile, match="加密"):
        read(
            packed(
                {
                    "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
                    "Encryptions.xml": "<x/>", "D.xml": "\x01\x02",
                }
            )
        )  # fmt: skip
    scan = Page(['<ofd:ImageObject ResourceID="5" Boundary="0 0 210 297"/>'])
    with pytest.raises(NoTextLayer):
        read(ofd(scan))
    mixed = read(ofd(scan, table_page()))
    assert "第1页是图片" in mixed.problems[0].zh
    with pytest.raises(UnreadableFile):
        read(ofd(table_page())[:80])


def test_limits_are_kept_and_entities_not_expanded() -> None:
    data = ofd(table_page(), table_page())
    for limits in (Limits(pages=1), Limits(members=2), Limits(part_bytes=600), Limits(cells=5)):
        with pytest.raises(LimitExceeded):
            read_ofd(data, "a.ofd", "", limits=limits)
    with pytest.raises(LimitExceeded):
        read_ofd(ofd(Page([" " * 300_000])), "a.ofd", "", limits=Limits(ratio_floor=1000))
    evil = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Page><Content>&e;</Content></Page>'
    document = read(ofd(table_page(), Page(), extra={"Doc_0/Pages/Page_1/Content.xml": evil}))
    assert "第2页" in document.problems[0].zh


def test_senseless_numbers_do_no_harm() -> None:
    page = table_page()
    page.objects.append('<ofd:TextObject Boundary="1e999 nan 3" CTM="1 x" Size="-1e400"><ofd:TextCode X="inf" DeltaX="g -5 1 nan">8</ofd:TextCode></ofd:TextObject>')
    page.objects.append("<ofd:PathObject><ofd:AbbreviatedData>L L M 1e309 C Z 4 4</ofd:AbbreviatedData></ofd:PathObject><ofd:PathObject/>")
    assert [shape(t) for t in read(ofd(page)).tables] == [CELLS]


def test_text_that_runs_off_the_page_is_said() -> None:
    page = table_page()
    page.text(60, 21, "（" * 60)
    (problem,) = read(ofd(page)).problems
    assert "伸出页面" in problem.zh and problem.span.page == 1


def test_text_wholly_off_the_page_and_a_tight_line_are_no_damage() -> None:
    page = table_page()
    page.text(300, 20, "裁切线以外的说明文字")
    page.text(210 - 2 * SIZE, 100, "共8户")
    assert read(ofd(page)).problems == ()


def test_a_line_printed_twice_is_one_in_bold() -> None:
    page = table_page()
    page.text(30, 100, "资金6,850万元，其中11户")
    page.text(30.1, 100, "资金6,850万元，其中11户")
    document = read(ofd(page))
    assert "资金6,850万元，其中11户" in body(document)
    assert document.problems == ()


def test_text_printed_over_other_text_is_said() -> None:
    page = table_page()
    page.text(30, 100, "资金6,850万元")
    page.text(30, 100, "支出7,124万元")
    (problem,) = read(ofd(page)).problems
    assert "印在其他文字上面" in problem.zh and problem.span.page == 1


def test_a_mark_made_of_two_characters_is_no_damage() -> None:
    page = table_page()
    page.text(30, 100, "口是　口否")
    page.text(30, 100, "√")
    assert read(ofd(page)).problems == ()
