#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A live stream in which everything changes. The exit status is 0 where it lost no frame and no memory.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/soak.sh [MINUTES [SEED]]

Installs what is missing (Debian, through apt-get), builds alignscale and lets a live stream of up to 1920x1080 run
through it for so many minutes (30 unless told otherwise), in which something changes 75 times a second: every property,
the size downstream and upstream, formats, crops, buffer pools, task pools; pauses, flushing seeks and restarts.

The seed is a number, the time unless told otherwise. It gives the order of the changes.

Prints frames in and out and the memory that is held, 60 times; at the end what was changed how often, and for each
property that has to hold a line "ok" or "not ok": as many frames came out as went in, no error, at least 56 changes a
second, no growth of memory, no object that GStreamer's leaks tracer still sees. Everything is in build-soak/soak.log.

The exit status is 0 when all of them held.
USAGE
}

minutes=30 seed=$(($(date +%s) % 1000000))
case "${1-}" in
  --help|-h) usage; exit 0 ;;
  '') ;;
  *[!0-9]*|0) usage >&2; exit 2 ;;
  *) minutes=$1 ;;
esac
case "${2-}" in
  '') ;;
  *[!0-9]*) usage >&2; exit 2 ;;
  *) seed=$2 ;;
esac

dir=build-soak
install build test
again=
[ ! -f "$dir/build.ninja" ] || again=--reconfigure
mkdir -p "$dir"
say "Building (the output is in $dir/build.log)"
meson setup $again "$dir" -Dtests=enabled >"$dir/build.log" 2>&1 \
  && meson compile -C "$dir" soak gstalignscale >>"$dir/build.log" 2>&1 || {
  tail -n 40 "$dir/build.log"
  fail "alignscale does not build."
}

# GLib 2.74 would keep small pieces of memory to itself, which look like growth
export G_SLICE=always-malloc GST_TRACERS=leaks GST_REGISTRY_FORK=no
export GST_PLUGIN_PATH=$dir/gst GST_REGISTRY=$dir/registry.bin
"$dir/tests/soak/soak" --seconds $((minutes * 60)) --changes $((minutes * 60 * 56)) --seed "$seed" | tee "$dir/soak.log"
exit "${PIPESTATUS[0]}"
