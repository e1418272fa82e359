"""Builds the layers: libraries from their pins, and our own package, both byte-compiled.

A built layer lies in a folder named for what went into it, so nothing is built twice. Locally
a layer's zip only points at that folder: the emulator unpacks every layer for every process
that it starts, which takes seconds and a copy of botocore each time.

`python -m local.layers <name> <folder>` builds one for AWS (arm64, trimmed): `sam build` calls
it through the layers' Makefiles.
"""

import hashlib
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from local.place import LAYERS, ROOT

RUNTIME = "3.13"
SOURCE = ROOT / "layers"
# What botocore knows of services that we never call: 26 of its 46 MB.
SERVICES = {
    "cognito-idp", "dynamodb", "events", "lambda", "s3", "scheduler", "secretsmanager", "ses",
    "sesv2", "sqs", "ssm", "sts",
}  # fmt: skip
UNUSED = ("boto3/examples", "chalice/cli", "chalice/deploy", "chalice/package", "chalice/templates")


def built(name: str) -> Path:
    """The folder of the layer `name`, built for this machine if it is not there yet."""
    folder = LAYERS / f"{name}-{fingerprint(name)}"
    if not folder.is_dir():
        LAYERS.mkdir(parents=True, exist_ok=True)
        # Aside and whole: two stacks that start together both build it, and one is kept.
        with TemporaryDirectory(dir=LAYERS, prefix=f".{name}-") as aside:
            growing = Path(aside) / "layer"
            _fill(name, growing / "python", [])
            # Unchecked, as in AWS: what is in a built layer never changes.
            _compile(Path(sys.executable), growing)
            with suppress(OSError):
                growing.rename(folder)
        _forget(name, keep=folder)
    return folder


def pointer(name: str) -> dict[str, str]:
    """The files of a local layer: one line, run at start, that puts the built folder first."""
    line = f"import sys; sys.path.insert(0, {str(built(name) / 'python')!r})\n"
    return {f"python/lib/python3/site-packages/{name}.pth": line}


def fingerprint(name: str) -> str:
    """A short name of everything that goes into the layer `name`."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}{sys.platform}".encode())
    for path in _sources(name):
        digest.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def for_aws(name: str, folder: Path) -> None:
    """Build the layer `name` into `folder` as AWS runs it."""
    platform = ["--python-platform", "aarch64-manylinux_2_28", "--python-version", RUNTIME]
    _fill(name, folder / "python", [*platform, "--only-binary", ":all:"])
    _trim(folder / "python")
    if python := _interpreter():
        _compile(python, folder)
    else:
        print(f"No python{RUNTIME} here: {name} goes without bytecode, cold starts take longer.")


def _sources(name: str) -> list[Path]:
    pins = SOURCE / name / "requirements.txt"
    code = (SOURCE / name / "python").rglob("*")
    kept = [p for p in code if p.is_file() and "__pycache__" not in p.parts]
    return sorted(kept) + ([pins] if pins.exists() else [])


def _fill(name: str, folder: Path, options: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if (code := SOURCE / name / "python").is_dir():
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(code, folder, ignore=skipped, dirs_exist_ok=True)
    pins = SOURCE / name / "requirements.txt"
    if pins.exists():
        # The pins are whole; --no-deps keeps out what chalice's command line asks for.
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet"]
        python = [] if options else ["--python", sys.executable]
        target = ["--target", str(folder), "--no-deps", "--require-hashes", "-r", str(pins)]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", *target]
        if subprocess.run([*uv, *python, *options, *target], check=False).returncode:
            subprocess.run([*pip, *_for_pip(options)], check=True)


def _for_pip(options: list[str]) -> list[str]:
    words = {"--python-platform": "--platform", "aarch64-manylinux_2_28": "manylinux_2_28_aarch64"}
    return [words.get(option, option) for option in options]


def _trim(folder: Path) -> None:
    for path in (folder / "botocore/data").glob("*/"):
        if path.name not in SERVICES:
            shutil.rmtree(path)
    for unused in UNUSED:
        shutil.rmtree(folder / unused, ignore_errors=True)
    for path in [*folder.rglob("tests"), folder / "bin"]:
        shutil.rmtree(path, ignore_errors=True)


def _interpreter() -> Path | None:
    # Bytecode is for one minor version: Lambda's, which need not be the one that runs this.
    ways = [
        [f"python{RUNTIME}", "-c", "import sys; print(sys.executable)"],
        [str(Path(sys.executable).with_name("uv")), "python", "find", RUNTIME],
    ]
    for ask in ways:
        try:
            said = subprocess.run(ask, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            continue
        if said.returncode == 0:
            return Path(said.stdout.strip())
    return None


def _compile(python: Path, folder: Path) -> None:
    command = ["-m", "compileall", "-qq", "-j0", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([python, *command, folder], check=False)  # a library may ship broken examples


def _forget(name: str, keep: Path) -> None:
    for old in sorted(LAYERS.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime)[:-12]:
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    for_aws(sys.argv[1], Path(sys.argv[2]))
