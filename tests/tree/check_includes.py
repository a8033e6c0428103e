#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Includes go one way: gst -> resizer -> plane -> taps | rows -> filter | map | layout | cpu.

check_includes.py ROOT"""

import re

from tree import check, files, finish, lines, relative

# A module is a file name up to the first of '_', '-' and '.': rows_orc.c and rows-orc.h belong to rows.
LEVELS = {"resizer": 4, "plane": 3, "taps": 2, "rows": 2, "filter": 1, "map": 1, "layout": 1, "cpu": 1}

# What the core may ask of the system. No files, no threads, no clock, no other library.
CORE_SYSTEM = {"assert.h", "float.h", "inttypes.h", "limits.h", "math.h", "stdalign.h", "stdarg.h",
               "stdbool.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h"}
# ... and what single files may ask beyond that.
CORE_EXTRA = {"src/rows_orc": {"orc/orc.h", "xmmintrin.h"}, "src/x86/": {"immintrin.h"}, "src/arm/": {"arm_neon.h"},
              "src/cpu": {"cpuid.h", "sys/auxv.h"}}

INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')


def includes(path):
    for number, line in enumerate(lines(path), 1):
        match = INCLUDE.match(line)
        if match:
            yield f"{relative(path)}:{number}", match[1] == '"', match[2]


def module(name):
    return re.split(r"[_.-]", name.rsplit("/", 1)[-1])[0]


def may_include(including, included):
    """Own headers, and those of a lower level."""
    return included == including or LEVELS[included] < LEVELS[including]


def core_faults(paths):
    for path in paths:
        for place, own, name in includes(path):
            if not own:
                continue
            if module(name) not in LEVELS:
                yield f"{place}: {name} belongs to no module of src/"
            elif module(path.name) in LEVELS and not may_include(module(path.name), module(name)):
                yield f"{place}: {module(path.name)} must not know {name}"


def system_faults(paths):
    for path in paths:
        allowed = CORE_SYSTEM.union(*(names for start, names in CORE_EXTRA.items()
                                      if relative(path).startswith(start)))
        for place, own, name in includes(path):
            if not own and name not in allowed:
                yield f"{place}: <{name}>"


def element_faults(paths):
    for path in paths:
        for place, own, name in includes(path):
            if own and module(name) in LEVELS and name != "resizer.h":
                yield f"{place}: {name} is the core's own; the element sees resizer.h"


core = files("src/**/*.[ch]")
element = files("gst/**/*.[ch]")
strangers = [relative(path) for path in core if module(path.name) not in LEVELS]
check(core and element, "there are sources in src/ and gst/")
check(not strangers, "every file of src/ belongs to a module with a place in the order", *strangers)
for sentence, faults in (
        ("src/ includes downwards only: resizer, plane, taps | rows, filter | map | layout | cpu", core_faults(core)),
        ("src/ knows no GStreamer, no GLib and no threads", system_faults(core)),
        ("gst/ sees the core through resizer.h alone", element_faults(element))):
    found = list(faults)
    check(not found, sentence, *found)
finish()
