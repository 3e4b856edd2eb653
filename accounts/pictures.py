"""From a file that somebody uploads to a picture that can be served: small, upright, without what the camera knew."""

import hashlib
import struct
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
QUALITY = 82
SRGB = ImageCms.createProfile("sRGB")
# What Pillow raises on files that are broken or only claim to be pictures.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, Image.DecompressionBombError)


def shrink(file: IO[bytes], box: tuple[int, int], *, crop: bool) -> ContentFile:
    """The picture as WebP, within `box` (pixels), or filling it by being cropped; never larger than it was.

    Turned upright; no metadata; of a moving picture the first frame. Its name comes from its contents, so that the
    address of a picture never shows another one. ValidationError with a sentence for what is no picture or too large.
    """
    image = _open(file)
    try:
        image.draft("RGB", (2 * max(box), 2 * max(box)))
        image = _plain(ImageOps.exif_transpose(image))
        image = _cropped(image, box) if crop else _within(image, box)
    except BROKEN as error:
        raise _unreadable() from error
    content = BytesIO()
    image.save(content, "WEBP", quality=QUALITY, method=4)
    digest = hashlib.sha256(content.getvalue()).hexdigest()[:20]
    return ContentFile(content.getvalue(), name=f"{digest}.webp")


def drop(picture: FieldFile) -> None:
    """Deletes the file of a picture that is shown no more, as soon as the transaction that took it down is stored."""
    if picture:
        transaction.on_commit(partial(picture.storage.delete, str(picture.name)), robust=True)


def _open(file: IO[bytes]) -> Image.Image:
    """The picture with nothing but its header read, so that its size is known before any of it is unpacked."""
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        raise ValidationError(
            _("This picture is larger than %(most)d MB: please make it smaller.")
            % {"most": MAX_BYTES // 1024**2},
            code="picture_too_large",
        )
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise _unreadable() from error
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Only the pixels: red, green and blue as browsers take them, and how transparent they are where any is."""
    plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile := image.info.get("icc_profile"):
        # A profile for other colours (of a printer, say) or a broken one is worth less than none.
        with suppress(ImageCms.PyCMSError, OSError):
            ImageCms.profileToProfile(plain, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, inPlace=True)
    plain.info.clear()
    return plain


def _within(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    image.thumbnail(box, Image.Resampling.LANCZOS)
    return image


def _cropped(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    scale = min(1, image.width / box[0], image.height / box[1])
    size = max(1, round(box[0] * scale)), max(1, round(box[1] * scale))
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This file cannot be read as a picture. Please use a JPEG, PNG, WebP or GIF file."),
        code="picture_unreadable",
    )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has more than %(most)d million pixels: please make it smaller.")
        % {"most": MAX_PIXELS // 1_000_000},
        code="picture_too_large",
    )
