#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs the Python module as people do, with pip, and runs its tests there. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/test-python.sh [--packages]

Installs the module with "pip install ." into a virtual environment, build/python-venv, without any
environment variable, and runs there the tests that tools/test.sh runs from the build folder; then
mypy --strict, and 1,000 openings of a film that may leave nothing behind.

  --packages  also installs torch, torchvision, transformers, Ultralytics and OpenCV from PyPI (7 GB) and
              compares tensors and settings with them; without it those tests are skipped

ALIGNSCALE_PYTHON_VENV names another virtual environment, made with --system-site-packages.
USAGE
}

packages=
case "${1-}" in
  '') ;;
  --packages) packages=yes ;;
  --help|-h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

packages_python=(python3-venv mypy libgl1 libglib2.0-0)
install build test python

find_python

venv=${ALIGNSCALE_PYTHON_VENV:-build/python-venv}
mkdir -p build
make_venv "$venv" "$python" --system-site-packages
unset GST_PLUGIN_PATH PYTHONPATH
export GST_REGISTRY="$PWD/build/python-registry.bin" PYTHONDONTWRITEBYTECODE=1
say "Building and installing with pip into $venv"
"$venv/bin/pip" install -q --disable-pip-version-check . || fail "pip install . failed. Its message above says why."
if [ -n "$packages" ]; then
  "$venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 torchvision==0.29.2 transformers==5.24.0 \
    ultralytics==8.4.190 opencv-python==5.0.0.93 pillow==13.0.0 \
    || fail "pip could not install the packages. Its message above says why."
fi

passed=0 failed=0
# check SENTENCE COMMAND...: one more that passed or failed.
check () {
  local sentence=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    say "ok - $sentence"
  else
    failed=$((failed + 1))
    say "not ok - $sentence"
  fi
}

# Runs a test of tests/python with the installed module, and counts what it says.
run () {
  local name=$1 output=build/python-$1.tap
  shift
  PYTHONPATH=tests/tree "$venv/bin/python" "tests/python/check_$name.py" "$PWD" "$@" >"$output"
  local status=$?
  cat "$output"
  passed=$((passed + $(grep -c '^ok' "$output")))
  failed=$((failed + $(grep -c '^not ok' "$output")))
  [ "$status" -le 1 ] && grep -q '^1\.\.' "$output" || { failed=$((failed + 1)); say "not ok - $name.py ends"; }
}

# Where the module and the element come from.
finds_its_own () {
  local package
  package=$("$venv/bin/python" -c 'import alignscale, os; print(os.path.dirname(alignscale.__file__))') || return 1
  case $package in */site-packages/alignscale) ;; *) say "the module is in $package"; return 1 ;; esac
  [ -f "$package/py.typed" ] || return 1
  "$venv/bin/python" -c '
import alignscale, sys
next(alignscale.Reader("videotestsrc num-buffers=1 !", size=(8, 8)))
from alignscale._gst import Gst
found = Gst.ElementFactory.find("alignscale").get_plugin().get_filename()
print("the plugin is", found)
sys.exit(not found.startswith(sys.argv[1]))' "$package"
}

check "the installed module finds the plugin in its own folder" finds_its_own
check "mypy --strict finds nothing" mypy --cache-dir build/mypy
run frames
run settings
run snippets
run reader 1000
say "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
