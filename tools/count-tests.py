#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Counts the TAP lines in Meson's test logs.

count-tests.py BROKEN LOG.json...

BROKEN is what failed before a test could run. A test that crashed, timed out or printed no TAP line
counts as one failure, so that silence never passes. The last line is "N passed, N failed"."""

import json
import os
import re
import sys

LINE = re.compile(r"^(?:(not ok)|ok)\b(?:.*#\s*(skip)\b)?", re.IGNORECASE)
WHOLE_SKIP = re.compile(r"^1\.\.0\b.*#\s*skip", re.IGNORECASE)


class Count:
    def __init__(self, broken):
        self.passed = 0
        self.failed = broken
        self.skipped = []

    def add_test(self, name, result, output):
        """Adds one test program's lines."""
        seen = failed = 0
        for line in output.splitlines():
            if WHOLE_SKIP.match(line):
                seen += 1
                self.skipped.append(f"{name}: {line}")
            match = LINE.match(line)
            if not match:
                continue
            seen += 1
            if match[1]:
                failed += 1
                print(f"{name}: {line}")
            elif match[2]:
                self.skipped.append(f"{name}: {line}")
            else:
                self.passed += 1
        if not failed and (result not in ("OK", "SKIP") or not seen):
            failed = 1
            print(f"{name}: {result if seen else 'printed no result'}")
        self.failed += failed

    def add_log(self, path):
        """Adds a Meson log, one JSON object per line. One that is missing or empty is a failure."""
        try:
            with open(path, encoding="utf-8") as log:
                tests = [json.loads(line) for line in log if line.strip()]
        except (OSError, ValueError) as error:
            tests = []
            print(f"{path}: {error}")
        if not tests:
            print(f"{path}: no test ran")
            self.failed += 1
        folder, _, log = path.removesuffix(".json").partition("/meson-logs/")
        for test in tests:
            self.add_test(f"{os.path.basename(folder)}, {log}: {test['name']}", test["result"], test.get("stdout") or "")


def main(broken, *logs):
    count = Count(int(broken))
    for path in logs:
        count.add_log(path)
    for line in count.skipped:
        print(f"skipped: {line}")
    print(f"{count.passed} passed, {count.failed} failed")
    return count.failed > 0 or count.passed == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
