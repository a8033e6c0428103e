#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what is missing, builds and runs every test. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-test.sh

usage () {
  cat <<'USAGE'
tools/test.sh [--quick]

Installs what is missing (Debian, through apt-get), builds alignscale and runs every test:

  gcc        warnings are errors; every suite
  fallback   the same build's core suite and what of the element depends on rows, without ORC's
             generated code (ORC_CODE=backup), then with the plain C rows only (ALIGNSCALE_ROWS=c)
  sanitize   clang, warnings are errors, address, undefined behaviour and leak checkers; without
             the suite of neighbours, which are other people's code
  minimal    a static build without ORC; the core suite
  arm64      a cross build, run by QEMU: every row function, torch's numbers
             (tools/test-arm64.sh runs more)

  --quick    only the first
  --help     this text

Builds go to build-test/. The last line is "N passed, N failed"; the exit status is 0 when nothing
failed and something passed.
USAGE
}

quick=
case "${1-}" in
  '') ;;
  --quick) quick=yes ;;
  --help|-h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

gcc_builds=

# a machine that is arm64 itself tests NEON with the rest
foreign=
[ -n "$quick" ] || [ "$(uname -m)" = aarch64 ] || foreign=yes

install build test
[ -z "$foreign" ] || install_arm64
mkdir -p build-test

heading 'gcc: every test'
CC=gcc build gcc -Dwerror=true && gcc_builds=yes && run gcc testlog

if [ -z "$quick" ]; then
  if [ -n "$gcc_builds" ]; then
    heading 'fallback: ORC without its generated code'
    ORC_CODE=backup run gcc orc-backup --suite core --suite bytes --no-suite rows --no-suite levels
    heading 'fallback: plain C rows'
    ALIGNSCALE_ROWS=c run gcc rows-c --suite core --suite bytes --no-suite rows --no-suite levels
  fi

  heading 'sanitize: clang, address and undefined behaviour'
  # The scanner that GStreamer starts is not built with the sanitizer and could not load our plugin, so
  # plugins are looked at in the test's own process.
  export GST_REGISTRY_FORK=no G_SLICE=always-malloc UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  CC=clang build sanitize -Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false && {
    # Looking at all plugins once makes GLib's table of quarks outgrow its first block, which GLib gives
    # up on purpose. That is done beforehand: one test of each folder that keeps a plugin registry.
    ASAN_OPTIONS=detect_leaks=0 meson test -C build-test/sanitize --no-rebuild --logbase registries \
      element-tables example-live-switch >/dev/null
    ASAN_OPTIONS=detect_leaks=1:halt_on_error=1:strict_string_checks=1 \
      run sanitize testlog --suite core --suite element --no-suite neighbours --timeout-multiplier 4
  }
  unset GST_REGISTRY_FORK

  heading 'minimal: static, without ORC'
  CC=gcc build minimal -Dwerror=true -Dorc=disabled -Ddefault_library=static \
    && run minimal testlog --suite core

  if [ -n "$foreign" ]; then
    heading 'arm64: rows and numbers, under QEMU'
    build_arm64 && run arm64 rows-golden rows golden --timeout-multiplier 4
  fi
fi

report
