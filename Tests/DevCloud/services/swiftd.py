# SPDX-License-Identifier: Apache-2.0
"""Runs one swift server with its swift.conf taken from our own folder rather than /etc/swift."""
import importlib
import os
import sys

from swift.common import utils

kind, conf = sys.argv[1:3]
utils.set_swift_dir(os.path.dirname(conf))
sys.argv = ["swift-%s-server" % kind, conf, "verbose"]
importlib.import_module("swift.%s.server" % {"object": "obj"}.get(kind, kind)).main()
