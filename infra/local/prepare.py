"""Sets up what is missing, and only that: the environments, Node, the built app.

Runs on any Python from 3.11 on, with nothing but its standard library; everything else comes
after it. Each step notes what it was made of, so a second run is a few file reads.
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
NEWEST_NODE_WE_NEED = 20


def main() -> None:
    """Bring this checkout to where `python -m local` runs."""
    if "npm" in sys.argv:
        npm(*sys.argv[sys.argv.index("npm") + 1 :])
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything could check
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    once("the environment's installer", VENV / ".bootstrap", [PINS / "bootstrap.txt"], bootstrap)
    with ThreadPoolExecutor() as pool:
        # The app's build needs only Node, so it goes on beside the Python environments.
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
    """Run `make` unless `note` says that it ran for exactly these sources."""
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
    """Make .venv and put uv in it."""
    if not (VENV / "bin/python").exists():
        run([sys.executable, "-m", "venv", VENV])
    pip = [VENV / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", PINS / "bootstrap.txt"])


def environments() -> None:
    """Make the three environments: ours, the emulator's, and that of what reads the template."""
    environment("emulator", TOOLS / "emulator-venv")
    environment("tooling", TOOLS / "tooling-venv")
    environment("dev", VENV)


def environment(name: str, folder: Path) -> None:
    """Bring the environment in `folder` to the pins of that name."""
    pins = PINS / f"{name}.txt"
    once(f"Python packages ({name})", folder / ".pins", [pins], installer(folder, pins))


def installer(folder: Path, pins: Path) -> Callable[[], None]:
    """How to bring the environment in `folder` to `pins`."""

    def install() -> None:
        if not (folder / "bin/python").exists():
            run([sys.executable, "-m", "venv", "--without-pip", folder])
        pinned = ["install", "-q", "--require-hashes", "-r", pins]
        python = ["--python", folder / "bin/python"]
        uv = [VENV / "bin/uv", "pip", *pinned, *python]
        # uv takes seconds; pip is there for machines whose index only pip is configured for.
        if subprocess.run([str(word) for word in uv], cwd=ROOT, check=False).returncode:
            run([VENV / "bin/python", "-m", "pip", *python, *pinned])

    return install


def node() -> Path:
    """The folder with a fitting `node` and `npm`: the machine's own, or one from a wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if (
            said.stdout.startswith("v")
            and int(said.stdout[1:].split(".")[0]) >= NEWEST_NODE_WE_NEED
        ):
            return Path(found).parent
    environment("node", TOOLS / "node-venv")
    return TOOLS / "node-venv/bin"


def npm(*words: str) -> None:
    """Run npm in web/."""
    folder = node()
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    # A vendored npm of another version complains about nothing that matters here.
    quiet = {
        "NPM_CONFIG_FUND": "false",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_PROGRESS": "false",
    }
    run([folder / "npm", *words], cwd=WEB, env=os.environ | quiet | {"PATH": path})


def web() -> None:
    """Install the app's packages and build it."""
    if not (WEB / "package-lock.json").exists():
        return
    lock = [WEB / "package.json", WEB / "package-lock.json"]
    once("the app's packages", WEB / "node_modules/.pins", lock, lambda: npm("ci", "--silent"))
    once("the app", WEB / "dist/.built", app_sources(), build_app)


def build_app() -> None:
    """Build the app, telling of errors alone."""
    npm("run", "-s", "build", "--", "--logLevel", "error")


def app_sources() -> list[Path]:
    """What the built app is made of."""
    folders = [*(WEB / "src").rglob("*"), *(WEB / "public").rglob("*"), *WEB.glob("*")]
    return sorted(it for it in folders if it.is_file())


def run(command: list[object], cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run, and end here when it fails."""
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=cwd, env=env, check=False).returncode:
        raise SystemExit(f"This did not work: {' '.join(words)}")


if __name__ == "__main__":
    main()
