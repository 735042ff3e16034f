"""What access costs: lists of one user's objects among ten thousand and among a million, and a user in many roles."""

import json
import os
import random
import sqlite3
import string
import tempfile
import time
import urllib.request
from pathlib import Path

from backend import target
from load import SIGN_UP, Server
from measure import median, run, table

PORT = 15410
KEY = "the-master-key-of-the-benchmark"
SIZES = [10_000, 1_000_000]
# Of every user, so that what is asked for is as much in each size.
OWN = 100
ROLES = 100
LIST = "?limit=20&order=-createdAt"

# Orders are their owner's; a note is read by whoever its ACL names.
SCHEMA = {
    "name": "access",
    "classes": [
        {
            "className": "Order",
            "fields": {
                "user": {"type": "Pointer", "targetClass": "User", "required": True},
                "status": {"type": "String"},
            },
        },
        {
            "className": "Note",
            "fields": {"text": {"type": "String"}},
            "access": {"read": ["authenticated"], "create": ["authenticated"], "update": [], "delete": []},
        },
    ],
}


def measure(backsmith, root, rounds):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "schema.json").write_text(json.dumps(SCHEMA))
        run([backsmith, "generate", "schema.json", "--out", "."], cwd=folder)
        environment = dict(os.environ, CARGO_TARGET_DIR=str(target(root)))
        run(["cargo", "build", "--release"], cwd=folder / "backend", env=environment)
        binary = target(root) / "release" / "access"
        rows = [row for size in SIZES for row in of_size(binary, folder, size, rounds)]
    print(f"Lists of 20 of the {OWN} objects that a user may see, one request at a time:\n")
    table(["class and caller", "objects", "list", "count"], rows)


def of_size(binary, folder, size, rounds):
    database = folder / f"{size}.db"
    settings = {"PORT": str(PORT), "APP_ID": "APP", "MASTER_KEY": KEY, "DATABASE_URL": f"sqlite://{database}"}
    started = lambda: Access(f"access-{size}", binary, folder, settings)  # noqa: E731
    server = started()
    server.sign_up()
    user, token = server.user, server.token
    server.stop()
    fill(database, user, size)
    server = started()
    server.token = token
    try:
        rows = [server.row("Order, by owner", "Order", size, rounds), server.row("Note, by ACL", "Note", size, rounds)]
        for number in range(ROLES):
            server.join(f"role{number}", user)
        rows.append(server.row(f"Note, by ACL, in {ROLES} roles", "Note", size, rounds))
        return rows
    finally:
        server.stop()


class Access(Server):
    """The emitted backend, spoken to one request at a time."""

    def __init__(self, name, binary, folder, settings):
        self.name, self.base, self.token, self.user = name, f"http://127.0.0.1:{PORT}", "", ""
        self.start([binary], folder, settings)
        self.wait(PORT)

    def sign_up(self):
        user = self.post("/parse/users", SIGN_UP)
        self.token, self.user = user["sessionToken"], user["objectId"]

    def join(self, role, user):
        pointer = {"__type": "Pointer", "className": "_User", "objectId": user}
        body = {"name": role, "ACL": {}, "users": {"__op": "AddRelation", "objects": [pointer]}}
        headers = {"X-Parse-Application-Id": "APP", "X-Parse-Master-Key": KEY}
        request = urllib.request.Request(f"{self.base}/parse/roles", json.dumps(body).encode(), headers)
        urllib.request.urlopen(request, timeout=30).close()

    def get(self, path):
        headers = {"X-Parse-Application-Id": "APP", "X-Parse-Session-Token": self.token}
        with urllib.request.urlopen(urllib.request.Request(self.base + path, headers=headers), timeout=60) as answer:
            return json.load(answer)

    def row(self, name, class_, size, rounds):
        path = f"/parse/classes/{class_}"
        found, listed = self.timed(path + LIST, rounds)
        counted, count = self.timed(f"{path}?limit=0&count=1", rounds)
        if len(found["results"]) != 20 or counted["count"] != OWN:
            raise SystemExit(f"{name}: {len(found['results'])} found, {counted['count']} counted")
        return [name, f"{size:,}", f"{listed:.2f} ms", f"{count:.2f} ms"]

    def timed(self, path, rounds):
        """The answer, and the median of how many milliseconds it takes."""
        answer = self.get(path)
        times = []
        for _ in range(20 * rounds):
            start = time.perf_counter()
            self.get(path)
            times.append((time.perf_counter() - start) * 1000)
        return answer, median(times)


def fill(database, user, size):
    """Objects of as many users as there must be, those of each spread over the whole time."""
    users = [user] + [object_id() for _ in range(size // OWN - 1)]
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA synchronous=OFF")
    common = '"objectId","createdAt","updatedAt","_acl","_read","_write"'
    for class_, field in [("Order", '"user"'), ("Note", '"text"')]:
        statement = f'INSERT OR IGNORE INTO "{class_}" ({common},{field}) VALUES (?,?,?,?,?,?,?)'
        connection.executemany(statement, (object_of(number, users) for number in range(size)))
    connection.commit()
    connection.close()


def object_of(number, users):
    owner = users[number % len(users)]
    at = 1_700_000_000_000 + 10 * number
    acl = json.dumps({owner: {"read": True, "write": True}})
    return object_id(), at, at, acl, f"\n{owner}\n", f"\n{owner}\n", owner


def object_id():
    return "".join(random.choices(string.ascii_letters + string.digits, k=10))
