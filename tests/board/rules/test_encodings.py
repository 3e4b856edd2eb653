import gzip

import brotli
import pytest

from board.rules.encodings import accepted, decode, encode

HEADERS = [
    ("gzip, deflate, br, zstd", "br"),
    ("GZIP", "gzip"),
    ("gzip;q=1.0, br;q=0.1", "br"),
    ("br;q=0, gzip", "gzip"),
    ("br; q=0.000,gzip ;q=0.0", ""),
    ("deflate, zstd", ""),
    ("identity", ""),
    ("*", ""),
    ("", ""),
    ("brotli, x-gzip", ""),
    (",,;;q=,", ""),
]


@pytest.mark.parametrize(("header", "encoding"), HEADERS)
def test_the_best_that_the_client_takes(header: str, encoding: str) -> None:
    assert accepted(header) == encoding


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_encoded_reads_as_before_and_the_same_each_time(kept: bool) -> None:
    body = "同じ words again and again ".encode() * 100
    assert brotli.decompress(encode(body, "br", kept=kept)) == decode(encode(body, "br", kept=kept)) == body
    assert gzip.decompress(encode(body, "gzip", kept=kept)) == body
    assert encode(body, "", kept=kept) == body
    for encoding in ("br", "gzip"):
        assert encode(body, encoding, kept=kept) == encode(body, encoding, kept=kept)
        assert len(encode(body, encoding, kept=kept)) < len(body) / 10
