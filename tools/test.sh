#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what is missing, builds and runs every test. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-test.sh

usage () {
  cat <<'USAGE'
tools/test.sh [--quick|--long]

Installs what is missing (Debian, through apt-get), builds alignscale and runs every test:

  gcc        warnings are errors; every suite
  fallback   the same build's core suite without ORC's generated code (ORC_CODE=backup), then with
             the plain C rows only (ALIGNSCALE_ROWS=c), with what of the element depends on rows
  sanitize   clang, warnings are errors, address, undefined behaviour and leak checkers; without
             the suite of neighbours, which are other people's code, and with less of what compares
             bytes: a quarter of the rows' lengths, the first and the last level
  arm64      a static build of the core alone, without ORC, for another processor, run by QEMU: every
             row function at a quarter of the lengths, torch's numbers (tools/test-arm64.sh runs
             more, with ORC)

  --quick    only the first
  --long     and, for some hours:
             minimal: a static build of the core without ORC; its suite
             threads: the element suite, and four threads at one stream for ten minutes
             valgrind: memcheck over the element's tests with the rows of plain C, ORC and AVX2
             fuzz: tools/fuzz.sh for ten minutes
             soak: tools/soak.sh for thirty minutes
  --help     this text

Builds go to build-test/. The last line is "N passed, N failed"; the exit status is 0 when nothing
failed and something passed.
USAGE
}

quick= long=
case "${1-}" in
  '') ;;
  --quick) quick=yes ;;
  --long) long=yes ;;
  --help|-h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

gcc_builds= sanitized=
checked=detect_leaks=1:halt_on_error=1:strict_string_checks=1 # of ASAN_OPTIONS
minimal='-Dorc=disabled -Ddefault_library=static'

# a machine that is arm64 itself tests NEON with the rest
foreign=
[ -n "$quick" ] || [ "$(uname -m)" = aarch64 ] || foreign=yes

install build test
[ -z "$long" ] || install long fuzz
[ -z "$foreign" ] || install_arm64
mkdir -p build-test

heading 'gcc: every test'
CC=gcc build gcc -Dwerror=true && gcc_builds=yes && run gcc testlog

if [ -z "$quick" ]; then
  if [ -n "$gcc_builds" ]; then
    heading 'fallback: ORC without its generated code'
    ORC_CODE=backup run gcc orc-backup --suite core --no-suite rows --no-suite levels
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
    export ASAN_OPTIONS=$checked
    run sanitize testlog --suite core --suite element --no-suite neighbours --no-suite rows \
      --no-suite bytes --no-suite guarded --no-suite inner-levels --timeout-multiplier 4
    unset ASAN_OPTIONS
    sanitized=yes
  }
  unset GST_REGISTRY_FORK

  # What is left are long tests, of which each keeps one processor busy.
  heading 'sanitize: rows, formats, soak; arm64: rows and numbers of a static build, under QEMU'
  build_targets=(check_rows check_golden)
  if [ -n "$foreign" ] && build_arm64 arm64-static $minimal; then
    counted arm64-static rows
    counted arm64-static golden
    { run_tests arm64-static golden golden --timeout-multiplier 4
      run_tests arm64-static rows rows --test-args=--few --timeout-multiplier 4; } &
  fi
  if [ -n "$sanitized" ]; then
    export GST_REGISTRY_FORK=no
    counted sanitize rows
    ASAN_OPTIONS=$checked run_tests sanitize rows rows --test-args=--few --timeout-multiplier 4 &
    ASAN_OPTIONS=$checked run sanitize formats element-formats element-presets --timeout-multiplier 4
    # fonts and plugins of others are kept to the end there; GStreamer's tracer counts what is lost
    ASAN_OPTIONS=detect_leaks=0:halt_on_error=1 run sanitize soak --suite soak --timeout-multiplier 4
    unset GST_REGISTRY_FORK
  fi
  wait
  build_targets=()
fi

if [ -n "$long" ]; then
  heading 'minimal: static, without ORC'
  CC=gcc build minimal -Dwerror=true -Dplugin=disabled $minimal && run minimal testlog --suite core
fi

# Tests that bring no other elements, whose memory is not ours to judge, and that do not count calls for memory.
memcheck_tests=(element-animations element-borders element-bounds element-buffers element-caps element-crop
  element-crop_metas element-crops_of_fields element-errors element-extents element-fields element-formats element-framing
  element-fuzzed element-interlaced element-maps element-memory element-metas element-negotiation element-pictures
  element-planes element-properties element-races element-report element-siting element-slices element-tables
  element-torch element-yardstick)
if [ -n "$long" ] && [ -n "$gcc_builds" ]; then
  heading 'valgrind: memcheck of the element with the rows of plain C, ORC and AVX2'
  export G_SLICE=always-malloc
  for level in c orc avx2; do
    ALIGNSCALE_ROWS=$level run gcc "valgrind-$level" --timeout-multiplier 100 \
      --wrapper 'valgrind -q --error-exitcode=99 --leak-check=no --num-callers=30' \
      "${memcheck_tests[@]}" "element-out-of-memory-$level"
  done
  unset G_SLICE
fi

if [ -n "$long" ]; then
  heading 'threads: clang, ThreadSanitizer'
  # docs/trust.md says what the options are for
  export GST_REGISTRY_FORK=no
  threads="suppressions=$PWD/tests/threads/suppressions.txt:ignore_noninstrumented_modules=1"
  CC=clang build threads -Dwerror=true -Db_sanitize=thread -Db_lundef=false && {
    # plugins of others are looked at beforehand: they are not ours to judge
    TSAN_OPTIONS=report_bugs=0 meson test -C build-test/threads --no-rebuild --logbase registries \
      --suite threads >/dev/null
    TSAN_OPTIONS=$threads run threads testlog --suite threads --timeout-multiplier 4
    TSAN_OPTIONS=$threads run threads element --suite element --timeout-multiplier 20
    TSAN_OPTIONS=$threads run threads stress stress --test-args='--seconds 600' \
      --timeout-multiplier 10
  }
  unset GST_REGISTRY_FORK
fi

if [ -n "$long" ]; then
  heading 'fuzz: ten minutes'
  tools/fuzz.sh 10 || broken=$((broken + 1))
  heading 'soak: thirty minutes'
  tools/soak.sh 30 || broken=$((broken + 1))
fi

report
