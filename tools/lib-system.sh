# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced after lib.sh by scripts that work in a Debian of another release, in a folder.

system= # the folder

# Sets `fresh` by the script's arguments, --fresh or none; for others it shows its usage.
system_options () {
  fresh=
  case "${1-}" in
    --fresh) fresh=yes ;;
    *) no_options "$@" ;;
  esac
}

# Starts the calling script again as root, with these variables, where it is not: NAME=VALUE... -- ARGUMENTS
system_needs_root () {
  local kept=()
  while [ "$1" != -- ]; do kept+=("$1"); shift; done
  shift
  [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || fail "this needs root, for chroot, and there is no sudo." \
    "Ask an administrator to run it."
  exec sudo "${kept[@]}" "$0" "$@"
}

# system_make FOLDER SUITE FRESH PACKAGE...: makes a system in FOLDER unless it is there with these
# packages; FRESH is not empty: in any case.
system_make () {
  local suite=$2 fresh=$3 stamp=$1/etc/alignscale-packages # it says that the system is complete
  system=$1
  shift 3
  [ -z "$fresh" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$suite $*" ] && return
  install system
  say "Making a Debian $suite system in $system"
  rm -rf --one-file-system "$system"
  mkdir -p "$system"
  # a copy of the archive that is not kept up is as good as any: its signature is still looked at
  mmdebstrap --quiet --variant=apt --aptopt='Acquire::Check-Valid-Until "false"' \
    ${1+--include="$(IFS=,; say "$*")"} "$suite" "$system" http://deb.debian.org/debian \
    || fail "mmdebstrap could not make $system. Its message above says why; it needs the network."
  say "$suite $*" >"$stamp"
}

# Copies what is in the work tree, be it committed or not, to /alignscale of the system.
system_copy_tree () {
  rm -rf --one-file-system "$system/alignscale"
  mkdir "$system/alignscale"
  git -c safe.directory='*' ls-files -z --cached --others --exclude-standard \
    | tar --create --null --files-from=- --ignore-failed-read 2>/dev/null \
    | tar --extract --no-same-owner --directory="$system/alignscale"
}

# Tests count this process' threads. What is still looking at it does not keep it mounted.
system_mount () {
  mount -t proc proc "$system/proc" 2>/dev/null && trap 'umount --lazy "$system/proc"' EXIT
}

# Runs a command in the system.
inside () {
  chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root "$@"
}

# Builds the copied tree with warnings as errors and runs Meson's tests with these options; the
# last line is "N passed, N failed", the status that of the count.
system_test () {
  local logs=() broken=0
  say "GStreamer $(inside pkg-config --modversion gstreamer-1.0)," \
    "ORC $(inside pkg-config --modversion orc-0.4), $(inside gcc --version | head -n 1)"
  if inside sh -c 'cd /alignscale && meson setup build -Dwerror=true -Dtests=enabled && ninja -C build' \
    >"$system/alignscale/build.log" 2>&1; then
    inside meson test -C /alignscale/build --no-rebuild --print-errorlogs --timeout-multiplier 4 "$@" \
      | grep -v -E '^(ninja|$)'
    logs=("$system/alignscale/build/meson-logs/testlog.json")
  else
    tail -n 40 "$system/alignscale/build.log"
    say "not ok - it builds (the whole output is in $system/alignscale/build.log)"
    broken=1
  fi
  python3 tools/count-tests.py "$broken" ${logs[@]+"${logs[@]}"}
}
