#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the core for arm64 and tests it with QEMU. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-test.sh

usage () {
  cat <<'USAGE'
tools/test-arm64.sh

Installs what is missing (Debian, through apt-get; arm64 becomes an architecture that dpkg knows), builds
the core of alignscale and its tests for arm64 and runs them with QEMU, whose CPU is the oldest there
is, a Cortex-A53:

  neon       the core suite, with all that the CPU has
  orc, c     what the core makes of frames, with no rows but ORC's and plain C's

  --help     this text

The build goes to build-test/arm64. The last line is "N passed, N failed"; the exit status is 0 when
nothing failed and something passed. How many instructions rows take: tools/count-arm64.py.
USAGE
}

no_options "$@"

install_arm64
mkdir -p build-test

heading 'arm64: NEON'
build_arm64 arm64 -Dorc=enabled && {
  run arm64 testlog --suite core --timeout-multiplier 4
  for level in orc c; do
    heading "arm64: $level"
    ALIGNSCALE_ROWS=$level run arm64 "rows-$level" golden limits --timeout-multiplier 4
  done
}
report
