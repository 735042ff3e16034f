"""The generator as a whole process, every target."""

import json
import shutil
import tempfile
from pathlib import Path

from measure import median, run, table

SIZES = [5, 50, 500]
RUNS = ["first", "unchanged", "check"]


def run_once(backsmith, folder, number):
    # Into a folder of its own: where one was just removed, the first sync would wait for that.
    out = f"shop{number}"
    generate = [backsmith, "generate", "schema.json", "--out", out]
    check = [backsmith, "check", "schema.json", "--out", out]
    return {name: run(command, cwd=folder) for name, command in zip(RUNS, [generate, generate, check])}


def costs_of_all(backsmith, root, rounds):
    with tempfile.TemporaryDirectory() as temporary:
        folders = {}
        for size in SIZES:
            folders[size] = Path(temporary) / str(size)
            folders[size].mkdir()
            schema = folders[size] / "schema.json"
            if size == 5:
                shutil.copy(root / "schemas" / "order-fulfillment.json", schema)
            else:
                schema.write_text(json.dumps(large(size)))
        costs = {(size, name): [] for size in SIZES for name in RUNS}
        for number in range(rounds):
            for size in SIZES:
                for name, cost in run_once(backsmith, folders[size], number).items():
                    costs[size, name].append(cost)
    return costs


def large(count):
    """Classes of twelve fields each, of most types."""
    return {"name": "large", "classes": [a_class(number) for number in range(count)]}


def a_class(number):
    fields = {
        "name": {"type": "String", "required": True, "description": "What it is called", "maxLength": 200},
        "amount": {"type": "Number", "minimum": 0},
        "count": {"type": "Number", "integer": True, "default": 0},
        "done": {"type": "Boolean", "default": False},
        "at": {"type": "Date", "index": True},
        "status": {
            "type": "String",
            "enum": ["new", "paid", "sent"],
            "transitions": {"new": ["paid"], "paid": ["sent"]},
        },
        "tags": {"type": "Array", "items": {"type": "String"}},
        "place": {"type": "GeoPoint"},
        "address": {
            "type": "Object",
            "fields": {"street": {"type": "String"}, "city": {"type": "String", "required": True}},
        },
        "user": {"type": "Pointer", "targetClass": "User", "required": True},
        "previous": {"type": "Pointer", "targetClass": f"Thing{max(number - 1, 0)}"},
        "picture": {"type": "File"},
    }
    return {"className": f"Thing{number}", "description": "One of many.", "fields": fields}


def measure(backsmith, root, rounds):
    costs = costs_of_all(backsmith, root, rounds)
    print(f"Generator, every target, medians of {rounds} runs (the slowest in brackets):\n")
    rows = []
    for size in SIZES:
        for name in RUNS:
            of = costs[size, name]
            walls = [cost.wall for cost in of]
            rows.append(
                [
                    f"{size} classes, {name}",
                    f"{median(walls):.3f} s ({max(walls):.3f})",
                    f"{median(cost.cpu for cost in of):.3f} s",
                    f"{max(cost.peak for cost in of):.0f} MiB",
                ]
            )
    table(["run", "wall", "CPU", "peak memory"], rows)
    first = {size: median(cost.wall for cost in costs[size, "first"]) for size in SIZES}
    print(f"500 classes take {first[500] / first[50]:.1f} times as long as 50.\n", flush=True)
