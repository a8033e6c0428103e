#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs other libraries into a virtual environment and compares alignconvert with them.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-colour.sh [opencv] [pyav] [bicubic] [torchcodec] [videocapture] [films] [--cases N] [--seed S]
tools/check-colour.sh --write

Compares alignconvert's conversions with the libraries they are named after, on random frames of sizes from 1
to 200, odd ones among them: noise, saturated, and what video has. Not part of tools/test.sh. Without a name it
takes all.

  opencv        conversion=opencv and cv2.cvtColor
  pyav          conversion=swscale and PyAV's to_ndarray, all formats, matrices and ranges; chroma
                sited as H.264 has it and interlaced frames by way of x264
  bicubic       conversion=swscale-bicubic and PyAV told BICUBIC, the same
  torchcodec    conversion=torchcodec and torchcodec, films of 20x20 and more
  videocapture  conversion=swscale and cv2.VideoCapture, films of 8 bits and even height
  films         films that are prepared by PyAV or torchcodec and torchvision, and by a pipeline
  --cases N     frames of each name; 5000 unless told, a minute or two
  --seed S      repeats a run; printed at the start
  --write       writes tests/golden/colours.txt anew instead

The packages come from PyPI into build/colour-venv: 7 GB with torch, which torchcodec and films need; opencv,
pyav, bicubic, videocapture and --write take 200 MB. torchcodec finds the FFmpeg of the system, which is installed. Exit status 1
where one byte differs.
USAGE
}

names=() options=() write=
while [ "$#" -gt 0 ]; do
  case $1 in
    --help|-h) usage; exit 0 ;;
    --write) write=yes ;;
    --cases|--seed) options+=("$1" "${2-}"); shift ;;
    opencv|pyav|bicubic|torchcodec|videocapture|films) names+=("$1") ;;
    *) fail "there is no name or option $1. Try --help." ;;
  esac
  shift
done
[ "${#names[@]}" -gt 0 ] || names=(opencv pyav bicubic torchcodec videocapture films)

packages_colour=(python3-venv libgl1 libglib2.0-0)
packages_ffmpeg=(ffmpeg)
packages=("av==${ALIGNSCALE_PYAV:-18.1.0}" "opencv-python-headless==${ALIGNSCALE_OPENCV:-5.0.0.93}")
groups=(build test colour)
for name in "${names[@]}"; do
  case $name in torchcodec|films)
    [ -n "$write" ] || packages+=(torchcodec==0.17.0 torch==2.15.0 torchvision==0.29.2 pillow==13.0.0)
    [ -n "$write" ] || groups+=(film ffmpeg)
    break ;;
  esac
done

install "${groups[@]}"
venv=build/colour-venv
dir=build/colour
make_venv "$venv" python3
"$venv/bin/pip" install -q --disable-pip-version-check "${packages[@]}" \
  || fail "pip could not install ${packages[*]}. Its message above says why."

if [ -n "$write" ]; then
  exec "$venv/bin/python" tests/golden/make_colours.py
fi
build_release "$dir" gstalignscale colourshim
export GST_PLUGIN_PATH="$PWD/$dir/gst" GST_REGISTRY="$PWD/$dir/registry.bin"
exec "$venv/bin/python" tests/golden/check_colour.py "$dir/tests/golden/libcolourshim.so" "${names[@]}" "${options[@]}"
