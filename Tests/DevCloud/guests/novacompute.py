# SPDX-License-Identifier: Apache-2.0
"""nova-compute, able to load fakehv.py from this folder as nova.virt.fakehv."""
import os
import sys

import nova.cmd.compute as compute  # patches eventlet in first
import nova.virt

nova.virt.__path__.append(os.path.dirname(os.path.abspath(__file__)))
sys.argv[0] = "nova-compute"
compute.main()
