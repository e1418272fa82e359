"""ZIP archives: plain files, exports of Outline and Notion, and hostile ones."""

import io
import stat
import zipfile
from collections.abc import Mapping

NUMBER = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
OTHER = "f9e8d7c6b5a493827160f5e4d3c2b1a0"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """Returns an archive of the given files."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def notion() -> bytes:
    """Returns an export of a Notion workspace: ids behind names, links URL-encoded."""
    return packed(
        {
            f"Kiln book {NUMBER}.md": (
                "# Kiln book\n\nCreated: October 5, 2023 10:32 AM\nTags: Clay, Fire\n\n"
                f"First [the glazes](Kiln%20book%20{NUMBER}/Glazes%20{OTHER}.md#blue), then\n"
                f"![the kiln](Kiln%20book%20{NUMBER}/kiln.png) and [others](https://kiln.example/).\n"
            ),
            f"Kiln book {NUMBER}/Glazes {OTHER}.md": (
                f"# Glazes\n\nBack to [the book](../Kiln%20book%20{NUMBER}.md).\n"
                f"All in [a table](Recipes%20{OTHER}.csv).\n"
            ),
            f"Kiln book {NUMBER}/kiln.png": PICTURE,
            f"Kiln book {NUMBER}/Recipes {OTHER}.csv": "Name,Oxide\nBlue,Cobalt\n",
        }
    )


def outline() -> bytes:
    """Returns an Outline export of two collections, with attachments beside the pages."""
    return packed(
        {
            "Studio/Opening hours.md": "# Opening hours\n\nSee [rules](./Rules.md).\n",
            "Studio/Rules.md": (
                "# Rules\n\n![sign](uploads/3f/sign.png)\n\n```\n[rules](./Rules.md)\n```\n"
            ),
            "Studio/uploads/3f/sign.png": PICTURE,
            "Sales/Prices.md": "# Prices\n\nAsk [the studio](../Studio/Opening%20hours.md).\n",
        }
    )


def hostile() -> dict[str, tuple[bytes, str]]:
    """Returns archives of one bad and one good file, each with words of the reason for refusal."""
    link = zipfile.ZipInfo("passwords.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    names = {
        "climbs": ("../../etc/cron.d/job", "within the folder"),
        "absolute": ("/etc/passwd", "within the folder"),
        "drive": ("C:/windows/win.ini", "within the folder"),
        "turned": ("fdp.\u202egpj", "another order"),
        "lines": ("a\r\nb.txt", "cannot be shown"),
        "backslash": ("..\\x.txt", "backslash"),
        "nested": ("more.zip", "archive in an archive"),
        "deep": ("/".join("d" * 30) + "/x.txt", "more than 20 folders"),
    }
    made = {what: (_with(zipfile.ZipInfo(name), b"x"), why) for what, (name, why) in names.items()}
    made["link"] = (_with(link, b"/etc/passwd"), "link or a device")
    made["bomb"] = (
        _with(zipfile.ZipInfo("zeros.txt"), bytes(3_000_000)),
        "far more than it should",
    )
    locked = bytearray(_with(zipfile.ZipInfo("locked.txt"), b"secret"))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(sign) + flags
        locked[at] |= 1
    made["locked"] = (bytes(locked), "password")
    return made


def _with(bad: zipfile.ZipInfo, data: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(bad, data, zipfile.ZIP_DEFLATED)
        archive.writestr("good.txt", "Kilns rest on Sunday.")
    return kept.getvalue()
