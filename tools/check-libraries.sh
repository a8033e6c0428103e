#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs OpenCV and Pillow into a virtual environment and compares the core with them.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-libraries.sh [opencv] [pillow] [--cases N] [--seed S]

Compares alignscale's core with the running OpenCV and Pillow on random pictures, sizes from 1 to
4096, all methods, and prints how many cases differ. Not part of tools/test.sh.

  --cases N    of each library; 20000 unless told, half a minute
  --seed S     repeats a run; printed at the start

The libraries come from PyPI into build/libraries-venv, in the versions that docs/libraries.md
names; the variables ALIGNSCALE_OPENCV and ALIGNSCALE_PILLOW name others (4.12.0.88), which get a
virtual environment of their own. Exit status 1 where one byte differs.
USAGE
}

case "${1-}" in --help|-h) usage; exit 0 ;; esac

packages_libraries=(python3-venv)
opencv=${ALIGNSCALE_OPENCV:-5.0.0.93}
pillow=${ALIGNSCALE_PILLOW:-13.0.0}
venv=build/libraries-venv
[ -z "${ALIGNSCALE_OPENCV-}${ALIGNSCALE_PILLOW-}" ] || venv=$venv-$opencv-$pillow

install build libraries
mkdir -p build
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" \
  || fail "no virtual environment could be made in $venv."
"$venv/bin/pip" install -q --disable-pip-version-check \
  "opencv-python-headless==$opencv" "pillow==$pillow" \
  || fail "pip could not install OpenCV $opencv and Pillow $pillow. Its message above says why."

dir=build/libraries
build_coreshim "$dir"

exec "$venv/bin/python" tests/golden/check_libraries.py "$dir/tests/golden/libcoreshim.so" "$@"
