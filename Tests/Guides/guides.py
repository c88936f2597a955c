# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of README and the guides, one after the other as a reader would: guides.py PROGRAM

The cloud is the simulated one, the compliance monitor its stand-in. A command that is neither run nor listed in
NOT_RUN fails, and so does one that ends with another status than a reader may expect.
"""
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(root, "Tests", "Monitor"))
import standin  # noqa: E402

program = os.path.abspath(sys.argv[1])
MONITOR = "https://compliance.sovereignit.cloud"

NOT_RUN = {
    "apt-get install ./scs-check_0.2.0-1_amd64.deb": "Packaging/clean-root installs the package",
    "systemctl enable --now scs-check@mycloud.timer": "needs systemd; a test runs the unit's command",
    "make demo": "`make test` needs the same build",
    "make test": "CI runs it",
    "make devcloud": "CI runs it, for minutes",
    "DEVCLOUD_SERVICES=all make devcloud": "CI runs it, for minutes",
    "make integration": "CI runs it, for minutes",
    "make devcloud-down": "CI runs it",
}
# Where another status than 0 is right.
STATUS = {
    # The simulated cloud is of today, and has no images of that year.
    "scs-check run --scope iaas --cloud mycloud --date 2025-03-01": {0, 1, 2},
    # Two names, of which one is a mistake.
    "scs-check flavor SCS-4V-16-100s SCS-2C-4ou": {1},
    # That version requires a test case that the recorded run, of the versions valid today, did not need.
    "scs-check judge mycloud.tar.gz --scope-version v6": {2},
    # The second cloud lacks a flavor.
    "scs-check run --scope iaas --cloud a --cloud b --output reports": {1},
}


def commands(page):
    """The lines of the fenced `sh` blocks, without comments, continuations joined."""
    with open(os.path.join(root, page)) as file:
        blocks = re.findall(r"^( *)```sh\n(.*?)^\1```", file.read(), re.S | re.M)
    found = []
    for _, block in blocks:
        text = "\n".join(re.sub(r"\s+# .*", "", line.strip()) for line in block.splitlines())
        found += [line for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines() if line and not line.startswith("#")]
    return found


class Reader:
    """A home and a folder of their own for a page, and what it presupposes."""

    def __init__(self, page):
        self.page = page
        self.folder = tempfile.mkdtemp(prefix="scs-check-guide-")
        self.accounts = {"mycloud": {"password": "secret", "keys": [], "subjects": ["mycloud", "simulated"]}}
        self.monitor = None
        # What follows the making of the key.
        self.with_key = "true"
        self.ran = 0
        for name in ["bin", "home/.ssh", "home/.config/openstack"]:
            os.makedirs(self.path(name))
        os.symlink(program, self.path("bin/scs-check"))
        self.write("bin/pass", "#!/bin/sh\necho secret\n", 0o755)
        self.write("home/.config/openstack/clouds.yaml",
                   "clouds: {mycloud: {region_name: R, auth: {auth_url: 'https://keystone.example/v3', username: u,\n"
                   "  password: p, project_name: p, user_domain_name: d, project_domain_name: d}}}\n")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode=0o600):
        with open(self.path(name), "w") as file:
            file.write(text)
        os.chmod(self.path(name), mode)

    def url(self):
        """The monitor, which knows the reader's key once there is one; the account is that of secure.yaml."""
        if self.monitor is None:
            with open(self.path("home/.ssh/scs-report.pub")) as file:
                self.accounts["mycloud"]["keys"].append(file.read().strip())
            self.monitor = standin.StandIn(self.accounts)
            self.write("home/.config/openstack/secure.yaml",
                       json.dumps({"monitors": {self.monitor.url: {"user": "mycloud", "password": "secret"}}}))
        return self.monitor.url

    def shell(self, command, statuses=(0,), cwd=None):
        # A key for reports may have a passphrase; this one has none, so that nothing is prompted for.
        script = "ssh-keygen() { if [ \"$1\" = -t ]; then set -- -q -N '' \"$@\"; fi; command ssh-keygen \"$@\"; }\n" + command
        environment = {"PATH": f"{self.path('bin')}:/usr/bin:/bin", "HOME": self.path("home"), "LANG": "C.UTF-8"}
        ended = subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=cwd or self.folder, env=environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if ended.returncode not in statuses:
            raise SystemExit(f"FAILED: {self.page}: `{command}` ended with {ended.returncode}:\n{ended.stdout[-3000:]}")

    def follow(self, command):
        """As it stands in the page, but on the simulated cloud and with the stand-in."""
        changed = command
        # The simulated cloud has no configuration to show.
        if not command.startswith("scs-check config"):
            changed = changed.replace("--cloud mycloud", "--cloud simulated")
        # The digests of gigabytes that the other depths need are not what a guide is about.
        changed = changed.replace("run volume-backup", "run volume-backup --depth api")
        changed = changed.replace("--cloud a --cloud b", "--cloud simulated --cloud simulated:scs-0103-flavor-1l-1")
        if MONITOR in changed:
            changed = changed.replace(MONITOR, self.url())
        cwd = None
        if command.startswith("scs-check new-check") and "--language" not in command:
            cwd = self.path("repository")
        self.shell(changed, STATUS.get(command, {0}), cwd)
        if command.startswith("ssh-keygen -t"):
            self.shell(self.with_key)
        self.ran += 1

    def close(self):
        shutil.rmtree(self.folder)


def run(reader, *options):
    reader.shell("scs-check run --scope iaas --cloud simulated --quiet " + " ".join(options))


def readme(reader):
    os.makedirs(reader.path("path/to"))
    shutil.copy(os.path.join(root, "Standards/iaas/scope.yaml"), reader.path("path/to/scs-compatible-iaas.yaml"))
    for name in ["Sources/Checks", "Standards"]:
        shutil.copytree(os.path.join(root, name), reader.path(f"repository/{name}"))
    shutil.copy(os.path.join(root, "Package.swift"), reader.path("repository"))


def handover(reader):
    run(reader, "--output", "reports")
    shutil.copy(os.path.join(root, "Standards/iaas/scope.yaml"), reader.path("newer.yaml"))
    # That page shows the list of signers as text, and a command of ASSESSORS.md makes it.
    reader.with_key = "echo \"assessor@example.org $(cat ~/.ssh/scs-report.pub)\" > signers"


def reports(reader):
    """Two nights, the first of yesterday, in folders, files, a history and a bundle."""
    run(reader, "--output", "reports/tuesday", "--evidence", "last-year.tar.gz")
    with open(reader.path("reports/tuesday/report.json")) as file:
        report = json.load(file)
    os.makedirs(reader.path("reports/monday"))
    shutil.copy(reader.path("reports/tuesday/report.json"), reader.path("tuesday.json"))
    shutil.copy(reader.path("reports/tuesday/report.json"), reader.path("report.json"))
    report["run"]["id"] = "yesterday0000000"
    day = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(days=1)
    for key in ["started_at", "ended_at"]:
        report["run"][key] = f"{day}T02:00:00Z"
    for name in ["monday.json", "reports/monday/report.json"]:
        reader.write(name, json.dumps(report))
    reader.shell("scs-check history import --history nights.db monday.json tuesday.json")


def fleet(reader):
    reader.write("scs-check.yaml",
                 "defaults: {scope: iaas, output: nights}\n"
                 "subjects:\n  one: {cloud: simulated, groups: [production]}\n  two: {cloud: simulated}\n"
                 "presets:\n  nightly: {subjects: ['*'], format: [json, markdown, html]}\n")


PAGES = {"README.md": readme, "docs/ASSESSORS.md": None, "docs/OPERATORS.md": None, "docs/HANDOVER.md": handover,
         "docs/REPORTS.md": reports, "docs/FLEET.md": fleet}

began, ran, unseen = time.monotonic(), 0, set(NOT_RUN) | set(STATUS)
for page, prepare in PAGES.items():
    reader = Reader(page)
    if prepare:
        prepare(reader)
    for command in commands(page):
        unseen.discard(command)
        if command not in NOT_RUN:
            reader.follow(command)
    print(f"{page}: {reader.ran} commands work")
    ran += reader.ran
    reader.close()
if unseen:
    raise SystemExit(f"FAILED: no page has these commands any more: {', '.join(sorted(unseen))}")
print(f"{ran} commands in {time.monotonic() - began:.0f} s; {len(NOT_RUN)} are not run: " + "; ".join(sorted(NOT_RUN)))
