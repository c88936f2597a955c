#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Examples/slurm on a real Slurm: slurmctld, slurmd and munged on loopback, as root, without systemd and cgroups.

usage: slurm.py PROGRAM     (make slurm)

Four array tasks, one of them killed and requeued, then the merge that depends on them: the matrix is complete. Then a
shard is lost: the merge names its subjects, and `submit` runs it again. Exit status 1: something was otherwise."""
import contextlib
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SLURM = pathlib.Path(__file__).resolve().parents[2] / "Examples/slurm"
SUBJECTS = [f"cloud-{letter}" for letter in "abcdefghijk"] + ["slow"]
SHARDS = 4
BEGUN = time.monotonic()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Hanging(http.server.BaseHTTPRequestHandler):
    """A cloud that does not answer, and later knows nobody: that is a result."""
    is_over = threading.Event()

    def do_POST(self):
        self.is_over.wait()
        with contextlib.suppress(OSError):  # The killed one is gone.
            self.send_error(401)

    def log_message(self, *_):
        pass


class Cluster:
    """One node that claims enough for all tasks at once."""

    def __init__(self, folder, program):
        self.folder, self.daemons = folder, []
        for name in ("state", "spool", "bin", "munge"):
            (folder / name).mkdir()
        # The authentication's socket has to be reachable for others, its key must not be.
        (folder / "munge").chmod(0o755)
        (folder / "bin/scs-check").symlink_to(program)
        self.environment = {
            "PATH": f"{folder}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "SLURM_CONF": str(folder / "slurm.conf"), "HOME": str(folder),
            "SCS_CHECK_CONFIG_FILE": str(folder / "scs-check.yaml"), "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
            "XDG_STATE_HOME": str(folder / "journals")}
        key = folder / "munge/key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        node = socket.gethostname().split(".")[0]
        (folder / "slurm.conf").write_text(f"""
ClusterName=test
SlurmctldHost={node}(127.0.0.1)
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,bf_interval=1
MpiDefault=none
ReturnToService=2
KillWait=5
NodeName={node} NodeAddr=127.0.0.1 CPUs=8 RealMemory=8000 State=UNKNOWN
PartitionName=all Nodes={node} Default=YES MaxTime=INFINITE State=UP
""")
        # A machine of CI may have no cgroups that slurmd could use.
        (folder / "cgroup.conf").write_text(f"CgroupPlugin={self.cgroups()}\nConstrainRAMSpace=no\nConstrainCores=no\n")

    @staticmethod
    def cgroups():
        version = subprocess.run(["slurmd", "-V"], capture_output=True, text=True).stdout.split()[1]
        # Older ones cannot do without a plug-in, but do not use it here.
        return "disabled" if tuple(map(int, version.split(".")[:2])) >= (23, 2) else "cgroup/v1"

    def start(self):
        self.daemon("munged", "--foreground", "--force", "--key-file", self.folder / "munge/key", "--socket", self.folder / "munge/socket",
                    "--pid-file", self.folder / "munge/pid", "--seed-file", self.folder / "munge/seed", "--log-file", self.folder / "munge/log")
        until("munged answers", lambda: (self.folder / "munge/socket").exists())
        self.daemon("slurmctld", "-D")
        self.daemon("slurmd", "-D")
        until("the node is idle", lambda: self.ask("sinfo", "--noheader", "--format=%T").strip() == "idle")

    def daemon(self, *command):
        with open(self.folder / f"{command[0]}.out", "wb") as output:
            self.daemons.append(subprocess.Popen(
                list(map(str, command)), env=self.environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL))

    def ask(self, *command):
        return subprocess.run(list(map(str, command)), env=self.environment, capture_output=True, text=True, timeout=60, cwd=self.folder).stdout

    def do(self, *command):
        done = subprocess.run(list(map(str, command)), env=self.environment, capture_output=True, text=True, timeout=60, cwd=self.folder)
        if done.returncode:
            raise SystemExit(f"{command[0]}: exit status {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def job(self, job):
        """The fields of a job, such as JobState."""
        words = self.ask("scontrol", "--oneliner", "show", "job", job).split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    def finished(self, job):
        return self.job(job).get("JobState") in ("COMPLETED", "FAILED", "NODE_FAIL", "TIMEOUT", "OUT_OF_MEMORY", "CANCELLED")

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()


def until(what, holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit(f"This did not happen within {seconds} s: {what}.")
        time.sleep(0.1)


def check(holds, what):
    print(f"{'ok   ' if holds else 'WRONG'} {time.monotonic() - BEGUN:4.0f} s  {what}", flush=True)
    if not holds:
        raise SystemExit(1)


def process(argument):
    """The id of the program that was started with this argument; None without one."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if argument.encode() in words and words[0] == b"scs-check":
                return int(folder.name)


def matrix(folder):
    return json.loads((folder / "all/matrix.json").read_text())


def run(folder, program):
    cluster = Cluster(folder, program)
    hanging = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hanging)
    threading.Thread(target=hanging.serve_forever, daemon=True).start()
    clouds = {"slow": {"auth": {"auth_url": f"http://127.0.0.1:{hanging.server_port}/v3", "username": "u", "password": "p", "project_name": "p",
                                "user_domain_name": "Default", "project_domain_name": "Default"}}}
    (folder / "clouds.yaml").write_text(json.dumps({"clouds": clouds}))
    (folder / "clouds.yaml").chmod(0o600)
    (folder / "scs-check.yaml").write_text(
        "defaults: {standards: [scs-0123]}\nsubjects:\n"
        + "".join(f"  {name}: {{cloud: {'slow' if name == 'slow' else 'simulated'}}}\n" for name in SUBJECTS)
        + "presets: {nightly: {subjects: ['*']}}\n")
    shared = folder / "shared"
    try:
        cluster.start()
        merge = cluster.do(SLURM / "submit", shared, SHARDS)
        array = cluster.job(merge)["Dependency"].split(":")[1].split("(")[0].split("_")[0]
        root = shared / array

        def tried():
            return next((task for task in range(1, SHARDS + 1) if process(f"{task}/{SHARDS}")), None)
        until("three shards end, and one waits for the cloud that hangs", lambda: sum(
            cluster.finished(f"{array}_{task}") for task in range(1, SHARDS + 1)) == SHARDS - 1 and tried())
        victim = tried()
        check(not cluster.finished(merge), f"the merge waits for task {victim}")
        cluster.do("scontrol", "hold", merge)
        os.kill(process(f"{victim}/{SHARDS}"), signal.SIGKILL)
        until("the killed task has ended", lambda: cluster.finished(f"{array}_{victim}"))
        cluster.do("scontrol", "requeue", f"{array}_{victim}")
        cluster.do("scontrol", "release", merge)
        Hanging.is_over.set()
        until("the merge ends", lambda: cluster.finished(merge), 120)
        check(cluster.job(f"{array}_{victim}").get("Restarts") == "1", "the killed task was run again")
        whole = matrix(root)
        check(sorted(row["name"] for row in whole["subjects"]) == sorted(SUBJECTS) and not whole["missing"], "the matrix is complete")
        check(cluster.job(merge)["ExitCode"] == f"{whole['exit_status']}:0" and whole["exit_status"] == 2,
              "the exit status of the merge is that of all subjects: one cloud could not be tested")

        lost = max(range(1, SHARDS + 1), key=lambda task: len(list((root / f"shard-{task}").glob("cloud-*"))))
        names = sorted(path.name for path in (root / f"shard-{lost}").iterdir() if path.is_dir())
        shutil.rmtree(root / f"shard-{lost}")
        again = cluster.do("sbatch", "--parsable", SLURM / "merge.sbatch", shared, array)
        until("the second merge ends", lambda: cluster.finished(again))
        check(sorted(matrix(root)["missing"]) == names, f"the merge names the {len(names)} subjects of the lost shard {lost}")
        check(all(name in (folder / f"slurm-{again}.out").read_text() + (root / "all/matrix.md").read_text() for name in names),
              "so does what people read")
        merge = cluster.do(SLURM / "submit", shared, SHARDS, array, lost)
        until("the last merge ends", lambda: cluster.finished(merge), 120)
        whole = matrix(root)
        check(sorted(row["name"] for row in whole["subjects"]) == sorted(SUBJECTS) and not whole["missing"],
              "the lost shard was run again, and the matrix is complete")
    except (SystemExit, Exception):
        for file in [*folder.glob("*.log"), *folder.glob("*.out"), folder / "munge/log"]:
            if file.exists():
                print(f"--- {file.name}\n" + file.read_text()[-1500:])
        raise
    finally:
        Hanging.is_over.set()
        hanging.shutdown()
        cluster.stop()


def main():
    if os.geteuid():
        raise SystemExit("The daemons run as root here; use sudo.")
    # In /tmp, as the path of a socket has to be short.
    with tempfile.TemporaryDirectory(prefix="scs-slurm-", dir="/tmp") as folder:
        pathlib.Path(folder).chmod(0o755)
        run(pathlib.Path(folder), os.path.abspath(sys.argv[1]))


main()
