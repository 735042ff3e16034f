"""Processes with what they cost, and tables."""

import os
import platform
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Cost:
    wall: float
    """Seconds of the process and of all that it waited for."""
    cpu: float
    """Of the largest process among them, in MiB."""
    peak: float


def run(command, **options):
    """Runs a command that has to succeed.

    GNU time stands between: a process begins with the peak memory of the one that starts it, and Python's is large.
    """
    start = time.perf_counter()
    peak = tempfile.NamedTemporaryFile("r")
    command = ["time", "--quiet", "--format=%M", f"--output={peak.name}", *command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} fails:\n{said.decode()}")
    with peak:
        return Cost(wall, used.ru_utime + used.ru_stime, int(peak.read()) / 1024)


def median(values):
    return statistics.median(values)


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "|".join([" --- "] + [" ---: "] * (len(head) - 1)) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def machine():
    version = subprocess.check_output(["rustc", "--version"], text=True).strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, {version}; "
        f"load average at the start: {load:.1f}"
    )
