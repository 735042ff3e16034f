"""Live queries under load: users who each watch their own orders on a socket, and writes to them at a steady rate."""

import json
import os
import re
import resource
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from backend import target
from measure import run, table

EMITTED, PEER = 15410, 15411
SOCKETS, ORDERS, RATE = 1000, 10, 1000


class Server:
    def __init__(self, command, port, folder, environment, cwd=None):
        self.command, self.port, self.cwd = command, port, cwd or folder
        self.environment = dict(os.environ, PORT=str(port), **environment)
        self.log = folder / f"{port}.log"
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/parse/health", timeout=1).close()
                return
            except OSError:
                # It is not listening yet, or not ready.
                time.sleep(0.05)
        raise SystemExit(f"nobody listens on {self.port}:\n{self.log.read_text()}")

    def memory(self):
        """The most that it has had so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def measure(root, seconds, database):
    # Each socket is a file on both sides.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    built = target(root) / "release"
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
    project = root / "examples" / "order-fulfillment" / "backend"
    for crate in [project, root / "bench" / "live"]:
        run(["cargo", "build", "--release"], cwd=crate, env=environment)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = {"APP_ID": "APP", "MASTER_KEY": "MASTER", "DATABASE_URL": f"sqlite://{folder}/emitted.db"}
        server = Server([built / "order-fulfillment"], EMITTED, folder, settings)
        rows = []
        try:
            rows.append(row("emitted", server, load(built, server, seconds, RATE)))
            killed = load(built, server, seconds, RATE, kill=True)
            rows.append(row("emitted, killed in the middle", server, killed))
        finally:
            server.stop()
        if database:
            rows.extend(peer(root, built, folder, seconds, database))
    print(
        f"{SOCKETS * ORDERS} subscriptions on {SOCKETS} sockets, each of its own user; writes for {seconds} s. "
        "Milliseconds from the answer to a write to its event:\n"
    )
    table(
        ["server", "writes", "asked for", "came", "missing", "twice", "out of order", "p50", "p99", "slowest", "peak memory"],
        rows,
    )


def peer(root, built, folder, seconds, database):
    """Parse Server with the same load, and with half of what it turns out to take."""
    home = root / "bench" / "parse-server"
    run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=home)
    server = Server(["node", "server.js"], PEER, folder, {"DATABASE_URI": database}, cwd=home)
    try:
        full = load(built, server, seconds, RATE)
        rows = [row("Parse Server", server, full, RATE)]
        half = max(1, int(full["rate"] / 2))
        rows.append(row("Parse Server, half of that", server, load(built, server, seconds, half), half))
    finally:
        server.stop()
    return rows


def load(built, server, seconds, rate, kill=False):
    """What the load generator reports; in the middle of it the server may be killed, and started again."""
    command = [
        built / "live", f"127.0.0.1:{server.port}", "--sockets", str(SOCKETS), "--orders", str(ORDERS),
        "--rate", str(rate), "--seconds", str(seconds), *(["--positions"] if server.port == EMITTED else []),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as generator:
        generator.stdout.readline()
        if kill:
            time.sleep(seconds / 2)
            server.kill()
            server.start()
        report = generator.stdout.readline()
    if not report:
        raise SystemExit(f"the load breaks off:\n{server.log.read_text()[-2000:]}")
    return json.loads(report)


def row(name, server, report, rate=RATE):
    since = report["since answer"]
    counts = [f"{report[count]:,}" for count in ["missing", "twice", "out of order"]]
    return [
        name, f"{report['writes']:,}", f"{rate:,}/s", f"{report['rate']:,.0f}/s", *counts,
        *(f"{since[share]:.1f}" for share in ["p50", "p99", "most"]), f"{server.memory():.0f} MiB",
    ]
