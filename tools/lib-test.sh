# SPDX-License-Identifier: LGPL-2.1-or-later
# Sourced after lib.sh by the scripts that run tests: builds, runs, and the count at the end.

logs=()
broken=0

# What is run next, underlined.
heading () { printf '\n%s\n%s\n' "$*" "${*//?/-}"; }

# The targets that build compiles; none: all.
build_targets=()

# build NAME [MESON OPTION...]: sets up and compiles build-test/NAME; a failure counts as one.
build () {
  local dir=build-test/$1
  shift
  local again=
  [ ! -f "$dir/build.ninja" ] || again=--reconfigure
  meson setup $again "$dir" -Dtests=enabled "$@" >"$dir.log" 2>&1 \
    && meson compile -C "$dir" ${build_targets[@]+"${build_targets[@]}"} >>"$dir.log" 2>&1 && return 0
  tail -n 40 "$dir.log"
  say "not ok - $dir builds (the whole output is in $dir.log)"
  broken=$((broken + 1))
  return 1
}

# counted NAME LOG: counts, at the end, what run_tests NAME LOG finds.
counted () {
  rm -f "build-test/$1/meson-logs/$2".*
  logs+=("build-test/$1/meson-logs/$2.json")
}

# run_tests NAME LOG [MESON TEST OPTION...]: runs tests of build-test/NAME.
run_tests () {
  local dir=build-test/$1 log=$2
  shift 2
  meson test -C "$dir" --no-rebuild --logbase "$log" --print-errorlogs "$@" \
    | grep -v -E '^(ninja|$)'
}

# run NAME LOG [MESON TEST OPTION...]: both.
run () {
  counted "$1" "$2"
  run_tests "$@"
}

# build_arm64 NAME [MESON OPTION...]: the core for arm64, without the plugin: there is no GStreamer
# for another processor here.
build_arm64 () {
  local name=$1
  shift
  build "$name" --cross-file tools/arm64.ini -Dwerror=true -Dplugin=disabled "$@"
}

# Prints what failed and the count; the exit status of the script.
report () {
  heading 'Together'
  python3 tools/count-tests.py "$broken" ${logs[@]+"${logs[@]}"}
}
