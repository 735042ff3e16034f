"""The emitted backend while it is built."""

import json
import os
import queue
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from measure import median, run, table


def emit(backsmith, root, folder):
    """The project of the brief's schema; its backend."""
    shutil.copy(root / "schemas" / "order-fulfillment.json", folder / "schema.json")
    run([backsmith, "generate", "schema.json", "--out", "."], cwd=folder)
    return folder / "backend"


def target(root):
    """Where emitted backends are built: `build` begins with it empty, the others go on from what is there."""
    return Path(os.environ.get("CARGO_TARGET_DIR", root / "target")) / "bench"


def builds(backsmith, root):
    shutil.rmtree(target(root), ignore_errors=True)
    environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
    with tempfile.TemporaryDirectory() as temporary:
        project = emit(backsmith, root, Path(temporary))
        run(["cargo", "fetch"], cwd=project)
        rows = []
        for name, profile in [("debug", []), ("release", ["--release"])]:
            cost = run(["cargo", "build", *profile], cwd=project, env=environment)
            rows.append([f"cold {name} build", f"{cost.cpu:.0f} s", f"{cost.wall:.0f} s"])
    print("Emitted backend, default features, one build each, dependencies downloaded before:\n")
    table(["build", "CPU", "wall"], rows)


def dev(backsmith, root, rounds):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        emit(backsmith, root, folder)
        environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
        command = [backsmith, "dev", "schema.json", "--out", ".", "--port", "0"]
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            served = lines(process.stdout)
            served.get(timeout=900)
            told = [change(folder / "schema.json", number, served) for number in range(rounds)]
        finally:
            process.terminate()
            process.wait()
    print(f"`backsmith dev`, debug, from the saved schema to the first answer, {rounds} new fields one after another:\n")
    table(
        ["", "median", "slowest"],
        [
            ["as `dev` says", *(f"{of(said for said, _ in told):.1f} s" for of in (median, max))],
            ["as seen from outside", *(f"{of(seen for _, seen in told):.1f} s" for of in (median, max))],
        ],
    )


def change(path, number, served):
    """Adds a field; the seconds until the rebuilt server answers, as told and as seen."""
    schema = json.loads(path.read_text())
    order = next(one for one in schema["classes"] if one["className"] == "Order")
    order["fields"][f"extra{number}"] = {"type": "String"}
    start = time.perf_counter()
    path.write_text(json.dumps(schema, indent=2))
    line = served.get(timeout=300)
    seen = time.perf_counter() - start
    return float(re.search(r"after ([\d.]+) s", line)[1]), seen


def lines(stream):
    """Those that say a server answers."""
    served = queue.Queue()

    def read():
        for line in stream:
            if line.startswith("serving "):
                served.put(line)

    threading.Thread(target=read, daemon=True).start()
    return served
