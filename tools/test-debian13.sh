#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds and tests against the GStreamer of Debian 13. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-system.sh

usage () {
  cat <<'USAGE'
tools/test-debian13.sh [--fresh]

Makes a Debian 13 (trixie) system in a folder with mmdebstrap, which takes some minutes the first
time and about 1 GB, builds alignscale in it with warnings, deprecations among them, as errors, and
runs the suites core and element. Needs root, for chroot.

  --fresh  makes the system again, for newer packages
  --help   this text

The system stays in build-test/debian13 for the next run; ALIGNSCALE_DEBIAN13 names another folder.
USAGE
}

system_options "$@"

system_needs_root ALIGNSCALE_DEBIAN13="${ALIGNSCALE_DEBIAN13-}" -- "$@"
system_make "${ALIGNSCALE_DEBIAN13:-build-test/debian13}" trixie "$fresh" "${packages_build[@]}" \
  libgstreamer-plugins-bad1.0-dev gstreamer1.0-tools gstreamer1.0-plugins-base \
  gstreamer1.0-plugins-good python3-gi python3-numpy python3-tqdm gir1.2-gst-plugins-base-1.0
system_copy_tree
system_mount
system_test --suite core --suite element --suite python
