#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes a release archive and Debian packages of it, and tries both. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-system.sh

usage () {
  cat <<'USAGE'
tools/package.sh [--fresh]

Makes the release archive of the commit that is checked out (meson dist), and from it

  packages      gstreamer1.0-alignscale and python3-alignscale, in a Debian 12 system with what a
                build needs; lintian has nothing to say of them that debian/ does not explain
  installed     ... in a second system with nothing but apt, where apt-get installs them and
                debian/tests runs
  subproject    docs/examples/subproject, with the archive as its Meson subproject, statically linked

Needs root, for chroot. The systems take some minutes the first time and about 1.5 GB.

  --fresh  makes the systems again, for newer packages
  --help   this text

Archive and packages are left in build-test/package/result, the systems beside it for the next run;
ALIGNSCALE_PACKAGE names another folder than build-test/package.
USAGE
}

system_options "$@"

passed=0 failed=0

# check SENTENCE COMMAND...: what it prints goes to a log, and from there to the terminal if it fails.
check () {
  local sentence=$1
  shift
  if "$@" >"$folder/log" 2>&1; then
    passed=$((passed + 1))
    say "ok $((passed + failed)) - $sentence"
    return 0
  fi
  failed=$((failed + 1))
  tail -n 60 "$folder/log"
  say "not ok $((passed + failed)) - $sentence"
  return 1
}

finish () {
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ]
  exit
}

# The archive, without the tests that tools/test.sh runs.
make_archive () {
  rm -rf "$folder/dist"
  meson setup "$folder/dist" -Dtests=disabled \
    && meson dist -C "$folder/dist" --formats xztar --no-tests --allow-dirty \
    && cp "$folder/dist/meson-dist/alignscale-$version.tar.xz" "$folder/result/alignscale_$version.orig.tar.xz"
}

# The archive is what git knows, and nothing else.
archive_is_complete () {
  diff <(tar -tf "$archive" | sed -n "s|^alignscale-$version/||p" | grep -v -e '/$' -e '^$' | sort) \
    <(git -c safe.directory='*' ls-tree -r --name-only HEAD | sort)
}

build_packages () {
  rm -rf --one-file-system "$system/result"
  mkdir "$system/result"
  cp "$archive" "$system/result/"
  inside sh -ec "cd /result && tar -xf alignscale_$version.orig.tar.xz && cd alignscale-$version
    export DEB_BUILD_OPTIONS=nocheck DEB_BUILD_PROFILES='nocheck pkg.alignscale.noanalytics'
    dpkg-buildpackage -us -uc -j2"
  find "$system/result" -maxdepth 1 -type f -exec cp -t "$folder/result" {} +
}

look_at_packages () {
  inside sh -c 'cd /result && lintian --allow-root --fail-on error,warning --tag-display-limit 0 *.changes'
}

# The bare system has nothing of the build's; apt-get brings what the packages ask for.
run_their_tests () {
  rm -rf --one-file-system "$system/result"
  mkdir "$system/result"
  cp "$folder"/result/*.tar.xz "$folder"/result/*.dsc "$folder"/result/*-alignscale_*.deb "$system/result/"
  inside sh -ec 'cd /result && apt-get -q update
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install autopkgtest
    DEBIAN_FRONTEND=noninteractive autopkgtest *.deb *.dsc -- null'
}

build_application () {
  rm -rf --one-file-system "$system/application"
  cp -r docs/examples/subproject "$system/application"
  tar -xf "$archive" -C "$system/application/subprojects"
  mv "$system/application/subprojects/alignscale-$version" "$system/application/subprojects/alignscale"
  inside sh -ec 'cd /application && meson setup build && ninja -C build'
}

# No plugin lies about that could stand in for the one in the program.
run_application () {
  inside sh -ec 'cd /application && ! gst-inspect-1.0 alignscale >/dev/null 2>&1
    build/still frame.rgb && test "$(wc -c <frame.rgb)" = $((48 * 32 * 3))'
}

system_needs_root ALIGNSCALE_PACKAGE="${ALIGNSCALE_PACKAGE-}" -- "$@"
folder=$(realpath -m "${ALIGNSCALE_PACKAGE:-build-test/package}")
version=$(sed -n "s/^ *version : '\(.*\)',$/\1/p" meson.build | head -n 1)
archive=$folder/result/alignscale_$version.orig.tar.xz
rm -rf --one-file-system "$folder/result"
mkdir -p "$folder/result"

install build
check "meson dist makes an archive" make_archive || finish
check "... of all files that git knows" archive_is_complete

system_make "$folder/build" bookworm "$fresh" "${packages_build[@]}" "${packages_package[@]}"
system_mount
check "dpkg-buildpackage makes the packages" build_packages \
  && check "lintian finds no errors or warnings" look_at_packages
check "an application has it as a subproject, statically linked" build_application \
  && check "... and resizes without any plugin" run_application
umount --lazy "$system/proc"

system_make "$folder/bare" bookworm "$fresh"
system_mount
check "packages install on a bare system, and their tests pass there" run_their_tests
finish
