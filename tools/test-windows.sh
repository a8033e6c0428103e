#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the core for Windows with mingw-w64 and tests it with Wine. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-test.sh

usage () {
  cat <<'USAGE'
tools/test-windows.sh

Installs what is missing (Debian, through apt-get), builds the core of alignscale and its tests for
Windows on x86-64 with mingw-w64, without ORC, and runs the suite core with Wine. The GStreamer
elements are not built. docs/packaging.md says what is known of Windows beyond that.

  --help     this text

The build goes to build-test/windows. The last line is "N passed, N failed"; the exit status is 0
when nothing failed and something passed.
USAGE
}

no_options "$@"

install windows
mkdir -p build-test

# Wine keeps its registry in a folder of its own, and need not say what it has no display for.
export WINEPREFIX=$PWD/build-test/wine WINEDEBUG=-all

heading 'windows: mingw-w64 and Wine'
build windows --cross-file tools/windows.ini -Dwerror=true -Dplugin=disabled -Dorc=disabled \
  && wineboot --init && run windows testlog --suite core --timeout-multiplier 10
report
