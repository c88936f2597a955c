# SPDX-License-Identifier: Apache-2.0
"""Uploads reports to a compliance monitor as users do: monitor.py PROGRAM

With SCS_STANDARDS_CHECKOUT the real monitor runs from that checkout (real.py), else a stand-in (standin.py).
"""
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import standin

program = os.path.abspath(sys.argv[1])
checkout = os.environ.get("SCS_STANDARDS_CHECKOUT")
folder = tempfile.mkdtemp(prefix="scs-check-monitor-")
password = "a password: with blanks and \"quotes\""
environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "XDG_STATE_HOME": f"{folder}/state"}
checks = 0


def path(name):
    return os.path.join(folder, name)


def expect(is_true, what):
    global checks
    checks += 1
    if not is_true:
        raise SystemExit(f"FAILED: {what}")


def ssh_key(name, *kind, passphrase=""):
    subprocess.run(["ssh-keygen", "-q", "-N", passphrase, "-f", path(name), *kind], check=True)
    with open(path(name + ".pub")) as file:
        return file.read().strip()


def scs_check(*arguments, status=0, says=""):
    ended = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, text=True,
                           stdin=subprocess.DEVNULL)
    output = ended.stdout + ended.stderr
    expect(ended.returncode == status, f"{arguments} ended with {ended.returncode}, not {status}:\n{output[-3000:]}")
    expect(says in output, f"{arguments} does not say {says!r}:\n{output[-3000:]}")
    expect(password not in output, "the password is shown")
    return output


def monitor_options(url, key="key", secret=None):
    with open(path("password"), "w") as file:
        file.write(secret or password)
    return ["--monitor", url, "--key", path(key), "--monitor-password-command", f"cat {path('password')}"]


def get(url):
    request = urllib.request.Request(url, headers={"Accept": "*/*"})
    return urllib.request.urlopen(request, timeout=20).read().decode()


def queue():
    try:
        return sorted(os.listdir(path("state/scs-check/uploads")))
    except FileNotFoundError:
        return []


class LosingProxy:
    """Forwards one request, and keeps the answer for itself."""

    def __init__(self, url):
        self.target = url.removeprefix("http://").split(":")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.answered = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listener.accept()
        server = socket.create_connection((self.target[0], int(self.target[1])))

        def forward():
            while data := client.recv(65536):
                server.sendall(data)
        threading.Thread(target=forward, daemon=True).start()
        if server.recv(65536):
            self.answered.set()
        self.client = client


keys = [ssh_key("key", "-t", "ed25519"), ssh_key("rsa", "-t", "rsa", "-b", "2048"),
        ssh_key("ecdsa", "-t", "ecdsa", "-b", "384")]
ssh_key("unknown", "-t", "ed25519")
accounts = {"mycloud": {"password": password, "keys": keys, "subjects": ["mycloud"]}}
if checkout:
    import real
    monitor = real.RealMonitor(checkout, accounts, os.environ.get("MONITOR_STATE", "/var/tmp/scs-check-monitor"))
else:
    monitor = standin.StandIn(accounts)
print(f"{'the monitor of ' + checkout if checkout else 'a stand-in'} at {monitor.url}")
try:
    # A run with a FAIL, an ABORT, passes and test cases without a result, uploaded at its end.
    output = scs_check("run", "--scope", "iaas", "--cloud", "simulated:quota-full+scs-0103-flavor-1l-1", "--output",
                       path("first"), "--monitor-subject", "mycloud", *monitor_options(monitor.url), status=1,
                       says="uploaded: ")
    first = re.search(r"uploaded: (\S+) of mycloud", output)[1]
    report = json.load(open(path("first/report.json")))
    verdicts = {testcase["id"]: testcase["verdict"] for testcase in report["testcases"]}
    expect(set(verdicts.values()) == {"PASS", "FAIL", "ABORT", "MISSING"}, "the run has each verdict")
    numbers = {"PASS": 1, "FAIL": -1, "ABORT": 0}
    missing = [testcase for testcase, verdict in verdicts.items() if verdict == "MISSING"]
    page = get(f"{monitor.url}/page/report/{first}")
    expect("scs-0103-flavor-1l-1" in page and "scs-0117-test-backup" in page, "the report's page has its test cases")
    expect(not any(testcase in page for testcase in missing), "the report's page has no result of what is MISSING")
    if checkout:
        detail = re.sub(r"<[^>]*>", " ", get(f"{monitor.url}/page/detail/mycloud/scs-compatible-iaas"))
        status = json.loads(get(f"{monitor.url}/status?subject=mycloud&scopeuuid={report['assessment']['uuid']}"))
        for testcase, word in [("scs-0103-flavor-1l-1", "FAIL"), ("scs-0117-test-backup", "DNF"),
                               ("scs-0103-flavor-1v-2", "pass")]:
            found = re.search(rf"\b{testcase}\s+\S*\s*(\w+)", detail) or re.search(rf"(?s){testcase}.{{0,60}}", detail)
            expect(found and word in found[0], f"{testcase} is not {word} on the page: {found and found[0]!r}")
        seen = status["mycloud"][report["assessment"]["uuid"]]["results"]
        for testcase, verdict in verdicts.items():
            result = seen.get(testcase, {}).get("result")
            expect(result == numbers.get(verdict), f"the monitor has {result} for {testcase}, which is {verdict}")
    else:
        results = [invocation["results"] for invocation in monitor.reports[first]["run"]["invocations"].values()]
        expect(results == [{id: numbers[v] for id, v in verdicts.items() if v != "MISSING"}], "each result is the verdict")

    # The same again, and together with a new one: each is there once.
    options = ["--monitor-subject", "mycloud"]
    scs_check("upload", path("first/report.json"), *options, *monitor_options(monitor.url), says="already there: " + first)
    for name, key in [("second", "rsa"), ("third", "ecdsa")]:
        scs_check("run", "--scope", "iaas", "--cloud", "simulated", "--output", path(name))
        output = scs_check("upload", path("first/report.json"), path(name + "/report.json"), *options,
                           *monitor_options(monitor.url, key), says="uploaded: ")
        expect(f"already there: {first}" in output, "the one that is there is named")
    expect(queue() == [], "nothing is pending")

    # What was rendered and signed before, as a file, as JSON, and changed since.
    scs_check("run", "--scope", "iaas", "--cloud", "simulated", "--output", path("fourth"), "--format", "scs")
    document = open(path("fourth/report.scs.yaml")).read().replace('subject: "simulated"', 'subject: "mycloud"')
    with open(path("signed.yaml"), "w") as file:
        file.write(document)
    scs_check("sign", path("signed.yaml"), "--key", path("key"))
    plain = ["--monitor", monitor.url, "--monitor-password-command", f"cat {path('password')}"]
    scs_check("upload", path("signed.yaml"), *plain, says="uploaded: ")
    fields = standin.yaml.safe_load(document)
    fields["run"]["uuid"] = "00000000-0000-4000-8000-00000000000a"
    with open(path("signed.json"), "w") as file:
        json.dump(fields, file, default=str)
    scs_check("upload", path("signed.json"), *plain, status=64, says="is not signed")
    scs_check("upload", path("signed.json"), *monitor_options(monitor.url), says="uploaded: ")
    with open(path("signed.yaml"), "a") as file:
        file.write("changed: true\n")
    scs_check("upload", path("signed.yaml"), *plain, status=2, says="sign it again")
    with open(path("poor.yaml"), "w") as file:
        file.write("subject: mycloud\n")
    scs_check("upload", path("poor.yaml"), *monitor_options(monitor.url), status=2, says="spec.uuid is missing")

    # Refusals in words; what was not taken is kept, and sent once the cause is gone.
    scs_check("run", "--scope", "iaas", "--cloud", "simulated", "--output", path("fifth"))
    fifth = ["upload", path("fifth/report.json"), *options]
    scs_check(*fifth, *monitor_options(monitor.url, "unknown"), status=2, says="has no such key")
    scs_check(*fifth, *monitor_options(monitor.url, secret="wrong"), status=2, says="check user and password")
    monitor_options(monitor.url)
    scs_check("upload", path("fifth/report.json"), "--monitor-user", "mycloud", *monitor_options(monitor.url), status=2,
              says="may report for simulated")
    scs_check(*fifth, *monitor_options(monitor.url + "/page"), status=2, says="give the URL of the compliance monitor")
    expect(len(queue()) == 2, f"two uploads are kept: {queue()}")
    for name in queue():
        os.remove(path("state/scs-check/uploads/" + name))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    away = f"http://127.0.0.1:{port}"
    scs_check(*fifth, *monitor_options(away), status=2, says="upload --pending")
    expect(len(queue()) == 1, "the upload is kept")
    pending = ["upload", "--pending", "--monitor-password-command", f"cat {path('password')}"]
    scs_check(*pending, status=2, says="No connection")
    # The monitor comes back: here, under the address that was away.
    kept = path("state/scs-check/uploads/" + queue()[0])
    text = open(kept).read().replace(away, monitor.url)
    with open(kept, "w") as file:
        file.write(text)
    scs_check(*pending, says="uploaded: ")
    expect(queue() == [], "the queue is empty")
    scs_check(*pending, says="Nothing is pending.")

    # Killed between the monitor's answer and the note of it: sent again, and there once.
    scs_check("run", "--scope", "iaas", "--cloud", "simulated", "--output", path("sixth"))
    proxy = LosingProxy(monitor.url)
    killed = subprocess.Popen([program, "upload", path("sixth/report.json"), *options, *monitor_options(proxy.url)],
                              cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    expect(proxy.answered.wait(20), "the monitor has answered")
    second = scs_check("upload", path("sixth/report.json"), *options, *monitor_options(proxy.url), status=2)
    expect("being sent by another process" in second, "only one process sends it")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    expect(len(queue()) == 1, "the upload is kept")
    kept = path("state/scs-check/uploads/" + queue()[0])
    text = open(kept).read().replace(proxy.url, monitor.url)
    with open(kept, "w") as file:
        file.write(text)
    scs_check(*pending, says="already there: ")
    expect(queue() == [], "the queue is empty")

    # The account in secure.yaml.
    os.makedirs(path(".config/openstack"), exist_ok=True)
    with open(path(".config/openstack/secure.yaml"), "w") as file:
        json.dump({"monitors": {monitor.url + "/": {"user": "mycloud", "password": password}}}, file)
    os.chmod(path(".config/openstack/secure.yaml"), 0o644)
    scs_check("upload", path("sixth/report.json"), *options, "--monitor", monitor.url, "--key", path("key"),
              says="everyone can read it")
    os.remove(path(".config/openstack/secure.yaml"))
    scs_check("upload", path("sixth/report.json"), *options, "--monitor", monitor.url, "--key", path("key"), status=64,
              says="needs a terminal")

    # An encrypted key: the passphrase from a descriptor, and typed at a terminal.
    ssh_key("closed", "-t", "ed25519", "-a", "1", passphrase="open sesame")
    with open(path("passphrase"), "w") as file:
        file.write("open sesame\n")
    with open(path("passphrase")) as file:
        subprocess.run([program, "sign", path("poor.yaml"), "--key", path("closed"), "--passphrase-fd", str(file.fileno())],
                       pass_fds=[file.fileno()], check=True, stdout=subprocess.DEVNULL)
    os.remove(path("poor.yaml.sig"))
    child, terminal = pty.fork()
    if child == 0:
        os.execve(program, [program, "sign", path("poor.yaml"), "--key", path("closed")], environment)
    shown = b""
    while b"passphrase for key" not in shown:
        shown += os.read(terminal, 4096)
    os.write(terminal, b"open sesame\n")
    try:
        while data := os.read(terminal, 4096):
            shown += data
    except OSError:
        pass  # the terminal's end
    expect(os.waitpid(child, 0)[1] == 0 and os.path.exists(path("poor.yaml.sig")), f"the typed passphrase opens: {shown}")
    expect(b"open sesame" not in shown, "the passphrase is not echoed")

    # A run whose upload fails says so, and ends so.
    output = scs_check("run", "--scope", "iaas", "--cloud", "simulated", *options, *monitor_options(away), status=2,
                       says="exit status 2 (the report was not uploaded)")
    scs_check("run", "scs-0103", "--cloud", "simulated", *options, *monitor_options(monitor.url), status=64,
              says="takes results of a scope")
    if not checkout:
        for status, words in [(415, "does not take application/x-signed-yaml"), (500, "its log says why"),
                              (302, "redirects to /elsewhere"), (403, "check user and password"), (413, "fewer reports"),
                              (422, "is set aside")]:
            scs_check(*fifth, *monitor_options(f"{monitor.url}/answer/{status}"), status=2, says=words)
        # What is rejected stays out of the way, and is named; what is refused for another cause is tried again.
        aside = [name for name in queue() if name.endswith(".rejected")]
        expect(len(aside) == 2, f"two uploads are set aside: {queue()}")
        scs_check(*pending, status=2, says="Set aside earlier, and not sent: ")
        for name in queue():
            if name not in aside:
                os.remove(path("state/scs-check/uploads/" + name))
        scs_check(*pending, says="Nothing is pending.")
    print(f"{checks} expectations held")
finally:
    if checkout:
        monitor.end()
