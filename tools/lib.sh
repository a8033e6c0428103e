# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced by the scripts beside it: what they need from Debian, and how it gets there.

# bash, so that the lists stay arrays. gstreamer1.0-plugins-base holds videoscale and videotestsrc,
# -good the PNG, JPEG and WebM elements, -x the text overlay, -libav the decoders of the films people have.
packages_build=(gcc libc6-dev meson ninja-build pkg-config python3 liborc-0.4-dev liborc-0.4-dev-bin
  libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev)
packages_test=(git gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-x
  clang clang-format libclang-rt-dev llvm
  python3-gi python3-numpy python3-tqdm gir1.2-gst-plugins-base-1.0)
packages_long=(valgrind libc6-dbg libglib2.0-dev)
packages_fuzz=(clang libclang-rt-dev)
packages_demo=(gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-x
  mpeg2dec)
packages_film=(gstreamer1.0-libav)
packages_system=(mmdebstrap)
packages_package=(build-essential debhelper dh-python fakeroot lintian gstreamer1.0-tools
  gstreamer1.0-plugins-base)
packages_arm64=(gcc libc6-dev meson ninja-build pkg-config python3 liborc-0.4-dev-bin
  gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user liborc-0.4-dev:arm64)
packages_s390x=(gcc libc6-dev meson ninja-build python3
  gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user)
packages_windows=(meson ninja-build python3 gcc-mingw-w64-x86-64 wine wine64)
packages_bench=(g++ gstreamer1.0-plugins-base libyuv-dev libzimg-dev libswscale-dev libopencv-dev)
# pillow-simd is built
packages_bench_pip=(python3-venv python3-dev libjpeg-dev zlib1g-dev)

say () { printf '%s\n' "$*"; }

# For a script that takes no options but --help.
no_options () {
  case "${1-}" in
    '') ;;
    --help|-h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
}

# Prints a sentence for a person and ends the script.
fail () { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# The packages among the arguments that are not installed: for this architecture where none is named.
missing_packages () {
  local package architectures
  for package; do
    case $package in
      *:*) architectures=${package#*:} ;;
      *) architectures="$(dpkg --print-architecture)|all" ;;
    esac
    dpkg-query -W -f '${Architecture} ${db:Status-Status}\n' "$package" 2>/dev/null \
      | grep -q -x -E "($architectures) installed" || say "$package"
  done
}

# Runs a command as root; `may_be_root` has said that this is possible.
as_root () {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_be_root () { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

# The machine's package lists may be absent or older than the mirror's files: fetch them once.
update_lists () {
  [ -z "${lists_updated-}" ] || return 0
  may_be_root || fail "Debian's package lists are missing. Ask an administrator to run: apt-get update"
  as_root apt-get -q update || fail "apt-get could not fetch Debian's package lists." \
    "Check the network and /etc/apt/sources.list, then run this again."
  lists_updated=yes
}

# dpkg takes packages of a second architecture once it was told to, apt once it has their lists.
install_arm64 () {
  if command -v dpkg >/dev/null && ! dpkg --print-foreign-architectures | grep -q -x arm64; then
    may_be_root || fail "packages of arm64 are needed. Ask an administrator to run:" \
      "dpkg --add-architecture arm64"
    say "Letting dpkg install packages of arm64 beside those of $(dpkg --print-architecture)"
    as_root dpkg --add-architecture arm64 || fail "dpkg does not take packages of arm64."
    lists_updated=
  fi
  install arm64
}

# install GROUP...: installs what is missing of the named groups; asks nothing, does nothing when
# all is there.
install () {
  local group wanted=() list
  for group; do
    list="packages_$group[@]"
    wanted+=("${!list}")
  done
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "No apt-get here, so nothing is installed. On Debian these would be used: ${wanted[*]}" >&2
    return 0
  fi
  mapfile -t wanted < <(missing_packages "${wanted[@]}" | sort -u)
  [ "${#wanted[@]}" -gt 0 ] || return 0
  may_be_root || fail "packages are missing, and you are neither root nor have sudo. Ask an" \
    "administrator to run: apt-get install ${wanted[*]}"
  say "Installing with apt-get: ${wanted[*]}"
  update_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install \
    "${wanted[@]}" || fail "apt-get could not install ${wanted[*]}." \
    "Its message above says why; without a network these packages have to be there already."
}

# Builds targets, or all, for speed in a folder; its output goes to a file beside that.
build_release () {
  local dir=$1 log=$1.log
  shift
  mkdir -p "${dir%/*}"
  [ -f "$dir/build.ninja" ] || meson setup "$dir" --buildtype=release -Dtests=enabled >"$log" 2>&1 \
    || fail "the build could not be set up; the reason is in $log."
  meson compile -C "$dir" "$@" >>"$log" 2>&1 || fail "the build failed; the reason is in $log."
}

# The core as a library for Python.
build_coreshim () { build_release "$1" coreshim; }

# make_venv FOLDER PYTHON [OPTION...]: a virtual environment of that Python, unless it is there.
make_venv () {
  local folder=$1 python=$2
  shift 2
  mkdir -p "$(dirname "$folder")"
  [ -x "$folder/bin/python" ] || "$python" -m venv "$@" "$folder" \
    || fail "no virtual environment could be made in $folder."
}

# What pip has to install for one of the libraries alignscale is compared with, in the version that
# docs/libraries.md names.
pip_packages_of () {
  case $1 in
    opencv) say "opencv-python-headless==${ALIGNSCALE_OPENCV:-5.0.0.93}" ;;
    pillow) say "pillow==${ALIGNSCALE_PILLOW:-13.0.0}" numpy ;;
    tensorflow) say "tensorflow-cpu==${ALIGNSCALE_TENSORFLOW:-2.21.0}" ;;
    onnx) say "onnxruntime==${ALIGNSCALE_ONNX:-1.32.0}" onnx==1.23.2 ;;
  esac
}

# Sets `python` to one that has PyGObject: Debian's, where another one comes first.
find_python () {
  for python in python3 /usr/bin/python3; do
    ! "$python" -c 'import gi' 2>/dev/null || return 0
  done
  fail "no Python here has PyGObject. On Debian: apt install python3-gi"
}
