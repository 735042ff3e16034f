"""The emitted backend under load, in turn with a server that one person wrote by hand for one class."""

import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from backend import emit, target
from measure import median, run, table

SCENARIOS = ["create", "get", "list"]
CONNECTIONS = 32
SIGN_UP = {"username": "alice", "password": "correct horse 9", "email": "alice@example.com"}


class Server:
    """A server with a database of its own, a user who is signed in, and 300 orders that are read from it."""

    def __init__(self, name, command, port, sign_up, folder, environment):
        self.name = name
        self.base = f"http://127.0.0.1:{port}"
        self.token = ""
        self.start(command, folder, environment)
        self.wait(port)
        user = self.post(sign_up, SIGN_UP)
        self.token, self.user = user["sessionToken"], user["objectId"]
        self.ids = folder / f"{name}.ids"
        ids = [self.post("/parse/classes/Order", order(self.user))["objectId"] for _ in range(300)]
        self.ids.write_text("\n".join(ids) + "\n")

    def start(self, command, folder, environment):
        self.log = open(folder / f"{self.name}.log", "w")
        self.process = subprocess.Popen(
            command, cwd=folder, env=dict(os.environ, **environment), stdout=self.log, stderr=self.log
        )

    def wait(self, port):
        for _ in range(200):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                # It is not listening yet.
                time.sleep(0.05)
        raise SystemExit(f"{self.name} does not listen:\n{Path(self.log.name).read_text()}")

    def post(self, path, body):
        headers = {"X-Parse-Application-Id": "APP", "Content-Type": "application/json"}
        if self.token:
            headers["X-Parse-Session-Token"] = self.token
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{self.name}: {path}: {error.read().decode()}") from error

    def drive(self, scenario, seconds):
        """Requests a second, the median and the 99th percentile in milliseconds."""
        script = Path(__file__).parent / "load.lua"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, self.base]
        environment = dict(os.environ, SCENARIO=scenario, USER_ID=self.user, TOKEN=self.token, IDS=str(self.ids))
        said = subprocess.check_output(command, env=environment, text=True)
        rate, half, most, failed = map(float, re.search(r"RESULT (\S+) (\S+) (\S+) (\S+)", said).groups())
        if failed:
            raise SystemExit(f"{self.name}: {failed:.0f} requests of `{scenario}` fail")
        return rate, half, most

    def memory(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def order(user):
    return {
        "user": {"__type": "Pointer", "className": "_User", "objectId": user},
        "products": [{"sku": "A1", "quantity": 2, "price": 19.5}, {"sku": "B7", "quantity": 1, "price": 61}],
        "totalAmount": 100,
        "status": "pending",
        "ACL": {user: {"read": True, "write": True}},
    }


def measure(backsmith, root, rounds, seconds):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = emit(backsmith, root, folder)
        built = target(root) / "release"
        environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
        run(["cargo", "build", "--release"], cwd=project, env=environment)
        run(["cargo", "build", "--release"], cwd=root / "bench" / "limit", env=environment)
        package = re.search(r'name = "([^"]+)"', (project / "Cargo.toml").read_text())[1]
        settings = {"PORT": "15400", "APP_ID": "APP", "DATABASE_URL": f"sqlite://{folder}/emitted.db"}
        servers = [
            Server("by hand", [built / "limit", folder / "limit.db", "15401"], 15401, "/parse/login", folder, {}),
            Server("emitted", [built / package], 15400, "/parse/users", folder, settings),
        ]
        try:
            figures = {(server, scenario): [] for server in servers for scenario in SCENARIOS}
            for number in range(rounds):
                for scenario in SCENARIOS:
                    # Neither is always the first.
                    for server in servers[:: 1 if number % 2 == 0 else -1]:
                        figures[server, scenario].append(server.drive(scenario, seconds))
            memory = [server.memory() for server in servers]
        finally:
            for server in servers:
                server.stop()
    by_hand, emitted = servers
    rows = []
    for scenario in SCENARIOS:
        pair = list(zip(figures[by_hand, scenario], figures[emitted, scenario]))
        ratios = sorted(ours[0] / theirs[0] for theirs, ours in pair)
        rows.append(
            [
                scenario,
                f"{median(theirs[0] for theirs, _ in pair):,.0f}/s",
                f"{median(ours[0] for _, ours in pair):,.0f}/s",
                f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
                f"{median(theirs[2] for theirs, _ in pair):.1f} ms",
                f"{median(ours[2] for _, ours in pair):.1f} ms",
            ]
        )
    turns = f"{rounds} rounds of {seconds} s in turn"
    print(f"Under load, {CONNECTIONS} connections, {turns}, a session and an owner on either side:\n")
    table(["scenario", "by hand", "emitted", "emitted / by hand", "by hand, p99", "emitted, p99"], rows)
    print(f"Memory after the load: by hand {memory[0]:.0f} MiB, emitted {memory[1]:.0f} MiB.\n", flush=True)
