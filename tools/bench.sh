#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs what is missing, builds with optimisation and times alignscale against its peers.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/bench.sh [--write-tables] [--pip] [OPTION...]

Installs the libraries alignscale is compared with, builds in build-bench/ and prints tables.
docs/performance.md explains them.

  --write-tables           write them to docs/performance-tables.md instead, with those of lower
                           instruction sets; from them docs/performance.svg and the tables of
                           docs/performance.md and docs/libraries.md; and the cells to
                           build-bench/cells.csv. Takes long; nothing else should run. Means
                           --pip without --python
  --pip                    libraries of PyPI take part: torch, Pillow, pillow-simd, OpenCV,
                           fast_image_resize, TensorFlow and onnxruntime. They are installed in
                           build-bench/python, which takes 8 GB; without it those of Debian alone

All other options go to the program:

  --quick                  three formats, two pairs of sizes, against videoscale only
  --python PATH            a Python with some of those libraries: they take part
  --csv FILE               write the cells to a file as well
  --help                   all of them
USAGE
}

# pillow-simd is called PIL, as Pillow is, so it goes where Python does not look. Its wheel is built
# here, for this processor's AVX2.
install_pillow_simd () {
  [ ! -d "$venv/pillow-simd/PIL" ] || return 0
  CC='cc -mavx2' "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --no-cache-dir \
    --target "$venv/pillow-simd" pillow-simd >build-bench/pillow-simd.log 2>&1 \
    || say "pillow-simd could not be built and takes no part; build-bench/pillow-simd.log says why." >&2
}

install_pip () {
  local packages
  install build bench_pip >&2
  make_venv "$venv" python3
  read -r -d '' -a packages < <(for name in pillow opencv tensorflow onnx; do
    pip_packages_of "$name"
  done)
  "$venv/bin/pip" install -q --disable-pip-version-check torch cykooz-resizer "${packages[@]}" >&2 \
    || fail "pip could not install the libraries. Its message above says why; 8 GB have to be free."
  install_pillow_simd
}

program=(build-bench/tests/bench/bench)
venv=build-bench/python
with_pip=
while :; do
  case "${1-}" in
    --write-tables)
      program=(tools/write-tables.py "${program[@]}")
      case " $* " in *' --python'*) ;; *) with_pip=yes ;; esac
      ;;
    --pip) with_pip=yes ;;
    *) break ;;
  esac
  shift
done
case " $* " in
  *' --help '*)
    usage
    program=(build-bench/tests/bench/bench)
    with_pip=
    ;;
esac
install build bench >&2
again=
[ ! -f build-bench/build.ninja ] || again=--reconfigure
log=build-bench/bench.log
mkdir -p build-bench
meson setup $again build-bench --buildtype=release -Dtests=enabled >"$log" 2>&1 \
  && meson compile -C build-bench tests/bench/bench gst/gstalignscale >>"$log" 2>&1 || {
  tail -n 30 "$log" >&2
  fail "the build failed; its whole output is in $log."
}
if [ -n "$with_pip" ]; then
  install_pip
  set -- --python "$venv/bin/python" "$@"
fi
exec "${program[@]}" "$@"
