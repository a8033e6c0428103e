#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the core for s390x, whose words start with the high byte, and tests it with QEMU. The last line
# is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-test.sh

usage () {
  cat <<'USAGE'
tools/test-big-endian.sh

Installs what is missing (Debian, through apt-get), builds the core of alignscale and its tests for
s390x, with no rows but plain C's, and runs them with QEMU: every row function and torch's numbers on
a machine whose words start with the high byte. The GStreamer element is not built.

  --help     this text

The build goes to build-test/s390x. The last line is "N passed, N failed"; the exit status is 0 when
nothing failed and something passed. Several minutes, therefore not part of tools/test.sh.
USAGE
}

no_options "$@"

install s390x
mkdir -p build-test

heading 's390x: plain C'
build s390x --cross-file tools/s390x.ini -Dwerror=true -Dplugin=disabled -Dorc=disabled \
  && run s390x testlog --suite core --timeout-multiplier 20
report
