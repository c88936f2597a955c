#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A line between two network namespaces that delays every packet, for kernels without netem.

usage: delay.py NAMESPACE NAMESPACE SECONDS     Makes the device `line` in each; ends with its standard input."""
import collections
import ctypes
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF, TUNSETOFFLOAD, CLONE_NEWNET = 0x400454CA, 0x400454D0, 0x40000000
TUN, NO_PI, VNET_HDR = 0x0001, 0x1000, 0x4000
# Checksums and segments are left to the kernel that receives them, so a packet has up to 64 KiB.
OFFLOAD = 0x01 | 0x02


def device(namespace):
    with open(f"/run/netns/{namespace}") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
            sys.exit(f"The namespace {namespace} cannot be entered: {os.strerror(ctypes.get_errno())}.")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", b"line", TUN | NO_PI | VNET_HDR))
    fcntl.ioctl(tun, TUNSETOFFLOAD, OFFLOAD)
    return tun


def main(near, far, delay):
    ends = [device(near), device(far)]
    under_way = {tun: collections.deque() for tun in ends}
    other = dict(zip(ends, reversed(ends)))
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        first = min((queue[0][0] for queue in under_way.values() if queue), default=None)
        readable, _, _ = select.select([*ends, 0], [], [], None if first is None else max(0, first - now))
        if 0 in readable:
            return
        due = time.monotonic() + delay
        for tun in readable:
            queue = under_way[other[tun]]
            try:
                while True:
                    queue.append((due, os.read(tun, 1 << 17)))
            except BlockingIOError:
                pass
        now = time.monotonic()
        for tun, queue in under_way.items():
            while queue and queue[0][0] <= now:
                try:
                    os.write(tun, queue.popleft()[1])
                except OSError:
                    pass  # The device is not up yet, as with a cable that is not plugged in.


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
