#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what is missing, builds with optimisation and times alignscale against its peers.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/bench.sh [OPTION...]

Installs the libraries alignscale is compared with (Debian, through apt-get), builds in build-bench/
and prints tables. docs/performance.md explains them.

  --write-tables           write them to docs/performance-tables.md instead, with those of lower
                           instruction sets; the first option. Takes long; nothing else should run

All other options go to the program:

  --quick                  three formats, two pairs of sizes, against videoscale only
  --python PATH            a Python with torch, Pillow or opencv-python: they take part
  --csv FILE               write the cells to a file as well
  --help                   all of them
USAGE
}

program=(build-bench/tests/bench/bench)
if [ "${1-}" = --write-tables ]; then
  shift
  program=(tools/write-tables.py "${program[@]}")
fi
case " $* " in
  *' --help '*)
    usage
    program=(build-bench/tests/bench/bench)
    ;;
esac
install build bench >&2
again=
[ ! -f build-bench/build.ninja ] || again=--reconfigure
meson setup $again build-bench --buildtype=release -Dtests=enabled >build-bench.log 2>&1 \
  && meson compile -C build-bench tests/bench/bench gst/gstalignscale >>build-bench.log 2>&1 || {
  tail -n 30 build-bench.log >&2
  fail "the build failed; its whole output is in build-bench.log."
}
exec "${program[@]}" "$@"
