#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Fuzzes the core and the element. The last lines are a table; the exit status is 0 when nothing was found.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh

usage () {
  cat <<'USAGE'
tools/fuzz.sh [--fresh] [MINUTES [TARGET...]]

Installs what is missing (Debian, through apt-get), builds the fuzz targets of tests/fuzz with clang, libFuzzer and
the checkers of addresses and undefined behaviour, and runs all of them, or those that are named, at the same time for
so many minutes (10 unless told otherwise; 1 is enough to see that they work). Processors that are left over run
targets a second time.

Prints for each target how many inputs were executed, edges and features of the code that were reached, inputs kept, and
findings. Everything is in build-fuzz/: inputs in corpus/TARGET, which the next run starts from, findings in
findings/TARGET, what the fuzzers said in log/TARGET-N.log. tests/fuzz/README.md says what to do with a finding.

--fresh forgets every five minutes what was kept and begins again from the committed seeds. Their inputs are smaller,
so that more are executed in the time, and chance takes other ways each time; without it a run goes on from where the
last one stopped, which reaches further.

The exit status is 0 when nothing was found and something was executed.
USAGE
}

minutes=10
fresh=
[ "${1-}" != --fresh ] || { fresh=yes; shift; }
case "${1-}" in
  --help|-h) usage; exit 0 ;;
  *[!0-9]*|0) usage >&2; exit 2 ;;
  '') ;;
  *) minutes=$1; shift ;;
esac

dir=build-fuzz
install build fuzz
command -v clang >/dev/null || fail "clang is missing, and libFuzzer comes with it. Install it, then run this again."

again=
[ ! -f "$dir/build.ninja" ] || again=--reconfigure
mkdir -p "$dir"
say "Building the fuzz targets (the output is in $dir/build.log)"
compiler=clang
! command -v ccache >/dev/null || compiler='ccache clang'
CC=$compiler meson setup $again "$dir" -Dfuzzing=true -Dtests=enabled -Db_lundef=false >"$dir/build.log" 2>&1 \
  && meson compile -C "$dir" >>"$dir/build.log" 2>&1 || {
  tail -n 40 "$dir/build.log"
  fail "the fuzz targets do not build."
}

if [ $# -gt 0 ]; then targets=("$@"); else
  targets=()
  for program in "$dir"/tests/fuzz/fuzz_*; do
    [ ! -f "$program" ] || [ ! -x "$program" ] || targets+=("${program##*/fuzz_}")
  done
fi

# Seeds of a target: its own, or those of the target whose name its name goes on from (core_low: core).
seeds_of () {
  local name=$1
  while [ ! -d "tests/fuzz/corpus/$name" ] && [ "$name" != "${name%_*}" ]; do name=${name%_*}; done
  say "tests/fuzz/corpus/$name"
}

# A small quarantine stays in the caches: inputs are that small, too.
export ASAN_OPTIONS=${ASAN_OPTIONS-detect_leaks=1:strict_string_checks=1:allocator_may_return_null=1:quarantine_size_mb=16:malloc_context_size=8}
# GLib would keep small pieces to itself, and loses its lists of them where a thread ends as leaks are looked for.
export G_SLICE=always-malloc
export UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1}

# fuzz TARGET NUMBER: runs one process until the time is over, again after a finding, but not for ever. Without the
# entropic schedule, which takes longer than inputs that are as fast as these.
fuzz () {
  local target=$1 log=$dir/log/$1-$2.log corpus=$dir/corpus/$1 end left findings=0
  end=$((SECONDS + minutes * 60))
  : >"$log"
  [ -z "$fresh" ] || corpus=$dir/corpus/fresh/$1-$2
  while left=$((end - SECONDS)); [ "$left" -gt 0 ] && [ "$findings" -lt 20 ]; do
    if [ -n "$fresh" ]; then
      rm -rf "$corpus"
      [ "$left" -lt 300 ] || left=300
    fi
    mkdir -p "$corpus"
    "$dir/tests/fuzz/fuzz_$target" -max_total_time="$left" -print_final_stats=1 -entropic=0 -reload=10 \
      -timeout=120 -report_slow_units=1000 -rss_limit_mb=4096 -max_len=1024 -artifact_prefix="$dir/findings/$target/" \
      "$corpus" "$(seeds_of "$target")" >>"$log" 2>&1 || findings=$((findings + 1))
  done
}

mkdir -p "$dir/log"
for target in "${targets[@]}"; do
  [ -x "$dir/tests/fuzz/fuzz_$target" ] || fail "there is no target $target. Choose among those of tests/fuzz/meson.build."
  mkdir -p "$dir/findings/$target"
  rm -f "$dir/log/$target"-*.log
  find "$dir/findings/$target" -type f -delete
done

copies=$(($(nproc) / ${#targets[@]}))
[ "$copies" -gt 0 ] || copies=1
say "Fuzzing ${targets[*]} for $minutes minutes, $copies times each"
for target in "${targets[@]}"; do
  for ((number = 1; number <= copies; number++)); do fuzz "$target" "$number" & done
done
wait

# sum FIELD FILE...: of a number that the fuzzer prints at the end of each round.
sum () {
  local field=$1
  shift
  awk -v field="stat::$field:" '$1 == field { n += $2 } END { printf "%d", n }' "$@"
}

# most WORD FILE...: largest number behind a word of the fuzzer's status lines.
most () {
  local word=$1
  shift
  awk -v word="$word:" '/^#/ { for (i = 1; i < NF; i++) if ($i == word && $(i + 1) + 0 > n) n = $(i + 1) + 0 }
    END { printf "%d", n }' "$@"
}

total=0 found=0
row='%-12s  %12s  %8s  %8s  %8s  %8s\n'
printf "\n$row" target executions edges features inputs findings
for target in "${targets[@]}"; do
  logs=("$dir/log/$target"-*.log)
  executions=$(sum number_of_executed_units "${logs[@]}")
  findings=$(find "$dir/findings/$target" -type f | wc -l)
  # a target that cannot even start leaves no input behind
  [ "$executions" -gt 0 ] || findings=$((findings + 1))
  printf "$row" "$target" "$executions" "$(most cov "${logs[@]}")" "$(most ft "${logs[@]}")" \
    "$(find "$dir/corpus" -type f -path "*/$target[-/]*" | wc -l)" "$findings"
  total=$((total + executions)) found=$((found + findings))
done
printf "$row" together "$total" '' '' '' "$found"
[ "$found" = 0 ] || say "Findings are in $dir/findings, what was said about them in $dir/log."
[ "$found" = 0 ]
