"""Renders thumbnails of pictures: upright, small, and without the camera's metadata."""

import contextlib
import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from sharewell.file_reader.limits import Limits, UnreadableFile

_FORMATS: Final = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}
_DAMAGED: Final = "This picture is damaged and cannot be shown."


def render_thumbnail(path: Path, kind: str, limits: Limits) -> bytes | None:
    """Returns the thumbnail; None for types that are not rendered.

    Raises UnreadableFile if the picture is damaged or too large.
    """
    if kind not in _FORMATS:
        return None
    # `limits.pixels` replaces the library's own limit, which only warns.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=[_FORMATS[kind]]) as image:
            width, height = image.size
            if width * height > limits.pixels:
                size = f"{width * height / 1_000_000:,.0f} megapixels"
                raise UnreadableFile(
                    f"This picture has {size}. It is stored, but too large to be shown."
                )
            image.draft("RGB", (limits.thumbnail * 2, limits.thumbnail * 2))
            return make_thumbnail(image, limits)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFile(_DAMAGED) from error


def make_thumbnail(image: Image.Image, limits: Limits) -> bytes:
    """Returns a WebP of at most `limits.thumbnail` pixels on its longer side, without metadata."""
    profile = image.info.get("icc_profile")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    small: Image.Image = image
    if image.mode not in {"RGB", "RGBA", "L"}:
        small = image.convert("RGBA" if has_alpha else "RGB")
    small.thumbnail((limits.thumbnail, limits.thumbnail))
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        if profile and small.mode == image.mode == "RGB":
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            small = ImageCms.profileToProfile(small, source, target) or small
    upright = _upright(small, image)
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    bare.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()


def _upright(small: Image.Image, image: Image.Image) -> Image.Image:
    """Returns the picture turned upright by its EXIF orientation; broken EXIF is ignored."""
    with contextlib.suppress(Exception):
        small.info["exif"] = image.info.get("exif", b"")
        return ImageOps.exif_transpose(small)
    return small
