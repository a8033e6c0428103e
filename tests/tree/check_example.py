#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The example application runs to its end and loses no frame.

check_example.py ROOT LIVE-SWITCH"""

import re
import subprocess
import sys

from tree import check, finish

result = subprocess.run([sys.argv[2]], capture_output=True, text=True, timeout=60, check=False)
counted = re.findall(r"^method=([a-z-]+) align-corners=(true|false): (\d+) frames$", result.stdout, re.MULTILINE)
total = re.search(r"^(\d+) frames, (\d+) gaps$", result.stdout, re.MULTILINE)

check(result.returncode == 0, "live-switch ends by itself, without an error", *result.stderr.splitlines())
check(len(set(counted)) >= 6 and {"true", "false"} <= {setting[1] for setting in counted},
      "it has switched method and align-corners while PLAYING", *result.stdout.splitlines())
check(counted and all(int(frames) > 0 for _, _, frames in counted), "every setting made frames")
check(total and int(total[1]) == sum(int(frames) for _, _, frames in counted) and total[2] == "0",
      "the live source's frames came one after the other", *result.stdout.splitlines())
finish()
