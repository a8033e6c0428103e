#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds and tests against the newest GStreamer that Debian has, with a network in its own inference
# element. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-system.sh

usage () {
  cat <<'USAGE'
tools/test-newest.sh [--fresh]

Makes a system of Debian's testing branch in a folder with mmdebstrap, which takes about ten minutes
the first time and about 2.5 GB, builds alignscale in it with warnings, deprecations among them, as
errors, and runs the suites core, element and inference: in the last one, onnxinference runs a
network between alignscale and alignrestore. Needs root, for chroot.

  --fresh  makes the system again, for newer packages
  --help   this text

The system stays in build-test/newest for the next run; ALIGNSCALE_NEWEST names another folder.
USAGE
}

system_options "$@"

system_needs_root ALIGNSCALE_NEWEST="${ALIGNSCALE_NEWEST-}" -- "$@"
system_make "${ALIGNSCALE_NEWEST:-build-test/newest}" testing "$fresh" "${packages_build[@]}" \
  libgstreamer-plugins-bad1.0-dev gstreamer1.0-tools gstreamer1.0-plugins-base \
  gstreamer1.0-plugins-good gstreamer1.0-plugins-bad python3-gst-1.0 gir1.2-gst-plugins-base-1.0 \
  gir1.2-gst-plugins-bad-1.0 python3-onnx
system_copy_tree
system_mount
system_test --suite core --suite element --suite inference
