# SPDX-License-Identifier: Apache-2.0
"""SCS's own compliance monitor, from a checkout of SovereignCloudStack/standards, on a PostgreSQL of its own.

Needs Debian's postgresql and python3-venv; what the monitor needs of PyPI goes into a virtual environment in the
state folder. Everything listens on 127.0.0.1 alone.
"""
import glob
import json
import os
import pwd
import shutil
import socket
import subprocess
import time
import urllib.request

# What the monitor imports; a checkout lists it for containers only.
PACKAGES = ["fastapi==0.115.12", "uvicorn==0.34.2", "jinja2", "markdown", "passlib", "argon2-cffi", "bcrypt==4.3.0",
            "psycopg2-binary", "ruamel.yaml", "pyyaml"]
# The monitor binds to all addresses and a fixed port; this start keeps it on loopback.
START = """
import runpy, sys, uvicorn
home, port = sys.argv[1], int(sys.argv[2])
run = uvicorn.run
uvicorn.run = lambda app, **settings: run(app, **{**settings, "host": "127.0.0.1", "port": port})
sys.path[:0] = [home + "/compliance-monitor", home + "/Tests"]
sys.argv = ["monitor.py"]
runpy.run_path(home + "/compliance-monitor/monitor.py", run_name="__main__")
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class RealMonitor:
    def __init__(self, checkout, accounts, state):
        self.state, self.checkout = state, os.path.abspath(checkout)
        os.makedirs(state, exist_ok=True)
        python = self.python()
        self.begin_database()
        cwd = os.path.join(state, "monitor")
        shutil.rmtree(cwd, ignore_errors=True)
        os.makedirs(cwd)
        # It reads templates beside, and scopes above, the folder that it starts in.
        os.symlink(f"{self.checkout}/compliance-monitor/templates", f"{cwd}/templates")
        if not os.path.lexists(f"{state}/Tests"):
            os.symlink(f"{self.checkout}/Tests", f"{state}/Tests")
        hashing = "import sys; from passlib.hash import argon2; print(argon2.hash(sys.argv[1]))"
        bootstrap = {"accounts": [{"subject": "admin", "roles": ["read_any", "approve", "admin"]}]}
        for name, account in accounts.items():
            hashed = subprocess.run([python, "-c", hashing, account["password"]], check=True, capture_output=True,
                                    text=True).stdout.strip()
            keys = [line.split() for line in account["keys"]]
            bootstrap["accounts"].append({
                "subject": name, "api_keys": [hashed],
                "keys": [{"public_key": key[1], "public_key_type": key[0], "public_key_name": f"key{number}"}
                         for number, key in enumerate(keys)]})
        with open(f"{cwd}/bootstrap.yaml", "w") as out:
            json.dump(bootstrap, out)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = dict(os.environ, SCM_DB_HOST="127.0.0.1", SCM_DB_PORT=str(self.database_port),
                           SCM_DB_USER="postgres", SCM_DB_PASSWORD="none", SCM_BASE_URL="/")
        self.log = f"{state}/monitor.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([python, "-c", START, self.checkout, str(port)], cwd=cwd, env=environment,
                                            stdout=log, stderr=log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/page/table", timeout=5).read()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise SystemExit(f"The monitor did not start:\n{open(self.log).read()[-2000:]}")

    def python(self):
        python = f"{self.state}/venv/bin/python"
        if not os.path.exists(python):
            subprocess.run(["/usr/bin/python3", "-m", "venv", f"{self.state}/venv"], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PACKAGES], check=True)
        return python

    def begin_database(self):
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not folders:
            raise SystemExit("PostgreSQL is missing: apt-get install --no-install-recommends postgresql")
        self.bin, self.database = folders[-1], f"{self.state}/database"
        # PostgreSQL refuses to run as root.
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        shutil.rmtree(self.database, ignore_errors=True)
        os.makedirs(self.database, mode=0o700)
        if self.user:
            os.chmod(self.state, 0o755)
            os.chown(self.database, self.user.pw_uid, self.user.pw_gid)
        self.postgres("initdb", "-D", self.database, "-A", "trust", "-U", "postgres", "--no-sync")
        self.database_port = free_port()
        self.postgres("pg_ctl", "-D", self.database, "-w", "-l", f"{self.database}/log", "-o",
                      f"-p {self.database_port} -h 127.0.0.1 -k {self.database}", "start")

    def postgres(self, program, *arguments):
        def as_user():
            if self.user:
                os.setgroups([])
                os.setgid(self.user.pw_gid)
                os.setuid(self.user.pw_uid)
        subprocess.run([f"{self.bin}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/",
                       preexec_fn=as_user)

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.postgres("pg_ctl", "-D", self.database, "-m", "immediate", "stop")
