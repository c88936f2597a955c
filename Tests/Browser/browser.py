# SPDX-License-Identifier: Apache-2.0
"""Opens the program's pages in a headless Chromium and uses them as people do: browser.py PROGRAM

Ends with status 0 and a sentence where there is no Chromium. --keep FOLDER keeps pages, PDF and pictures.
"""
import collections
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

from chromium import Chromium, program as chromium

here = os.path.dirname(os.path.abspath(__file__))
with open(f"{here}/inspection.js") as file:
    inspection = file.read()
checks = 0


def expect(is_true, what):
    global checks
    checks += 1
    if not is_true:
        raise SystemExit(f"FAILED: {what}")


class Pages:
    """What the program makes of simulated clouds."""

    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        scope = ["run", "--scope", "iaas", "--quiet", "--format", "json", "--format", "html"]
        self.make(*scope, "--cloud", "simulated", "--output", "pass")
        self.make(*scope, "--cloud", "simulated:backup-error", "--output", "fail", status=1)
        for name in ["pass", "fail"]:
            os.rename(self.path(f"{name}/report.html"), self.path(f"{name}.html"))
        with open(self.path("several.html"), "w") as page:
            page.write(self.make("render", "pass", "fail", "--format", "html"))
        self.fleet(scope)
        self.many()
        self.site()

    def path(self, name):
        return os.path.join(self.folder, name)

    def make(self, *arguments, status=0):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "XDG_STATE_HOME": self.path("state")}
        ended = subprocess.run([self.program, *arguments], cwd=self.folder, env=environment, capture_output=True,
                               text=True, stdin=subprocess.DEVNULL)
        expect(ended.returncode == status,
               f"{arguments} ended with {ended.returncode}, not {status}:\n{(ended.stdout + ended.stderr)[-2000:]}")
        return ended.stdout

    def report(self, name):
        with open(self.path(name)) as file:
            return json.load(file)

    def many(self):
        """300 clouds x 45 standards, by a merge of a matrix that no run made."""
        standards = [f"scs-{number:04}-v1" for number in range(45)]
        cell = {"passed": 3, "since": "2026-11-28T02:00:00Z"}
        subjects = [
            {"name": f"cloud-{n:03}", "cloud": f"cloud-{n:03}", "groups": [], "labels": {}, "verdict": "FAIL", "exit_status": 1,
             "summary": "FAIL: 1 main test case failed", "calls": 1, "leftovers": 0, "changes": [], "slowest": [],
             "standards": {id: dict(cell, verdict="FAIL" if i % 9 == n % 9 else "PASS",
                                    others={f"{id[:8]}-test": "FAIL"} if i % 9 == n % 9 else {})
                           for i, id in enumerate(standards)}} for n in range(300)]
        matrix = {"schema_version": 1, "tool": {"name": "scs-check", "version": "0.2.0"}, "exit_status": 1, "missing": [],
                  "run": {"started_at": "2026-11-28T02:00:00Z", "ended_at": "2026-11-28T03:00:00Z", "duration_seconds": 3600,
                          "interrupted": False}, "subjects": subjects,
                  "standards": [{"id": id, "version": id, "name": "A standard", "url": "https://docs.scs.community"}
                                for id in standards]}
        os.makedirs(self.path("few"))
        with open(self.path("few/matrix.json"), "w") as file:
            json.dump(matrix, file)
        self.make("merge", "few", "--output", "many", "--format", "html", status=1)

    def fleet(self, scope):
        clouds = ["simulated", "simulated:backup-error", "simulated:scs-0103-flavor-1l-1", "nowhere"]
        run = scope + [word for cloud in clouds for word in ("--cloud", cloud)] + ["--output", "fleet"]
        self.make(*run, status=1)
        # Yesterday one of the failures was none.
        report = self.path("fleet/simulated-backup-error/report.json")
        with open(report) as file:
            text = file.read()
        with open(report, "w") as file:
            file.write(text.replace('"FAIL"', '"PASS"'))
        self.make(*run, status=1)

    hostile = ["<img src=x onerror=alert(1)>", "../../etc/passwd", "A", "a", "caf\u00e9 \u202e\"'&", "x" * 300]

    def site(self):
        """Ten nights of two clouds, and one of each hostile name."""
        made = []
        for night in range(10):
            for name, verdicts in [("pass", "pass"), ("fail", "pass" if night % 4 else "fail")]:
                made.append(self.night(verdicts, f"{name}ing", night))
        made += [self.night("fail", name, 0) for name in self.hostile]
        self.make("site", "site", *made)

    def night(self, source, cloud, number):
        report = self.report(f"{source}/report.json")
        report["subject"]["cloud"] = cloud
        report["run"]["id"] = hashlib.sha256(f"{cloud} {number}".encode()).hexdigest()[:16]
        for key in ["started_at", "ended_at"]:
            report["run"][key] = f"2026-11-{number + 10}T02:00:00Z"
        for testcase in report["testcases"]:
            if "duration_seconds" in testcase:
                testcase["duration_seconds"] = round(testcase["duration_seconds"] * (1 + number % 3 / 4), 3)
        folder = self.path(f"night-{report['run']['id']}")
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/report.json", "w") as file:
            json.dump(report, file)
        return folder


class Visit:
    """A browser that visits the pages."""

    def __init__(self, browser, pages):
        self.browser, self.pages = browser, pages
        self.run = browser.run

    def open(self, name, width=1600):
        self.name = name
        self.browser.size(width)
        self.browser.open(self.pages.path(name))
        self.run(inspection)

    def expect(self, is_true, what):
        expect(is_true, f"{self.name}: {what}")

    def ask(self, code):
        return self.run(f"inspection.{code}")

    def until(self, code, what):
        """The page answers to a key or a click a little later."""
        deadline = time.monotonic() + 5
        while not self.run(code) and time.monotonic() < deadline:
            time.sleep(0.02)
        self.expect(self.run(code), what)

    def layout(self, name):
        for width in [360, 800, 1600]:
            self.open(name, width)
            for state in ["folded", "unfolded"]:
                found = self.ask("overflow()")
                self.expect(not found, f"sticks out at {width} pixels, {state}: {found[:5]}")
                self.ask("unfold()")
        self.expect(not self.browser.messages(), f"messages: {self.browser.messages()[:5]}")

    def contrast(self, name):
        for scheme, kind in [("light", ""), ("dark", ""), ("dark", "print")]:
            self.browser.media(scheme, kind)
            self.open(name)
            self.ask("unfold()")
            result = self.ask(f"contrast({json.dumps(kind == 'print')})")
            self.expect(result["count"] > 20, f"only {result['count']} texts")
            self.expect(not result["found"], f"contrast in {scheme} {kind}: {result['found'][:5]}")
        self.browser.media("light")

    def keyboard(self, name):
        self.open(name)
        count = self.ask("watchFocus()")
        for _ in range(count):
            self.browser.key("Tab", 9)
        steps = self.run("inspection.steps")
        self.expect(len(steps) == count, f"the focus reaches {len(steps)} of {count}")
        self.expect("class=\"skip\"" in steps[0]["text"], f"first is {steps[0]['text']}")
        for step in steps:
            self.expect(step["isSeen"], f"no outline: {step['text']}")
        places = [step["place"] for step in steps]
        self.expect(places == sorted(set(places)), "the focus does not follow the page")
        roles = {"link", "button", "combobox", "searchbox", "textbox", "region", "image", "img", "form", "heading",
                 "DisclosureTriangle", "columnheader", "status"}
        seen = collections.Counter()
        for node in self.browser.call("Accessibility.getFullAXTree")["nodes"]:
            role = node.get("role", {}).get("value")
            if node.get("ignored") or role not in roles - {"status"}:
                continue
            seen[role] += 1
            self.expect(node.get("name", {}).get("value", "").strip(), f"a {role} without a name: {node}")
        self.expect(seen["heading"] > 1 and seen["link"] > 0, f"roles: {seen}")

    def without_scripts(self, name, selector):
        self.open(name)
        count = self.ask(f"count('{selector}')")
        self.expect(count > 0 and self.ask("count('form')") == 1, "no filters")
        self.browser.scripts(False)
        self.open(name)
        self.expect(self.ask("count('form')") == 0, "filters are shown that do nothing")
        self.expect(self.ask(f"count('{selector}')") == count, "something is missing without scripts")
        self.browser.scripts(True)

    def choose(self, field, option):
        """Chooses by the arrow keys, as with a keyboard."""
        index = self.run(f"[...document.querySelector('[name={field}]').options].findIndex("
                         f"(option) => option.text === {json.dumps(option)})")
        self.expect(index > 0, f"no {option} in {field}")
        self.run(f"document.querySelector('[name={field}]').focus()")
        for _ in range(index):
            self.browser.key("ArrowDown", 40)

    def write(self, text):
        self.run("document.querySelector('[name=text]').focus()")
        self.browser.call("Input.insertText", text=text)

    def click(self, selector):
        x, y = self.ask(f"centre('{selector}')")
        for kind in ["mousePressed", "mouseReleased"]:
            self.browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def shown(self, selector, number, what):
        text = "document.getElementById('shown').textContent"
        self.until(f"{text}.startsWith('{number} of ')", f"{what}: not {number} of")
        found = self.ask(f"count('{selector}')")
        self.expect(found == number, f"{what}: {found} rows instead of {number}")

    def report_filters(self, name, report):
        self.open(name)
        testcases, rows = report["testcases"], "details.testcase"
        self.shown(rows, len(testcases), "at first")
        for field in ["verdict", "target", "standard"]:
            for value in sorted({testcase[field] for testcase in testcases})[-2:]:
                self.choose(field, value)
                self.shown(rows, sum(testcase[field] == value for testcase in testcases), f"{field} {value}")
                self.click("input[type=reset]")
        self.write("BACKUP")
        texts = [" ".join([t["id"], t["title"], t.get("reason", ""), t.get("message", "")]) for t in testcases]
        wanted = [t for t, text in zip(testcases, texts) if "backup" in text.lower()]
        self.shown(rows, len(wanted), "text")
        self.choose("verdict", "PASS")
        self.shown(rows, sum(t["verdict"] == "PASS" for t in wanted), "text and verdict")
        standards = len({t["standard"] for t in wanted if t["verdict"] == "PASS"})
        self.expect(self.ask("count('.matrix tbody tr')") == standards, "the matrix has other rows")
        self.click("input[type=reset]")
        self.shown(rows, len(testcases), "after the reset")
        self.click("ul.cells a.PASS")
        self.until("document.getElementById(location.hash.slice(1))?.open", "a link does not unfold what it leads to")

    def matrix(self):
        self.open("fleet/matrix.html")
        matrix = self.pages.report("fleet/matrix.json")
        subjects, rows = matrix["subjects"], "tr[data-verdict]"
        self.shown(rows, len(subjects), "at first")
        self.choose("verdict", "FAIL")
        self.shown(rows, sum(s["verdict"] == "FAIL" for s in subjects), "verdict FAIL")
        self.click("input[type=reset]")
        self.choose("column", "scs-0103-v1" if any("scs-0103-v1" in s["standards"] for s in subjects) else "scs-0103")
        self.expect(self.ask("count('.grid thead th')") == 4, "other columns stay")
        self.choose("verdict", "FAIL")
        failed = [s for s in subjects for i, c in s["standards"].items() if i.startswith("scs-0103") and c["verdict"] == "FAIL"]
        self.shown(rows, len(failed), "FAIL of one standard")
        self.click("input[type=reset]")
        self.write("nowhere")
        self.shown(rows, 1, "text")
        self.click("input[type=reset]")
        links = self.run("[...document.querySelectorAll('.grid tbody a')].map((a) => a.href)")
        self.expect(len(links) == 3, f"links: {links}")
        for link in links:
            self.expect(os.path.exists(urllib.parse.unquote(urllib.parse.urlparse(link).path)), f"no {link}")
        text = self.run("document.body.innerText")
        for part in ["Changes since the last run", "What did not pass", "since 20", "Slowest test cases"]:
            self.expect(part in text, f"no '{part}'")
        # The head stays where it is when the rows are scrolled; how high they are depends on the fonts.
        self.browser.size(800, 400)
        gap = self.run("(() => { const grid = document.querySelector('.grid'); "
                       "grid.style.maxHeight = grid.scrollHeight / 2 + 'px'; grid.scrollTop = 60; "
                       "return [grid.scrollTop, grid.querySelector('th').getBoundingClientRect().top - grid.getBoundingClientRect().top]; })()")
        self.expect(gap[0] > 20 and abs(gap[1]) < 2, f"the head does not stay: {gap}")

    def many(self):
        """Cells out of sight cost no layout, and are found by the filters and read aloud all the same."""
        self.open("many/matrix.html")
        nodes, boxes = self.browser.boxes()
        self.expect(nodes > 40_000 and boxes < nodes / 5, f"{boxes} boxes of {nodes} nodes")
        self.write("cloud-299")
        self.shown("tr[data-verdict]", 1, "the last of many")
        self.click("input[type=reset]")
        self.shown("tr[data-verdict]", 300, "all of many")
        self.choose("column", "scs-0044-v1")
        self.expect(self.ask("count('.grid thead th')") == 4, "other columns stay")
        left = self.run("[...document.querySelectorAll('.grid tr')].slice(0, 2).map((row) => Math.round("
                        "[...row.cells].filter((cell) => cell.checkVisibility())[3].getBoundingClientRect().left))")
        self.expect(left[0] == left[1], f"the column is not below its head: {left}")
        self.click("input[type=reset]")
        row = self.run("(() => { const last = document.querySelector('.grid tbody tr:last-child'); last.scrollIntoView(); "
                       "return [last.innerText.includes('cloud-299'), last.getBoundingClientRect().height]; })()")
        self.expect(row[0] and row[1] > 10, f"the last row: {row}")

    def site(self):
        found = glob.glob(self.pages.path("site/**/*"), recursive=True)
        files = sorted(os.path.relpath(f, self.pages.path("site")) for f in found if os.path.isfile(f))
        clouds = 2 + len(self.pages.hostile)
        expect(len(files) == 1 + 2 * clouds, f"files of the site: {files}")
        expect(len({f.lower() for f in files}) == len(files), "two files differ in case alone")
        expect(all(re.fullmatch(r"[a-z0-9/._~-]+", f) for f in files), f"names of files: {files}")
        for file in files:
            self.open(f"site/{file}")
            links = self.run("[...document.querySelectorAll('a[href]')].map((a) => [a.getAttribute('href'), a.href])")
            for raw, link in links:
                if raw.startswith(("#", "https://docs.scs.community", "https://github.com")):
                    continue
                path = urllib.parse.unquote(urllib.parse.urlparse(link).path)
                self.expect(":" not in raw and not raw.startswith("/"), f"{raw} is not relative")
                self.expect(os.path.exists(path), f"{raw} leads nowhere")
            self.expect(not self.browser.messages(), f"messages: {self.browser.messages()[:5]}")
        self.open("site/index.html")
        self.shown("tr[data-verdict]", clouds, "clouds")
        self.expect(self.run("document.body.innerText.includes('<img src=x onerror=alert(1)>')"), "a name is no text")
        self.choose("verdict", "PASS")
        self.shown("tr[data-verdict]", 2, "clouds that pass")
        self.open("site/clouds/failing.html")
        self.expect(self.ask("count('header svg rect')") == 10, "not one bar a run")
        self.expect(self.run("document.querySelectorAll('header svg rect.FAIL').length") == 3, "nights that failed")

    def policy(self):
        """Whoever got markup into the page could run and load nothing."""
        self.open("fail.html")
        self.run("""(() => {
          const script = document.createElement("script");
          script.textContent = "window.hacked = 1";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src='http://127.0.0.1:9/' onerror='window.hacked = 2'>"
            + "<p id=styled style='color:red'>x</p>");
          return new Promise((resolve) => setTimeout(resolve, 100));
        })()""")
        self.expect(self.run("window.hacked === undefined"), "the policy lets scripts run")
        self.expect(not self.run("document.getElementById('styled').style.color"), "the policy lets styles in")
        self.expect(len(self.browser.messages()) >= 3, "Chromium does not tell what it refused")

    def print(self, name, pages, has, lacks=()):
        self.open(f"{name}.html")
        self.browser.media("dark")
        file = self.pages.path(f"{os.path.basename(name)}.pdf")
        self.browser.pdf(file)
        self.browser.media("light")
        with open(file, "rb") as pdf:
            data = pdf.read()
        count = len(re.findall(rb"/Type /Page\b", data))
        self.expect(1 <= count <= pages, f"{count} printed pages")
        boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", data)}
        self.expect(boxes == {(0, 0, 595, 842)}, f"not A4: {boxes}")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
            text = " ".join(text.split())
            for part in has:
                self.expect(part in text, f"not printed: {part}")
            for part in ["Show all", "Skip to", *lacks]:
                self.expect(part not in text, f"printed: {part}")


def main(program, keep):
    if not chromium():
        print("Not tested: no Chromium is installed (on Debian: apt-get install chromium).")
        return
    began = time.monotonic()
    folder = keep or tempfile.mkdtemp(prefix="scs-check-browser-")
    os.makedirs(folder, exist_ok=True)
    pages = Pages(program, folder)
    if not shutil.which("pdftotext"):
        print("The printed texts are not looked at: no pdftotext is installed (on Debian: apt-get install poppler-utils).")
    every = ["pass.html", "fail.html", "several.html", "fleet/matrix.html", "site/index.html", "site/clouds/failing.html"]
    with Chromium() as browser:
        visit = Visit(browser, pages)
        for name in every:
            visit.layout(name)
            visit.contrast(name)
            # The page that fails has all that the one that passes has.
            if name != "pass.html":
                visit.keyboard(name)
        for name in ["pass", "fail"]:
            visit.report_filters(f"{name}.html", pages.report(f"{name}/report.json"))
            visit.without_scripts(f"{name}.html", "details.testcase")
        visit.matrix()
        visit.many()
        visit.without_scripts("fleet/matrix.html", ".grid tbody tr")
        visit.site()
        visit.without_scripts("site/index.html", ".grid tbody tr")
        visit.policy()
        failed = [t for t in pages.report("fail/report.json")["testcases"] if t["verdict"] == "FAIL"]
        visit.print("pass", 8, ["Certificate PASS", "What failed", "Nothing: each test case"])
        visit.print("fail", 9, ["What failed", failed[0]["id"], "Where to look", "request "])
        visit.print("fleet/matrix", 4, ["4 subjects", "What did not pass", "nowhere"])
        if keep:
            for name in every:
                for width in [360, 800, 1600]:
                    for scheme in ["light", "dark"]:
                        browser.media(scheme)
                        visit.open(name, width)
                        browser.picture(f"{folder}/{name.replace('/', '-')[:-5]}-{width}-{scheme}.png")
    if not keep:
        shutil.rmtree(folder)
    print(f"{checks} expectations in {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[3] if sys.argv[2:3] == ["--keep"] else None)
