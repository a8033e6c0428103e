#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""docs/examples/dataset.py on two machines: every frame of every film once, whatever happens to one of them.

check_dataset_machines.py ROOT. Run by tools/check-dataset.sh --machines, in whose environment Ray is, as
root. A machine is a set of Linux' namespaces: a network with an address of its own, processes, a name, a
folder for Ray; a virtual cable is between them. What they share is the file system."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import films
from shards import check_folder, command, worker_pids
from tree import check, finish

COUNTS = list(range(120, 132))
SIZE = 480, 640  # slow enough to be in the middle of a film
RAY = pathlib.Path(sys.executable).with_name("ray")
PREFIX = f"alignscale-{os.getpid()}"  # of namespaces
ALIVE = "import ray; ray.init(logging_level='ERROR'); print(sum(node['Alive'] for node in ray.nodes()))"
OWN = os.path.join(tempfile.gettempdir(), "ray")  # where Ray keeps what is a machine's
START = f"""hostname "$0"; mkdir -p {OWN}; mount -t tmpfs tmpfs {OWN}; mount -t tmpfs tmpfs /dev/shm; exec "$@" """


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


class Machine:
    """Two processors that Ray may use, at 10.77.0.NUMBER."""

    def __init__(self, number):
        self.name, self.address = f"{PREFIX}-{number}", f"10.77.0.{number}"
        self.process = None
        ip("netns", "add", self.name)
        ip("-n", self.name, "link", "set", "lo", "up")

    def start(self, *arguments):
        """Runs Ray there. Processes of the machine end with it."""
        ray = [RAY, "start", *arguments, f"--node-ip-address={self.address}", "--num-cpus=2",
               "--object-store-memory=200000000", "--disable-usage-stats", "--block"]
        self.process = subprocess.Popen(
            ["ip", "netns", "exec", self.name, "unshare", "--mount", "--uts", "--ipc", "--pid", "--fork",
             "--kill-child", "--mount-proc", "sh", "-c", START, self.name, *ray],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def init(self):
        """Its first process."""
        pid = self.process.pid
        return wait_for(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text, 10).strip()

    def run(self, *arguments):
        """A program there."""
        return subprocess.Popen(["nsenter", f"--target={self.init}", "--mount", "--uts", "--ipc", "--net", "--pid",
                                 *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def has(self, pid):
        def space(of):
            return os.readlink(f"/proc/{of}/ns/pid")
        return space(pid) == space(self.init)

    def workers(self):
        """(process, film that it has open) of the machine's actors that have one."""
        for pid in worker_pids():
            try:
                links = [os.readlink(link) for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()]
                film = next((link for link in links if link in paths), None)
                if film and self.has(pid):
                    yield pid, film
            except OSError:
                pass

    def stop(self):
        """As when its power fails."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def remove(self):
        self.stop()
        ip("netns", "del", self.name)


def wait_for(condition, seconds):
    """What it returns, once that is true."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def n_alive():
    """Machines that Ray's cluster has."""
    said = first.run(sys.executable, "-c", ALIVE).communicate()[0]
    return int(said or 0)


def in_the_middle(machine, out):
    """A process of the machine that has written a shard of a film and goes on with the film."""
    for pid, film in machine.workers():
        stem = pathlib.Path(film).stem
        if list(out.glob(f"{stem}-*.tar")) and not list(out.glob(f"{stem}-*.json")):
            return pid
    return None


def check_run(what, interrupt):
    """A data set on both machines, the second of which is interrupted in the middle of a film."""
    out = films.folder / what.replace(" ", "-")
    process = first.run(*command(out, paths, SIZE, 4))
    pid = wait_for(lambda: any(first.workers()) and in_the_middle(second, out), 120)
    check(pid, f"{what}: both machines read films, and the second is in the middle of one")
    if pid:
        interrupt(pid)
    try:
        said, errors = process.communicate(timeout=400)
    except subprocess.TimeoutExpired:
        process.kill()
        said, errors = process.communicate()
    check(process.returncode == 0 and f"{sum(COUNTS)} frames" in said,
          "... the run goes on, and counts all frames", said, *errors.splitlines()[-30:])
    check_folder(out, "tar", what, COUNTS, SIZE)


def pull_the_cable():
    ip("-n", second.name, "link", "set", "cable", "down")


paths = [films.numbered(count) for count in COUNTS]
os.environ |= {"HOME": str(films.folder), "RAY_AUTH_MODE": "token", "RAY_ADDRESS": "auto"}
subprocess.run([RAY, "get-auth-token", "--generate"], stdout=subprocess.DEVNULL, check=True)
first, second = machines = [Machine(1), Machine(2)]
try:
    ip("link", "add", "cable", "netns", first.name, "type", "veth", "peer", "name", "cable", "netns", second.name)
    for each in machines:
        ip("-n", each.name, "address", "add", f"{each.address}/24", "dev", "cable")
        ip("-n", each.name, "link", "set", "cable", "up")
    first.start("--head", "--port=6379")
    check(wait_for(lambda: n_alive() == 1, 120), "Ray starts")
    second.start(f"--address={first.address}:6379")
    check(wait_for(lambda: n_alive() == 2, 120), "Ray has two machines")

    check_run("a worker is killed", lambda pid: os.kill(pid, signal.SIGKILL))
    check_run("a machine loses its power", lambda pid: second.stop())
    check(wait_for(lambda: n_alive() == 1, 120), "Ray has one machine left")
    second.start(f"--address={first.address}:6379")
    check(wait_for(lambda: n_alive() == 2, 120), "... and has it back")
    check_run("a cable is pulled", lambda pid: pull_the_cable())
finally:
    for each in machines:
        each.remove()
finish()
