"""Streams written in letters."""

import base64
import random

import pytest

from gouji.extract.readers.pdf.ascii85 import decoded


@pytest.mark.parametrize("size", [*range(12), 1_000, 4_096])
def test_bytes_come_back_from_their_letters(size):
    content = random.Random(size).randbytes(size)
    letters = base64.a85encode(content, wrapcol=70)
    assert decoded(letters + b"~>\n") == content


def test_four_zero_bytes_are_one_letter():
    assert decoded(base64.a85encode(b"ab\0\0\0\0cdef\0\0\0\0")) == base64.a85decode(base64.a85encode(b"ab\0\0\0\0cdef\0\0\0\0"))


@pytest.mark.parametrize("letters", [b"87cUR\x80", b"uuuuu", b"87cU~R", b"v8cUR"])
def test_what_is_no_such_stream_is_refused(letters):
    with pytest.raises(ValueError):
        decoded(letters)
