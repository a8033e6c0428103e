#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs Ray and makes data sets with docs/examples/dataset.py, killing a worker on the way.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-dataset.sh [--machines]

Makes films of numbered frames, and data sets out of them with docs/examples/dataset.py: with a worker
that is killed while it writes, run again, with a film that was not finished, as Parquet. Every frame has
to be there once. Not part of tools/test.sh.

  --machines  on two machines instead, which Linux' namespaces make of this one: a worker is killed,
              then the second machine loses its power, then its cable. Needs root. Six minutes.
  --help      this text

Ray and pyarrow come from PyPI into build/dataset-venv (1 GB). Two minutes. Exit status 1 where
something does not hold.
USAGE
}

case "${1-}" in
  '') script=check_dataset.py ;;
  --machines) script=check_dataset_machines.py ;;
  --help|-h) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

[ "$script" = check_dataset.py ] || [ "$(id -u)" = 0 ] || fail "this needs root, for namespaces."

packages_dataset=(python3-venv iproute2)
venv=build/dataset-venv
dir=build/dataset

install build test dataset
find_python
make_venv "$venv" "$python" --system-site-packages
"$venv/bin/pip" install -q --disable-pip-version-check 'ray[data]==2.60.0' pyarrow==26.0.1 pillow==13.0.0 \
  || fail "pip could not install the packages. Its message above says why."
build_release "$dir" gstalignscale
export GST_PLUGIN_PATH="$PWD/$dir/gst" GST_REGISTRY="$PWD/$dir/registry.bin"
export PYTHONPATH="$PWD/python:$PWD/tests/python:$PWD/tests/tree"
exec "$venv/bin/python" "tests/python/$script" "$PWD"
