#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds and tests against the GStreamer of Debian 13. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/test-debian13.sh [--fresh]

Makes a Debian 13 (trixie) system in a folder with mmdebstrap, which takes some minutes the first
time and about 900 MB, builds alignscale in it with warnings, deprecations among them, as errors, and
runs the suites core and element. Needs root, for chroot.

  --fresh  makes the system again, for newer packages
  --help   this text

The system stays in build-test/debian13 for the next run; ALIGNSCALE_DEBIAN13 names another folder.
USAGE
}

fresh=
case "${1-}" in
  '') ;;
  --fresh) fresh=yes ;;
  --help|-h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || fail "this needs root, for chroot, and there is no sudo." \
    "Ask an administrator to run tools/test-debian13.sh."
  exec sudo ALIGNSCALE_DEBIAN13="${ALIGNSCALE_DEBIAN13-}" tools/test-debian13.sh "$@"
fi
root=${ALIGNSCALE_DEBIAN13:-build-test/debian13}
packages=("${packages_build[@]}" gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good)

# The file in the system that says it is complete, and of what.
stamp=$root/etc/alignscale-packages
if [ -n "$fresh" ] || [ "$(cat "$stamp" 2>/dev/null)" != "${packages[*]}" ]; then
  install debian13
  say "Making a Debian 13 system in $root"
  rm -rf --one-file-system "$root"
  mkdir -p "$root"
  mmdebstrap --quiet --variant=apt --include="$(IFS=,; say "${packages[*]}")" trixie "$root" \
    http://deb.debian.org/debian \
    || fail "mmdebstrap could not make $root. Its message above says why; it needs the network."
  say "${packages[*]}" >"$stamp"
fi

# What is in the work tree, be it committed or not.
rm -rf "$root/alignscale"
mkdir "$root/alignscale"
git -c safe.directory='*' ls-files -z --cached --others --exclude-standard \
  | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null \
  | tar --extract --directory="$root/alignscale"

# Tests count this process' threads. What is still looking at it does not keep it mounted.
mount -t proc proc "$root/proc" 2>/dev/null && trap 'umount --lazy "$root/proc"' EXIT
inside () { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root "$@"; }

broken=0
logs=()
say "GStreamer $(inside pkg-config --modversion gstreamer-1.0), $(inside gcc --version | head -n 1)"
if inside sh -c 'cd /alignscale && meson setup build -Dwerror=true -Dtests=enabled && ninja -C build' \
  >"$root/alignscale/build.log" 2>&1; then
  inside meson test -C /alignscale/build --no-rebuild --print-errorlogs --suite core --suite element \
    --timeout-multiplier 4 | grep -v -E '^(ninja|$)'
  logs=("$root/alignscale/build/meson-logs/testlog.json")
else
  tail -n 40 "$root/alignscale/build.log"
  say "not ok - it builds (the whole output is in $root/alignscale/build.log)"
  broken=1
fi
python3 tools/count-tests.py "$broken" ${logs[@]+"${logs[@]}"}
