#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs the packages behind the presets and compares pipelines with their own transforms.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-presets.sh [--write] [--cases N] [--seed S]

Compares pipelines that name a preset of alignscale with the transform of the package itself
(torchvision, timm, Keras, Ultralytics, OpenCV, Pillow) on photographs and on noise of random sizes. Not
part of tools/test.sh.

  --cases N    pictures of noise for each preset; 50 unless told
  --seed S     repeats a run; printed at the start
  --write      writes tests/golden/presets.txt and size-rules.txt anew instead

The packages come from PyPI into build/presets-venv: 7 GB with torch, some minutes. Exit status 1
where one byte differs.
USAGE
}

case "${1-}" in --help|-h) usage; exit 0 ;; esac

packages_presets=(python3-venv libgl1 libglib2.0-0)
venv=build/presets-venv
dir=build/presets

install build test presets
make_venv "$venv" python3
"$venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 torchvision==0.29.2 \
  timm==1.0.31 tensorflow-cpu==2.21.0 transformers==5.24.0 ultralytics==8.4.190 opencv-python==5.0.0.93 \
  pillow==13.0.0 || fail "pip could not install the packages. Its message above says why."

if [ "${1-}" = --write ]; then
  exec "$venv/bin/python" tests/golden/make_presets.py tests/golden
fi
build_release "$dir" gstalignscale
export GST_PLUGIN_PATH="$PWD/$dir/gst" GST_REGISTRY="$PWD/$dir/registry.bin"
exec "$venv/bin/python" tests/golden/check_presets.py "$@"
