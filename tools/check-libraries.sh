#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs other libraries into virtual environments and compares the core with them.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-libraries.sh [opencv] [pillow] [tensorflow] [onnx] [--cases N] [--seed S]

Compares alignscale's core with the running libraries on random pictures, sizes from 1 to 4096, all
methods and options, and prints how many cases differ. Not part of tools/test.sh. Without a name it
takes all four; tensorflow alone is 1.5 GB.

  --cases N    of each library; 20000 of OpenCV and Pillow unless told, 5000 of TensorFlow and ONNX,
               each a minute or two
  --seed S     repeats a run; printed at the start

Each library comes from PyPI into a virtual environment of its own in build, in the version that
docs/libraries.md names; the variables ALIGNSCALE_OPENCV, ALIGNSCALE_PILLOW, ALIGNSCALE_TENSORFLOW
and ALIGNSCALE_ONNX name others (4.12.0.88). ONNX is onnxruntime. Exit status 1 where a byte
differs; of TensorFlow and ONNX where one does that is no tie.
USAGE
}

script_for () {
  case $1 in
    tensorflow|onnx) say tests/golden/check_float_libraries.py ;;
    *) say tests/golden/check_libraries.py ;;
  esac
}

compare () {
  local name=$1 packages venv
  shift
  read -r -a packages < <(pip_packages_of "$name")
  venv=build/libraries-venv-${packages[0]}
  make_venv "$venv" python3
  "$venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" \
    || fail "pip could not install ${packages[*]}. Its message above says why."
  "$venv/bin/python" "$(script_for "$name")" "$dir/tests/golden/libcoreshim.so" "$name" "$@"
}

names=() options=()
while [ "$#" -gt 0 ]; do
  case $1 in
    --help|-h) usage; exit 0 ;;
    --cases|--seed) options+=("$1" "${2-}"); shift ;;
    opencv|pillow|tensorflow|onnx) names+=("$1") ;;
    *) fail "there is no library or option $1. Try --help." ;;
  esac
  shift
done
[ "${#names[@]}" -gt 0 ] || names=(opencv pillow tensorflow onnx)

packages_libraries=(python3-venv)
install build libraries
dir=build/libraries
build_coreshim "$dir"
export TF_CPP_MIN_LOG_LEVEL=3

failed=0
for name in "${names[@]}"; do
  compare "$name" "${options[@]}" || failed=1
done
exit "$failed"
