# SPDX-License-Identifier: Apache-2.0
"""Kills at random moments on a real OpenStack, inspected with the member's own credentials; needs openstacksdk."""
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import cloud


def named(connection, prefix):
    """Everything in the project whose name begins so."""
    project = connection.current_project_id
    lists = {"volume": connection.block_storage.volumes(details=False), "backup": connection.block_storage.backups(details=False),
             "snapshot": connection.block_storage.snapshots(details=False), "image": connection.image.images(owner=project),
             "network": connection.network.networks(project_id=project),
             "security group": connection.network.security_groups(project_id=project)}
    return sorted(f"{kind} {item.name} {item.id}" for kind, items in lists.items() for item in items
                  if (item.name or "").startswith(prefix))


def foreign(connection):
    """Everything in the project that no run created."""
    return set(named(connection, "")) - set(named(connection, cloud.PREFIX))


def campaign(options):
    try:
        import openstack
    except ImportError:
        sys.exit("openstacksdk is missing: run this with the devcloud's python, venv/bin/python")
    os.environ["OS_CLIENT_CONFIG_FILE"] = os.path.abspath(options.real)
    connection = openstack.connect(cloud=options.cloud)
    tally, dice = cloud.Tally(), random.Random(options.seed)
    plain = [connection.block_storage.create_volume(name=None, size=1)]
    connection.block_storage.wait_for_status(plain[0], "available")
    before = foreign(connection)
    began = time.monotonic()
    for index in range(options.times):
        depth, longest = dice.choice([("api", 25), ("data", 60), ("full", 150)])
        with tempfile.TemporaryDirectory(prefix="scs-check-campaign-") as folder:
            journals = pathlib.Path(folder)
            environment = {**os.environ, "XDG_STATE_HOME": folder}
            common = ["--journals", folder]
            process = subprocess.Popen(
                [options.program, "run", "volume-backup", "--depth", depth, "--cloud", options.cloud, *common],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            seconds = dice.uniform(0.5, longest)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                tally.count("kills")
            runs = [path.name.removesuffix(".journal") for path in journals.glob("*.journal")]
            what = f"depth {depth} killed after {seconds:.1f} s"
            there = [item for run in runs for item in named(connection, cloud.PREFIX + run)]
            result = subprocess.run([options.program, "cleanup", *common], env=environment, capture_output=True, text=True,
                                    timeout=1800)
            left = [item for run in runs for item in named(connection, cloud.PREFIX + run)]
            tally.count("resources that a kill left", len(there))
            tally.check(result.returncode == 0, f"{what}: cleanup ended with {result.returncode}: {result.stderr[-500:]}")
            tally.check(not left, f"{what}: left {left[:3]}")
            tally.check(not list(journals.glob("*")), f"{what}: journals remain")
            print(f"{index + 1}: {what}: {len(there)} left by the kill, {len(left)} after cleanup", flush=True)
    tally.check(before <= foreign(connection), f"touched {sorted(before - foreign(connection))[:3]}")
    for volume in plain:
        connection.block_storage.delete_volume(volume)
    tally.tell(f"kill at a real OpenStack ({options.cloud}, {time.monotonic() - began:.0f} s)")
    return 1 if tally.problems else 0
