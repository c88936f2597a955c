# SPDX-License-Identifier: Apache-2.0
"""Makes the pictures of README from the simulated cloud: pictures.py PROGRAM FOLDER"""
import os
import subprocess
import sys
import tempfile

from chromium import Chromium

program, target = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
os.makedirs(target, exist_ok=True)
with tempfile.TemporaryDirectory(prefix="scs-check-pictures-") as folder, Chromium() as browser:
    for name, cloud in [("passing", "simulated"), ("failing", "simulated:scs-0103-flavor-1l-1")]:
        output = f"{folder}/{name}"
        # The status is that of the verdict.
        subprocess.run([program, "run", "--scope", "iaas", "--cloud", cloud, "--quiet", "--format", "html",
                        "--output", output], cwd=folder, check=False, stdout=subprocess.DEVNULL)
        browser.size(960, 720 if name == "passing" else 900)
        browser.open(f"{output}/report.html")
        picture = f"{target}/report-{name}.png"
        browser.picture(picture)
        size = os.path.getsize(picture)
        if size > 150_000:
            raise SystemExit(f"{picture} has {size} bytes, more than 150,000; take a smaller part of the page.")
        print(f"{picture}: {size} bytes")
