#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs docs/examples/live.py on a display without a screen, and looks at what it shows.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-live.sh

Starts docs/examples/live.py under Xvfb with a test picture, takes screenshots, presses keys and opens
the menu, and compares what the views show with the picture enlarged by hand. Not part of tools/test.sh.
Half a minute. Exit status 1 where something does not hold.
USAGE
}

no_options "$@"

packages_live=(python3-gi python3-numpy python3-pil gir1.2-gtk-3.0 gstreamer1.0-gtk3 xvfb xauth xdotool
  tesseract-ocr fonts-dejavu-core)
dir=build/live

install build test live
build_release "$dir" gstalignscale
find_python
export PYTHONPATH="$PWD/tests/tree"
export GST_PLUGIN_PATH="$PWD/$dir/gst" GST_REGISTRY="$PWD/$dir/registry.bin" NO_AT_BRIDGE=1
exec xvfb-run --auto-servernum --server-args='-screen 0 1200x500x24' \
  "$python" tests/python/check_live.py "$PWD"
