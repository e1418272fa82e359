"""Runs a stack in the foreground: emulator, deployment, server and log."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from local_stack import demo_accounts, prepare
from local_stack.deploy import Deployment
from local_stack.emulator import Emulator
from local_stack.log import Log
from local_stack.server import Server
from local_stack.workspace import ROOT, Workspace, templates

WATCHED = ("functions", "layers")
WATCH_INTERVAL = 0.4


class Running:
    """A stack of `make run` or, with `develop`, of `make dev`."""

    def __init__(
        self, place: Workspace, emulator: Emulator, log: Log, *, develop: bool = False
    ) -> None:
        self._place, self._emulator, self._log, self._develop = place, emulator, log, develop
        self._deployment = Deployment(place, say=lambda text: self._log.say(f"  {text}", "grey"))
        self._stop = asyncio.Event()

    async def stay(self) -> int:
        """Runs until interrupted and returns the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        async with AsyncExitStack() as started:
            started.callback(self._emulator.stop)
            await asyncio.to_thread(self._emulator.wait)
            await asyncio.to_thread(self._deployment.deploy)
            vite = await self._vite(started) if self._develop else None
            server = Server(self._place, self._deployment.outputs, self._log.request, vite)
            await server.start()
            started.push_async_callback(server.stop)
            tasks = [asyncio.create_task(self._watch_emulator())]
            if self._develop:
                tasks.append(asyncio.create_task(self._redeploy(server)))
            if await self._seed():
                self._print_accounts()
            await self._stop.wait()
            self._log.say("stopping …", "grey")
            for task in tasks:
                task.cancel()
        return 0 if self._emulator.left_well else 1

    async def _seed(self) -> bool:
        """Creates the demo organisation in a new stack; returns False if stopped meanwhile."""
        note = self._place.state / "seeded"
        if note.exists() or not (ROOT / "devtools/demo/seed.py").exists():
            return True
        self._log.say("creating the demo organisation …", "grey")
        seeding = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "demo.seed",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        stopped = asyncio.create_task(self._stop.wait())
        assert seeding.stdout
        while line := await seeding.stdout.readline():
            self._log.say(f"  {line.decode(errors='replace').rstrip()}", "grey")
            if stopped.done():
                seeding.terminate()
        stopped.cancel()
        if await seeding.wait() == 0:
            note.touch()
            return True
        if not self._stop.is_set():
            self._log.say("The demo organisation is incomplete; make reset starts over.", "red")
        return not self._stop.is_set()

    def _print_accounts(self) -> None:
        self._log.say("")
        self._log.say(f"Sharewell is ready at {self._place.app}", "bold")
        self._log.say(f"Sign in with the password {demo_accounts.PASSWORD} as")
        for account in demo_accounts.shown():
            self._log.say(f"  {account.address:<34} {account.name}, {account.about}")
        self._log.say("Ctrl-C stops it; your data is kept.\n", "grey")

    async def _watch_emulator(self) -> None:
        while self._emulator.alive:
            await asyncio.sleep(0.5)
        self._log.say("The emulator stopped unexpectedly.", "red")
        self._stop.set()

    async def _redeploy(self, server: Server) -> None:
        seen = dict(_modified())
        while True:
            await asyncio.sleep(WATCH_INTERVAL)
            if (now := dict(_modified())) == seen:
                continue
            seen = now
            try:
                if await asyncio.to_thread(self._deployment.deploy):
                    server.set_outputs(self._deployment.outputs)
            except Exception as error:  # a half-written file must not end the session
                self._log.say(f"deployment failed: {error}", "red")

    async def _vite(self, started: AsyncExitStack) -> str:
        port = str(self._place.port + 3)
        path = f"{prepare.node()}{os.pathsep}{os.environ['PATH']}"
        vite = await asyncio.create_subprocess_exec(
            "npm", "run", "-s", "dev", "--",
            "--host", "127.0.0.1", "--port", port, "--strictPort", "--clearScreen", "false",
            cwd=ROOT / "web", env=os.environ | {"PATH": path, "STACK": self._place.app},
            start_new_session=True,
        )  # fmt: skip

        def stop() -> None:
            with suppress(ProcessLookupError):
                os.killpg(vite.pid, signal.SIGTERM)

        started.callback(stop)
        while vite.returncode is None:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", int(port))
                writer.close()
                break
            await asyncio.sleep(0.1)
        return f"http://127.0.0.1:{port}"


def _modified() -> Iterator[tuple[Path, int]]:
    for found in [*templates(), *(it for name in WATCHED for it in (ROOT / name).rglob("*"))]:
        if found.suffix in (".py", ".yaml", ".txt"):
            with suppress(FileNotFoundError):
                yield found, found.stat().st_mtime_ns
