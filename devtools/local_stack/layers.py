"""Builds the layers: libraries from their pins, and our own package, both byte-compiled.

The folder of a built layer is named by a hash of its sources, so nothing is built twice. Locally, a
layer's ZIP file only points to that folder: the emulator unpacks every layer for every process that
it starts, which takes seconds and a copy of botocore each time.

`python -m local_stack.layers <name> <folder>` builds one for AWS (arm64, trimmed): `sam build` runs
it through the layers' Makefiles.
"""

import hashlib
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from local_stack.workspace import LAYERS, ROOT

RUNTIME = "3.13"
SOURCE = ROOT / "layers"
# The services that we call; botocore's data of all others is 26 of its 46 MB.
SERVICES = {
    "cognito-idp", "dynamodb", "events", "lambda", "s3", "scheduler", "secretsmanager", "ses",
    "sesv2", "sqs", "ssm", "sts",
}  # fmt: skip
UNUSED = ("boto3/examples", "chalice/cli", "chalice/deploy", "chalice/package", "chalice/templates")


def built(name: str) -> Path:
    """Returns the folder of a layer for this machine; builds it if necessary."""
    folder = LAYERS / f"{name}-{fingerprint(name)}"
    if not folder.is_dir():
        LAYERS.mkdir(parents=True, exist_ok=True)
        # In a temporary folder: two stacks may build it at once; the first rename wins.
        with TemporaryDirectory(dir=LAYERS, prefix=f".{name}-") as aside:
            building = Path(aside) / "layer"
            _fill(name, building / "python", [])
            # Unchecked, as in AWS: the content of a built layer never changes.
            _compile(Path(sys.executable), building)
            with suppress(OSError):
                building.rename(folder)
        _delete_old(name, keep=folder)
    return folder


def pointer(name: str) -> dict[str, str]:
    """Returns the files of a local layer: a .pth file that puts the built folder on sys.path."""
    line = f"import sys; sys.path.insert(0, {str(built(name) / 'python')!r})\n"
    return {f"python/lib/python3/site-packages/{name}.pth": line}


def fingerprint(name: str) -> str:
    """Returns a short hash of the sources of a layer."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}{sys.platform}".encode())
    for path in _sources(name):
        digest.update(f"{path.relative_to(SOURCE)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def for_aws(name: str, folder: Path) -> None:
    """Builds a layer for AWS into `folder`."""
    platform = ["--python-platform", "aarch64-manylinux_2_28", "--python-version", RUNTIME]
    _fill(name, folder / "python", [*platform, "--only-binary", ":all:"])
    _trim(folder / "python")
    if python := _interpreter():
        _compile(python, folder)
    else:
        print(f"python{RUNTIME} not found: {name} has no bytecode, so cold starts take longer.")


def _sources(name: str) -> list[Path]:
    pins = SOURCE / name / "requirements.txt"
    code = (SOURCE / name / "python").rglob("*")
    files = [p for p in code if p.is_file() and "__pycache__" not in p.parts]
    return sorted(files) + ([pins] if pins.exists() else [])


def _fill(name: str, folder: Path, options: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if (code := SOURCE / name / "python").is_dir():
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(code, folder, ignore=skipped, dirs_exist_ok=True)
    pins = SOURCE / name / "requirements.txt"
    if pins.exists():
        # The pins are complete; --no-deps leaves out what chalice's command line requires.
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet"]
        python = [] if options else ["--python", sys.executable]
        target = ["--target", str(folder), "--no-deps", "--require-hashes", "-r", str(pins)]
        pip = [sys.executable, "-m", "pip", "install", "--quiet", *target]
        if subprocess.run([*uv, *python, *options, *target], check=False).returncode:
            subprocess.run([*pip, *_for_pip(options)], check=True)


def _for_pip(options: list[str]) -> list[str]:
    names = {"--python-platform": "--platform", "aarch64-manylinux_2_28": "manylinux_2_28_aarch64"}
    return [names.get(option, option) for option in options]


def _trim(folder: Path) -> None:
    for path in (folder / "botocore/data").glob("*/"):
        if path.name not in SERVICES:
            shutil.rmtree(path)
    for unused in UNUSED:
        shutil.rmtree(folder / unused, ignore_errors=True)
    for path in [*folder.rglob("tests"), folder / "bin"]:
        shutil.rmtree(path, ignore_errors=True)


def _interpreter() -> Path | None:
    # Bytecode is for one minor version: Lambda's, perhaps not that of this interpreter.
    commands = [
        [f"python{RUNTIME}", "-c", "import sys; print(sys.executable)"],
        [str(Path(sys.executable).with_name("uv")), "python", "find", RUNTIME],
    ]
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            continue
        if done.returncode == 0:
            return Path(done.stdout.strip())
    return None


def _compile(python: Path, folder: Path) -> None:
    command = ["-m", "compileall", "-qq", "-j0", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([python, *command, folder], check=False)  # a library may ship broken examples


def _delete_old(name: str, keep: Path) -> None:
    for old in sorted(LAYERS.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime)[:-12]:
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    for_aws(sys.argv[1], Path(sys.argv[2]))
