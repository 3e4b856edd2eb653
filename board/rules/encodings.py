"""How an answer is compressed: in which way the client takes it, and how hard it is worth trying."""

import gzip
from functools import lru_cache

import brotli

# In the order of preference; "" is the plain body, which every client takes.
ENCODINGS = ("br", "gzip", "")
# For what is kept and sent many times, and for what is made for one reader: how small against how fast.
_BROTLI = {True: 5, False: 0}
_GZIP = {True: 6, False: 1}


@lru_cache(maxsize=500)
def accepted(header: str) -> str:
    """The best encoding that an Accept-Encoding header allows; the plain one where it names none of ours."""
    refused, named = set[str](), set[str]()
    for part in header.lower().split(","):
        name, _semicolon, weight = (piece.strip() for piece in part.partition(";"))
        zero = weight.replace(" ", "").rstrip("0") in {"q=", "q=0."}
        (refused if zero else named).add(name)
    return next((name for name in ENCODINGS if name in named and name not in refused), "")


def encode(body: bytes, encoding: str, *, kept: bool) -> bytes:
    """The body compressed. The same bytes give the same result each time, so that an ETag may stand for them."""
    if encoding == "br":
        return brotli.compress(body, quality=_BROTLI[kept])
    if encoding == "gzip":
        return gzip.compress(body, _GZIP[kept], mtime=0)
    return body


def decode(body: bytes) -> bytes:
    """The body that was compressed as "br"."""
    return brotli.decompress(body)
