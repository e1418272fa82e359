"""Pictures: turned upright, made small, and freed of what the camera noted about the place."""

import contextlib
import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from sharewell.reading.limits import Limits, Refused

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


def picture(path: Path, kind: str, limits: Limits) -> bytes | None:
    """The thumbnail; None for kinds that are not drawn here."""
    if kind not in _FORMATS:
        return None
    # Our own bound stands before the library's, which only warns.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=[_FORMATS[kind]]) as image:
            width, height = image.size
            if width * height > limits.pixels:
                size = f"{width * height / 1_000_000:,.0f} megapixels"
                raise Refused(f"This picture has {size}: it is kept but too large to be shown.")
            image.draft("RGB", (limits.thumbnail * 2, limits.thumbnail * 2))
            return small(image, limits)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise Refused(_DAMAGED) from wrong


def small(image: Image.Image, limits: Limits) -> bytes:
    """A WebP whose longer side has at most `limits.thumbnail` pixels, and nothing but pixels."""
    profile = image.info.get("icc_profile")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    turned: Image.Image = image
    if image.mode not in {"RGB", "RGBA", "L"}:
        turned = image.convert("RGBA" if has_alpha else "RGB")
    turned.thumbnail((limits.thumbnail, limits.thumbnail))
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        if profile and turned.mode == image.mode == "RGB":
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(turned, given, ours) or turned
    upright = _upright(turned, image)
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    bare.save(written, "WEBP", quality=80, method=4)
    return written.getvalue()


def _upright(turned: Image.Image, image: Image.Image) -> Image.Image:
    """The picture as the camera was held; a broken note about that is passed over."""
    with contextlib.suppress(Exception):
        turned.info["exif"] = image.info.get("exif", b"")
        return ImageOps.exif_transpose(turned)
    return turned
