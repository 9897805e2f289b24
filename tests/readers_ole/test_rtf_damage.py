"""RTF that word processors read in part without a word."""

from __future__ import annotations

import pytest

from gouji.extract.readers.rtf_damage import has_no_end, is_damaged

SOUND = b"{\\rtf1\\ansi{\\fonttbl{\\f0 SimSun;}}\\pard \\u26816?120\\'a1\\{\\} {\\pict\\bin4 \x00}{\x01}\\par}"


@pytest.mark.parametrize(
    "sound",
    [SOUND, SOUND + b"\r\n\0\0", SOUND + b"}", SOUND.replace(b"120", b"120\\par\r\n\t"), SOUND.replace(b"120", b"\xb0}\xb2{")],
    ids=["as it is", "blanks behind it", "a brace behind it", "line ends", "raw Chinese bytes with braces in them"],
)
def test_sound_rtf_is_whole(sound: bytes) -> None:
    assert not has_no_end(sound)
    assert not is_damaged(sound)


@pytest.mark.parametrize("cut", [SOUND[:-1], SOUND.replace(b"120", b"{120")])
def test_an_outermost_group_that_is_not_closed_is_no_end(cut: bytes) -> None:
    assert has_no_end(cut)


@pytest.mark.parametrize(
    "damaged", [SOUND.replace(b"120", b"1\x012"), SOUND.replace(b"120", b"\0\0\0"), SOUND.replace(b"120", b"}120{")]
)
def test_bytes_that_no_rtf_has_and_an_end_in_its_midst_are_damage(damaged: bytes) -> None:
    assert is_damaged(damaged)


ROW = b"\\trowd\\cellx3000\\cellx6000\\cellx9000\\pard\\intbl 12\\cell\\pard\\intbl 34\\cell\\pard\\intbl 56\\cell\\row\n"


@pytest.mark.parametrize(
    ("rows", "damaged"),
    [
        (ROW * 2, False), (ROW + ROW.replace(b"\\trowd\\cellx3000\\cellx6000\\cellx9000", b""), False),
        (ROW + ROW.replace(b"\\trowd\\cellx30", b""), True), (ROW + ROW.replace(b"\\cellx9000", b""), True),
    ],
    ids=["two rows", "the second as the first", "edges that run back", "more cells than the row has"],
)
def test_rows_unlike_their_definition_are_damage(rows: bytes, damaged: bool) -> None:
    assert is_damaged(SOUND.replace(b"120", rows)) == damaged
