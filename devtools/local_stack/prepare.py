"""Sets up what is missing: the Python environments, Node and the built app.

Runs on any Python from 3.11 on with its standard library only. Each step stores a hash of its
sources, so a second run is a few file reads.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".local"
PINS = ROOT / "infra/requirements"
VENV = ROOT / ".venv"
WEB = ROOT / "web"
MIN_NODE_VERSION = 20


def main() -> None:
    """Prepares this checkout for `python -m local_stack`."""
    if "npm" in sys.argv:
        npm(*sys.argv[sys.argv.index("npm") + 1 :])
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything could check
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    once("the environment's installer", VENV / ".bootstrap", [PINS / "bootstrap.txt"], bootstrap)
    with ThreadPoolExecutor() as pool:
        # The app's build needs only Node, so it runs beside the Python environments.
        steps = [pool.submit(environments)]
        if "--no-web" not in sys.argv:
            steps.append(pool.submit(web))
        if "--aws" in sys.argv:
            steps.append(pool.submit(environment, "aws", TOOLS / "aws-venv"))
            steps.append(pool.submit(environment, "scanning", TOOLS / "scanning-venv"))
            steps.append(pool.submit(environment, "fuzzing", TOOLS / "fuzzing-venv"))
        for step in steps:
            step.result()


def once(what: str, note: Path, sources: Iterable[Path], make: Callable[[], None]) -> None:
    """Runs `make`, unless `note` has the hash of exactly these sources."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}{sys.platform}".encode())
    for path in sources:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    wanted = digest.hexdigest()
    if note.exists() and note.read_text() == wanted:
        return
    print(f"setting up {what} …", flush=True)
    began = time.monotonic()
    make()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(wanted)
    print(f"  {what}: {time.monotonic() - began:.0f} s", flush=True)


def bootstrap() -> None:
    """Creates .venv and installs uv in it."""
    if not (VENV / "bin/python").exists():
        run([sys.executable, "-m", "venv", VENV])
    pip = [VENV / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", PINS / "bootstrap.txt"])


def environments() -> None:
    """Creates the environments of the emulator, of the template's tools, and .venv."""
    environment("emulator", TOOLS / "emulator-venv")
    environment("tooling", TOOLS / "tooling-venv")
    environment("dev", VENV)


def environment(name: str, folder: Path) -> None:
    """Installs the pins of that name in the environment in `folder`."""
    pins = PINS / f"{name}.txt"
    once(f"Python packages ({name})", folder / ".pins", [pins], installer(folder, pins))


def installer(folder: Path, pins: Path) -> Callable[[], None]:
    """Returns a function that installs `pins` in the environment in `folder`."""

    def install() -> None:
        if not (folder / "bin/python").exists():
            run([sys.executable, "-m", "venv", "--without-pip", folder])
        pinned = ["install", "-q", "--require-hashes", "-r", pins]
        python = ["--python", folder / "bin/python"]
        uv = [VENV / "bin/uv", "pip", *pinned, *python]
        # uv takes seconds; pip is for machines whose package index only pip is configured for.
        if subprocess.run([str(word) for word in uv], cwd=ROOT, check=False).returncode:
            run([VENV / "bin/python", "-m", "pip", *python, *pinned])

    return install


def node() -> Path:
    """Returns the folder of a suitable `node` and `npm`: the machine's own, or from a wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        version = done.stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= MIN_NODE_VERSION:
            return Path(found).parent
    environment("node", TOOLS / "node-venv")
    return TOOLS / "node-venv/bin"


def npm(*words: str) -> None:
    """Runs npm in web/."""
    folder = node()
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    # Other npm versions print warnings that are irrelevant here.
    quiet = {
        "NPM_CONFIG_FUND": "false",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_PROGRESS": "false",
    }
    run([folder / "npm", *words], cwd=WEB, env=os.environ | quiet | {"PATH": path})


def web() -> None:
    """Installs the app's packages and builds it."""
    if not (WEB / "package-lock.json").exists():
        return
    lock = [WEB / "package.json", WEB / "package-lock.json"]
    once("the app's packages", WEB / "node_modules/.pins", lock, lambda: npm("ci", "--silent"))
    once("the app", WEB / "dist/.built", app_sources(), build_app)


def build_app() -> None:
    """Builds the app and prints errors only."""
    npm("run", "-s", "build", "--", "--logLevel", "error")


def app_sources() -> list[Path]:
    """Returns the source files of the app."""
    folders = [*(WEB / "src").rglob("*"), *(WEB / "public").rglob("*"), *WEB.glob("*")]
    return sorted(it for it in folders if it.is_file())


def run(command: list[object], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Runs a command. Raises SystemExit if it fails."""
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=cwd, env=env, check=False).returncode:
        raise SystemExit(f"Failed: {' '.join(words)}")


if __name__ == "__main__":
    main()
