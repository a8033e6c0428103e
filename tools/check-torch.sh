#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs PyTorch into a virtual environment and compares the core with it.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/check-torch.sh [--cases N] [--seed S] [--seconds T]

Compares alignscale's core with the running PyTorch on random pictures, sizes from 1 to 4096, all
methods and options, and prints how many samples differ. Not part of tools/test.sh: PyTorch takes 5 GB.

  --cases N    how many; 20200 unless told, some minutes on two processors
  --seed S     repeats a run; printed at the start
  --seconds T  stops after so long

PyTorch goes into build/torch-venv, or is taken from the virtual environment that the variable
ALIGNSCALE_TORCH_VENV names. Exit status 1 where a difference is none that docs/numerics.md names.
USAGE
}

case "${1-}" in --help|-h) usage; exit 0 ;; esac

packages_torch=(python3-venv)
own=build/torch-venv
venv=${ALIGNSCALE_TORCH_VENV:-$own}
[ -x "$venv/bin/python" ] || [ "$venv" = "$own" ] || fail "ALIGNSCALE_TORCH_VENV names $venv," \
  "which is no virtual environment. Unset it to have one made in $own."

install build torch
if [ ! -x "$venv/bin/python" ]; then
  mkdir -p build
  python3 -m venv "$venv" || fail "no virtual environment could be made in $venv."
fi
"$venv/bin/python" -c 'import torch' 2>/dev/null || "$venv/bin/pip" install -q torch \
  || fail "pip could not install torch. Its message above says why; 5 GB have to be free."

dir=build/torch
build_coreshim "$dir"

# torch's threads otherwise spin while they wait, which costs minutes on a busy machine
export OMP_WAIT_POLICY=passive
exec "$venv/bin/python" tests/golden/check_torch.py "$dir/tests/golden/libcoreshim.so" "$@"
