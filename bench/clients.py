"""The emitted clients: what a call costs beside bare HTTP, what it costs to build them and to check their types."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from access import KEY, PORT, Access
from backend import emit, target
from generator import large
from load import SIGN_UP
from measure import run, table

CLASSES = 500
COMPILERS = ["5.9", "7"]


def measure(backsmith, root, calls, program):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        rust(backsmith, root, folder, calls, program)
        types(backsmith, folder)


def rust(backsmith, root, folder, calls, program):
    """Calls of the Rust client and of bare reqwest in turn, against one backend."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
    project = emit(backsmith, root, folder)
    if program is None:
        run(["cargo", "build", "--release"], cwd=project, env=environment)
        program = target(root) / "release" / "order-fulfillment"
    # Beside the client itself the dependencies are those of the measuring program.
    shutil.rmtree(target(root) / "client", ignore_errors=True)
    apart = dict(environment, CARGO_TARGET_DIR=str(target(root) / "client"))
    run(["cargo", "fetch"], cwd=root / "bench" / "client")
    rows = []
    for name, profile in [("debug", []), ("release", ["--release"])]:
        cost = run(["cargo", "build", *profile], cwd=root / "bench" / "client", env=apart)
        rows.append([f"cold {name} build", f"{cost.cpu:.0f} s", f"{cost.wall:.0f} s"])
    packed = packed_size(root, apart)
    print(f"The Rust client with all that it needs, dependencies downloaded before; packed it has {packed}:\n")
    table(["build", "CPU", "wall"], rows)
    bench = target(root) / "client" / "release" / "client-bench"

    settings = {"PORT": str(PORT), "APP_ID": "APP", "MASTER_KEY": KEY, "DATABASE_URL": f"sqlite://{folder / 'calls.db'}"}
    server = Access("calls", program, folder, settings)
    try:
        ready(server)
        server.sign_up()
        enlist(server)
        command = [bench, f"{server.base}/parse", "APP", SIGN_UP["username"], SIGN_UP["password"], str(calls)]
        said = subprocess.check_output(command, text=True)
    finally:
        server.stop()
    figures = re.findall(r"(.+): bare (\d+) µs, client (\d+) µs, ratio (\S+)", said)
    print(f"A call of the Rust client beside the same by bare reqwest and serde, in turn, medians of {calls}:\n")
    table(["call", "bare", "client", "ratio"], [[name, f"{bare} µs", f"{ours} µs", ratio] for name, bare, ours, ratio in figures])


def ready(server):
    """Waits until it does not say any more that it is starting."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{server.base}/ready", timeout=30).close()
            return
        except urllib.error.HTTPError:
            time.sleep(0.05)
    raise SystemExit(f"{server.name} is not ready")


def enlist(server):
    """Who has signed up becomes one of the staff."""
    headers = {"X-Parse-Application-Id": "APP", "X-Parse-Master-Key": KEY}
    where = urllib.parse.quote(json.dumps({"name": "staff"}))
    roles = f"{server.base}/parse/roles"
    with urllib.request.urlopen(urllib.request.Request(f"{roles}?where={where}", headers=headers), timeout=30) as answer:
        role = json.load(answer)["results"][0]["objectId"]
    pointer = {"__type": "Pointer", "className": "_User", "objectId": server.user}
    body = json.dumps({"users": {"__op": "AddRelation", "objects": [pointer]}}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{roles}/{role}", body, headers, method="PUT"), timeout=30).close()


def packed_size(root, environment):
    """As `cargo package` tells it."""
    client = root / "examples" / "order-fulfillment" / "sdk" / "rust"
    command = ["cargo", "package", "--allow-dirty", "--no-verify"]
    said = subprocess.run(command, cwd=client, env=environment, check=True, capture_output=True, text=True).stderr
    return re.search(r"Packaged (.+)", said)[1]


def types(backsmith, folder):
    """The types of a client with many classes, checked by each compiler in turn."""
    project = folder / "large"
    project.mkdir()
    (project / "schema.json").write_text(json.dumps(large(CLASSES)))
    run([backsmith, "generate", "schema.json", "--out", ".", "--only", "typescript"], cwd=project)
    rows = []
    for version in COMPILERS:
        compiler = folder / f"typescript-{version}"
        compiler.mkdir()
        run(["npm", "install", "--no-save", "--no-audit", "--no-fund", f"typescript@{version}"], cwd=compiler)
        tsc = compiler / "node_modules" / ".bin" / "tsc"
        cost = run([tsc, "-p", ".", "--noEmit"], cwd=project / "sdk" / "typescript")
        told = subprocess.check_output([tsc, "--version"], text=True).split()[-1]
        rows.append([f"`tsc` {told}", f"{cost.cpu:.1f} s", f"{cost.wall:.1f} s", f"{cost.peak:.0f} MiB"])
    print(f"Type checking the TypeScript client of {CLASSES + 1} classes of twelve fields each:\n")
    table(["compiler", "CPU", "wall", "peak memory"], rows)
