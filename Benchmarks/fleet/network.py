# SPDX-License-Identifier: Apache-2.0
"""Two network namespaces, 20 ms from each other: one for the clouds, one for who tests them. Needs root."""
import contextlib
import os
import pathlib
import subprocess
import sys

NEAR, FAR, DELAY = "10.98.0.1", "10.98.0.2", 0.02
HERE = pathlib.Path(__file__).resolve().parent


def ip(*arguments, check=True):
    return subprocess.run(["ip", *arguments], check=check, capture_output=True, text=True)


class Network:
    """Every address of 10.99.0.0/16 is one of the clouds' namespace."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.near, self.far = f"scs-near-{os.getpid()}", f"scs-far-{os.getpid()}"
        self.line = None
        for name in (self.near, self.far):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        self.how = self.netem() or self.tun()
        for name, own, peer in ((self.near, NEAR, FAR), (self.far, FAR, NEAR)):
            ip("-n", name, "address", "add", own, "peer", peer, "dev", "line")
            ip("-n", name, "link", "set", "line", "up", "txqueuelen", "100000")
        ip("-n", self.near, "route", "add", "10.99.0.0/16", "via", FAR)
        ip("-n", self.far, "route", "add", "local", "10.99.0.0/16", "dev", "lo")

    def netem(self):
        """A virtual cable whose ends delay what they send."""
        ip("-n", self.near, "link", "add", "line", "type", "veth", "peer", "name", "line", "netns", self.far)
        for name in (self.near, self.far):
            command = ["tc", "-n", name, "qdisc", "add", "dev", "line", "root", "netem", "delay", f"{DELAY * 1000:g}ms", "limit", "100000"]
            if subprocess.run(command, capture_output=True).returncode:
                ip("-n", self.near, "link", "delete", "line")
                return None
        return "tc netem"

    def tun(self):
        """Without netem in the kernel: a process between two tun devices."""
        self.line = subprocess.Popen(
            [sys.executable, HERE / "delay.py", self.near, self.far, str(DELAY)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.line.stdout.readline() != b"ready\n":
            raise SystemExit("No delay can be made here: the kernel has neither netem nor /dev/net/tun.")
        return "a process between two tun devices, as this kernel has no netem"

    def command(self, namespace, command, hidden=()):
        """The command in a namespace; `hidden` are pairs of files: what it sees instead of the first is the second."""
        # `ip netns exec` gives it mounts of its own.
        mounts = "".join(f"mount --bind '{file}' '{place}' && " for place, file in hidden)
        return ["ip", "netns", "exec", namespace, "sh", "-c", mounts + 'exec "$@"', "sh", *map(str, command)]

    def close(self):
        if self.line:
            self.line.stdin.close()
            self.line.wait()
        for name in (self.near, self.far):
            ip("netns", "delete", name, check=False)


@contextlib.contextmanager
def network(folder):
    network = Network(folder)
    try:
        yield network
    finally:
        network.close()
