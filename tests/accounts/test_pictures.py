import re
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from accounts import pictures


def upload(
    kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: Any
) -> BytesIO:
    file = BytesIO()
    Image.new(mode, size, options.pop("colour", "teal" if mode != "L" else 90)).save(file, kind, **options)
    file.seek(0)
    return file


def shrunk(file: BytesIO, box: tuple[int, int] = (100, 100), *, crop: bool = False) -> Image.Image:
    image = Image.open(pictures.shrink(file, box, crop=crop))
    assert image.format == "WEBP"
    return image


def refusal(file: BytesIO) -> str:
    with pytest.raises(ValidationError) as refused:
        pictures.shrink(file, (100, 100), crop=False)
    return refused.value.messages[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_fits_into_its_box_as_webp(kind: str) -> None:
    assert shrunk(upload(kind)).size == (100, 67)


@pytest.mark.parametrize(
    ("size", "box"), [((300, 200), (100, 100)), ((200, 900), (160, 90)), ((3000, 2000), (1600, 900))]
)
def test_a_cropped_picture_fills_its_box(size: tuple[int, int], box: tuple[int, int]) -> None:
    assert shrunk(upload("JPEG", size), box, crop=True).size == box


@pytest.mark.parametrize(("crop", "size"), [(False, (40, 20)), (True, (20, 20))])
def test_a_small_picture_is_not_blown_up(crop: bool, size: tuple[int, int]) -> None:
    assert shrunk(upload("PNG", (40, 20)), crop=crop).size == size


def test_a_picture_taken_sideways_is_turned_upright_and_loses_what_the_camera_knew() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn right
    exif[0x010F] = "The camera's maker"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    image = shrunk(upload("JPEG", (300, 200), exif=exif))
    assert image.size == (67, 100)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "xmp"} & image.info.keys()


def test_what_is_transparent_stays_so() -> None:
    image = shrunk(upload("PNG", mode="RGBA", colour=(0, 128, 128, 0)))
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "CMYK"), ("PNG", "L"), ("PNG", "P"), ("PNG", "I;16"), ("GIF", "P")]
)
def test_other_ways_to_store_colours_are_understood(kind: str, mode: str) -> None:
    colour = 0 if mode in {"P", "I;16"} else (90 if mode == "L" else (0, 90, 90, 0))
    assert shrunk(upload(kind, mode=mode, colour=colour)).mode in {"RGB", "RGBA"}


def test_the_name_of_a_picture_comes_from_its_contents() -> None:
    first, again, other = (
        pictures.shrink(upload("PNG", colour=colour), (50, 50), crop=True).name
        for colour in ("red", "red", "blue")
    )
    assert first == again != other
    assert re.fullmatch(r"[0-9a-f]{20}\.webp", first or "")


@pytest.mark.parametrize(
    "file",
    [
        BytesIO(b""),
        BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        BytesIO(b"GIF89a" + bytes(40)),
        BytesIO(upload("PNG").getvalue()[:60]),
        BytesIO(upload("JPEG", (900, 900)).getvalue()[:2000]),
        upload("BMP"),
        upload("TIFF"),
    ],
    ids=["empty", "svg", "claims to be a GIF", "half a PNG", "half a JPEG", "BMP", "TIFF"],
)
def test_what_is_no_picture_is_refused(file: BytesIO) -> None:
    assert refusal(file) == "This file cannot be read as a picture. Please use a JPEG, PNG, WebP or GIF file."


def test_a_file_that_is_too_large_is_refused() -> None:
    file = upload("PNG")
    file.seek(0, 2)
    file.write(bytes(pictures.MAX_BYTES))
    assert refusal(file) == "This picture is larger than 12 MB: please make it smaller."


@pytest.mark.parametrize("size", [(8000, 5001), (60000, 60000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    header = upload("PNG", (1, 1)).getvalue()
    bomb = bytearray(header)
    bomb[16:24] = size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big")
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert (
        refusal(BytesIO(bytes(bomb)))
        == "This picture has more than 40 million pixels: please make it smaller."
    )
