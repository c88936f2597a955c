#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ten concurrent runs in one project, ten thousand foreign resources beside them, and hostile names.

neighbours.py PROGRAM SERVER [short|long]
neighbours.py PROGRAM --real CLOUDS_YAML --cloud NAME            three concurrent runs on a real OpenStack"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "shared"))
import cloud  # noqa: E402
import realcloud  # noqa: E402

PACE = {"step_ms": 2500, "factor": 20}
API = ["volume-backup", "--depth", "api", "--cloud", "member"]
HOSTILE = {
    "terminal escapes": "\x1b[2J\x1b]0;owned\x07\x1b[31mred\x9b31m", "controls": "a\x00b\x08\x7fc\td\re\nf\x85g",
    "markdown": "# h\n* [click](javascript:alert(1)) ![i](http://x/y) **b** _i_ ~~s~~ `c` | x | --- |",
    "table": "a | b | c ||| `d|e` \\| f", "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;<!-- --><a href='x'>",
    "quotes": "\"'\\\"'`´''\"\" \\n \\u0000 \\x1b", "right to left": "\u202egnp.exe\u2066\u2069\u200f\ufeff\u200b", "separators": "a\u2028b\u2029c\u0085d",
    "yaml": "- a: {b: [c, *d, &e]} !!python/object #x %TAG\n---\n...", "json": "\"}], \"verdict\": \"PASS\", [{\"x\": \"",
    "long": "n" * 255, "wide": "\U0001f4a9" * 60 + "\U000e0041\ud7ff\uf8ff", "lists": "1. one\n+ two\n> three\n    code\n===\n***",
    "fences": "```\nx\n```\n~~~\n$$x$$ $y$", "format": "%s%n%d {0} ${HOME} $(id) `id` ; rm -rf /",
}
# Hostile text in services' answers, and which service sends it.
PLACES = {
    "flavors": ["SCS-2V-4", "SCS-4V-16-100s", "SCS-1L-1"], "images": ["Ubuntu 24.04", "Debian 13"], "zones and roles": ["nova", "reader"],
    "properties": ["x86_64", "hotfix_hours", "image_build_date"], "projects and users": ["\"demo\""], "catalogue": ["placement", "octavia"],
}
# None of these may reach a terminal or a report.


class Neighbours:
    def __init__(self, options):
        self.program, self.is_long = options.program, options.form == "long"
        self.server = cloud.CloudServer(options.server)
        self.place = cloud.Workplace(self.server.port)
        self.tally = cloud.Tally()

    def begin(self, **wishes):
        self.place.clear()
        self.server.reset(**{**PACE, **wishes})
        self.before = self.server.inventory()

    def untouched(self, what):
        now = self.server.inventory()
        self.tally.check(not now - self.before, f"{what}: left {sorted(now - self.before)[:3]}")
        self.tally.check(not self.before - now, f"{what}: touched {sorted(self.before - now)[:3]}")

    def crowd(self):
        """Ten concurrent runs in one project: they share only the quota."""
        for subject in (API, ["volume-backup", "--depth", "data", "--cloud", "member"]) if self.is_long else (API,):
            self.begin(profile="no-qcow2+hashless", digests=False)
            runs = []
            for index in range(10):
                folder = self.place.path / f"run-{index}"
                runs.append((folder, self.place.start([self.program, "run", *subject, "--output", str(folder), "--journals",
                                                       str(self.place.journals)], stderr=subprocess.PIPE)))
            for folder, process in runs:
                errors = process.communicate(timeout=600)[1].decode(errors="replace")
                report = json.loads((folder / "report.json").read_text())
                self.tally.count("runs at once")
                for testcase in report["testcases"]:
                    if testcase["verdict"] == "MISSING":
                        continue
                    self.tally.count(f"{testcase['verdict']} {testcase.get('reason', '')}".strip())
                    fair = testcase["verdict"] == "PASS" or testcase.get("reason") in ("quota", "partly-proven")
                    self.tally.check(fair, f"run beside nine others: {testcase['id']} {testcase['verdict']} {testcase.get('message')}")
                self.tally.check(process.returncode in (0, 2), f"run beside nine others: {process.returncode} {errors[-300:]}")
            self.tally.check(not self.place.remaining(), f"ten runs: journals remain {self.place.remaining()}")
            self.untouched("ten runs at once")

    def multitude(self):
        """Ten thousand foreign volumes, backups and snapshots: no further calls but the pages of one last look, and little more time."""
        figures = {}
        for depth in ("api", "full") if self.is_long else ("api",):
            for count in (0, 10_000):
                subject = ["volume-backup", "--depth", depth, "--cloud", "member", "--time-limit", "600"]
                plants = [{"count": count, "name": "scs-check-like", "snapshot": True, "image": False}] if count else []
                self.begin(plant=plants, quota=20_000, **({"profile": "no-qcow2+hashless", "digests": False} if depth == "full" else {}))
                began = time.monotonic()
                result = self.place.run([self.program, "run", *subject, "--journals", str(self.place.journals)])
                seconds = time.monotonic() - began
                requests = self.server.requests()
                pages = sum("limit=" in line for line in requests)
                figures[depth, count] = (len(requests) - pages, pages, seconds)
                self.tally.count("runs beside thousands" if count else "runs alone")
                # Without qcow2 data are only partly proven.
                self.tally.check(result.returncode == (2 if depth == "full" else 0), f"beside {count}: {result.returncode} {result.stderr[-500:]}")
                self.untouched(f"beside {count} of others")
            (calls, pages, seconds), (most, more_pages, longest) = figures[depth, 0], figures[depth, 10_000]
            print(f"depth {depth}: {calls} calls and {pages} pages alone in {seconds:.1f} s, "
                  f"{most} calls and {more_pages} pages beside 30,000 of others in {longest:.1f} s")
            self.tally.check(most <= calls * 1.25 + 5, f"depth {depth}: {most} calls instead of {calls}")
            if depth == "api":
                # At the end each list of created kinds is read once, with 1,000 items per page.
                self.tally.check(more_pages <= pages + 30, f"depth api: {more_pages} pages instead of {pages}")

    def names(self):
        """Hostile names wherever a service can send one; they arrive as plain text."""
        self.search_works()
        places = list(PLACES.items())
        for index, (title, text) in enumerate(HOSTILE.items()):
            for number, (place, words) in enumerate(places):
                if self.is_long or (index + number) % 3 == 0:
                    replace = [{"from": word, "to": (f'"{quoted(text)}"' if word.startswith('"') else quoted(text))} for word in words]
                    self.hostile(f"{title} in {place}", cloud.FACTS, replace=replace)
            for profile, word in (("backup-error", None), ("quota-full", None)):
                if self.is_long or index % 3 == 0:
                    self.hostile(f"{title} in what a service says of {profile}", API[:-2], profile=profile, replace=self.sayings(text))
            if self.is_long or index % 5 == 0:
                self.cleanup_of(title, text)
                self.cloud_called(title, text)

    def search_works(self):
        """Verifies that the search finds planted cases."""
        tally, self.tally = self.tally, cloud.Tally()
        self.tally.wrong = self.tally.problems.append
        for title in ("markdown", "html", "lists", "fences"):
            self.markdown(title, f"# PASS\n\n{HOSTILE[title]}\n")
        found, self.tally = len(self.tally.problems), tally
        self.tally.check(markdown is None or found >= 4, "what is wrong in Markdown is overlooked")
        self.tally.check(all(cloud.HARMFUL.search(HOSTILE[title]) for title in ("terminal escapes", "controls", "right to left", "separators")),
                         "what is harmful on terminals is overlooked")

    def sayings(self, text):
        """Every text beside a status: fail_reason, messages, faults."""
        return [{"from": f'"{key}": "', "to": f'"{key}": "{quoted(text)}'} for key in ("fail_reason", "user_message", "message")]

    def hostile(self, what, subject, **wishes):
        self.begin(**wishes)
        folder = self.place.path / "reports"
        formats = [word for name in ("json", "markdown", "lines") for word in ("--format", name)]
        run = [self.program, "run", *subject, "--cloud", "member", "--journals", str(self.place.journals), "--verbose"]
        result = self.place.run([*run, "--output", str(folder), *formats, "--record", str(self.place.path / "facts.json")])
        self.tally.count("hostile answers")
        if not self.tally.check((folder / "report.json").exists(), f"{what}: no report: {result.returncode} {result.stderr[-300:]}"):
            return
        for name, text in (("standard error", result.stderr), ("standard output", result.stdout),
                           *((path.name, path.read_text()) for path in sorted(folder.iterdir()))):
            found = cloud.HARMFUL.search(text)
            self.tally.check(not found, f"{what}: {name} holds {found and ascii(found.group())}")
        report = json.loads((folder / "report.json").read_text())
        lines = (folder / "report.txt").read_text().splitlines()
        self.tally.check(all(re.fullmatch(r"[a-z0-9_.-]+: (PASS|FAIL|ABORT)", line) for line in lines), f"{what}: report.txt {lines[:2]}")
        self.tally.check(len(lines) == sum(t["verdict"] != "MISSING" for t in report["testcases"]), f"{what}: lines were added")
        self.markdown(what, (folder / "report.md").read_text())
        judged = self.place.run([self.program, "judge", str(self.place.path / "facts.json"), "--format", "markdown"])
        self.tally.check(not cloud.HARMFUL.search(judged.stdout + judged.stderr), f"{what}: judge shows controls")
        self.markdown(what, judged.stdout)
        planned = self.place.run([self.program, "plan", *subject, "--cloud", "member"])
        self.tally.check(not cloud.HARMFUL.search(planned.stdout + planned.stderr), f"{what}: plan shows controls")
        self.untouched(what)

    def markdown(self, what, text):
        """The rendered report has only the elements that we write."""
        if markdown is None:
            return
        tokens = markdown.parse(text)
        inner = [child for token in tokens for child in token.children or []]
        kinds = {token.type for token in tokens + inner}
        strange = kinds - ALLOWED
        self.tally.check(not strange, f"{what}: the Markdown holds {sorted(strange)}")
        for token in tokens:
            if token.type == "heading_open":
                title = tokens[tokens.index(token) + 1].content
                self.tally.check(re.match(r"(PASS|FAIL|ABORT|MISSING|Left behind|Notes|Steps|Run|Versions|What|Not|Attest)", title),
                                 f"{what}: a heading of others: {title[:80]!r}")
        links = [child.attrs.get("href", "") for child in inner if child.type == "link_open"]
        self.tally.check(all(link.startswith("https://docs.scs.community/") for link in links), f"{what}: links to {links[:3]}")
        rows = [len(row.split("<td")) for row in markdown.render(text).split("<tr>")[1:]]
        self.tally.check(all(count in (1, 3, 4, 6, 8, 2, 5, 7) for count in rows), f"{what}: a table has other columns")

    def cloud_called(self, title, text):
        """A cloud with that name in clouds.yaml: distinct from others, and shown as plain text."""
        text = text.replace("\0", "")
        self.begin()
        path = self.place.path / "clouds.yaml"
        known = path.read_text()
        clouds = json.loads(known)
        clouds["clouds"][text] = clouds["clouds"]["member"]
        path.write_text(json.dumps(clouds))
        for name in (text, "unknown"):
            folder = self.place.path / "named"
            result = self.place.run([self.program, "run", "scs-0103", f"--cloud={name}", "--output", str(folder)])
            self.tally.count("hostile names of clouds")
            self.tally.check(result.returncode in (0, 64), f"a cloud called {title}: {result.returncode} {result.stderr[-300:]}")
            self.tally.check(not cloud.HARMFUL.search(result.stdout + result.stderr), f"a cloud called {title}: shown as it is")
            if name == text and result.returncode == 0:
                self.tally.check(json.loads((folder / "report.json").read_text())["subject"]["cloud"] == text,
                                 f"a cloud called {title}: renamed in the report")
                self.markdown(f"a cloud called {title}", (folder / "report.md").read_text())
        path.write_text(known)

    def cleanup_of(self, title, text):
        """A journal with valid checksums and hostile names."""
        self.begin()
        run = "abcdefghjkmnpqrt"
        header = {"journal": 2, "run": run, "cloud": "member", "authURL": f"http://127.0.0.1:{self.server.port}/identity/v3",
                  "at": "2026-01-01T00:00:00Z"}
        kind = {"service": "block-storage", "collection": "volumes", "envelope": "volume"}
        self.place.journals.mkdir()
        (self.place.journals / f"{run}.journal").write_text("".join(cloud.sealed(record) + "\n" for record in (
            header, {"n": 1, "do": "intend", "kind": kind, "name": f"scs-check-{run}-{text}"})))
        result = self.place.cleanup(self.program)
        self.tally.count("hostile journals")
        self.tally.check(result.returncode == 0, f"{title} in a journal: {result.returncode} {result.stderr[-300:]}")
        self.tally.check(not cloud.HARMFUL.search(result.stdout + result.stderr), f"{title} in a journal: shown as it is")
        self.untouched(f"{title} in a journal")


ALLOWED = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "softbreak", "strong_open",
           "strong_close", "em_open", "em_close", "code_inline", "bullet_list_open", "bullet_list_close", "list_item_open",
           "list_item_close", "blockquote_open", "blockquote_close", "table_open", "table_close", "thead_open", "thead_close",
           "tbody_open", "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "link_open", "link_close",
           "text_special"}
try:
    import markdown_it
    markdown = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
except ImportError:
    markdown = None


def quoted(text):
    """The text as it appears between the quotation marks of JSON."""
    return json.dumps(text)[1:-1]


def real(options):
    """Three concurrent runs in one project of a real OpenStack."""
    import openstack
    os.environ["OS_CLIENT_CONFIG_FILE"] = os.path.abspath(options.real)
    connection = openstack.connect(cloud=options.cloud)
    tally, began = cloud.Tally(), time.monotonic()
    before = realcloud.foreign(connection)
    with tempfile.TemporaryDirectory(prefix="scs-check-campaign-") as folder:
        runs = [subprocess.Popen([options.program, "run", "volume-backup", "--depth", "api", "--cloud", options.cloud, "--journals",
                                  folder, "--output", f"{folder}/{index}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for index in range(3)]
        for index, process in enumerate(runs):
            process.wait(1800)
            report = json.loads(open(f"{folder}/{index}/report.json").read())
            tally.count(f"runs at once, {report['verdict']}")
            tally.check(report["verdict"] == "PASS", f"run {index}: {[t.get('message') for t in report['testcases']]}")
            left = realcloud.named(connection, cloud.PREFIX + report["run"]["id"])
            tally.check(not left, f"run {index}: left {left[:3]}")
    tally.check(before <= realcloud.foreign(connection), "something of others was touched")
    tally.tell(f"neighbours at a real OpenStack ({time.monotonic() - began:.0f} s)")
    return 1 if tally.problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("server", nargs="?", type=os.path.abspath)
    parser.add_argument("form", nargs="?", default="short", choices=("short", "long"))
    parser.add_argument("--only", default="")
    parser.add_argument("--real", help="a clouds.yaml")
    parser.add_argument("--cloud", default="devcloud2")
    options = parser.parse_args()
    cloud.no_cores()
    if options.real:
        return real(options)
    if markdown is None:
        print("markdown-it-py is missing: Markdown is searched, not rendered (pip install markdown-it-py)")
    began = time.monotonic()
    neighbours = Neighbours(options)
    for part in (neighbours.crowd, neighbours.multitude, neighbours.names):
        if options.only in part.__name__:
            try:
                part()
            except Exception as error:
                neighbours.tally.wrong(f"{part.__name__}: {error!r}")
    neighbours.server.stop()
    neighbours.place.remove()
    neighbours.tally.tell(f"neighbours ({options.form}, {time.monotonic() - began:.0f} s)")
    return 1 if neighbours.tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
