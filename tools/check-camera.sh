#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Runs pipelines on a camera: that of Linux' driver vivid, in a virtual machine.
set -u
cd "$(dirname "$0")/.." || exit 1
. tools/lib.sh
. tools/lib-system.sh

usage () {
  cat <<'USAGE'
tools/check-camera.sh [--fresh]

Makes a Debian 12 system in a folder with mmdebstrap, builds alignscale in it and starts it as a
virtual machine with QEMU, without KVM. Linux' driver vivid makes a camera there, /dev/video0, which
v4l2src reads as it reads others. Each of its formats is scaled as it comes from the driver, and has
to be what the same frames become out of a file; then the README's pipeline, the Python module and
the window of live.py run on the camera. Needs root, for chroot. Ten minutes.

  --fresh  makes the system again, for newer packages
  --help   this text

The system stays in build-test/camera for the next run; ALIGNSCALE_CAMERA names another folder. The
last line is "N passed, N failed".
USAGE
}

system_options "$@"

system_needs_root ALIGNSCALE_CAMERA="${ALIGNSCALE_CAMERA-}" -- "$@"
folder=${ALIGNSCALE_CAMERA:-build-test/camera}
packages_camera=(qemu-system-x86 e2fsprogs)
install camera
system_make "$folder/system" bookworm "$fresh" "${packages_build[@]}" linux-image-amd64 initramfs-tools \
  kmod gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-gtk3 \
  python3-gi python3-numpy gir1.2-gst-plugins-base-1.0 gir1.2-gtk-3.0 xvfb xauth
system_copy_tree
inside sh -ec 'cd /alignscale && meson setup build --prefix=/usr --buildtype=release -Dtests=disabled
  ninja -C build install' >"$folder/build.log" 2>&1 || fail "the build failed; $folder/build.log says why."

# What runs in the machine instead of an init.
cat >"$system/camera" <<'INIT'
#!/bin/sh
mount -t proc proc /proc
mount -t tmpfs tmp /tmp
mkdir -p /dev/shm
mount -t tmpfs shm /dev/shm
export HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 NO_AT_BRIDGE=1
ip link set lo up 2>/dev/null
modprobe vivid n_devs=1 node_types=1 input_types=0
cd /alignscale
echo >/dev/ttyS0 # behind what the machine's firmware says
PYTHONPATH=tests/tree python3 tests/python/check_camera.py /alignscale >/dev/ttyS0 2>&1
sync
echo o >/proc/sysrq-trigger
sleep 60
INIT
chmod +x "$system/camera"

rm -f "$folder/disk"
truncate -s 4G "$folder/disk"
mke2fs -q -t ext4 -d "$system" "$folder/disk" || fail "the machine's disk could not be made."
timeout 900 qemu-system-x86_64 -accel tcg -cpu max -smp 2 -m 2G -nographic -no-reboot -net none \
  -kernel "$system"/boot/vmlinuz-* -initrd "$system"/boot/initrd.img-* \
  -append 'root=/dev/vda rw console=ttyS0 quiet panic=-1 init=/camera' \
  -drive "file=$folder/disk,if=virtio,format=raw" </dev/null | tee "$folder/log"
rm -f "$folder/disk"
passed=$(grep -c '^ok ' "$folder/log")
failed=$(grep -c '^not ok ' "$folder/log")
grep -q "^1\.\.$((passed + failed))\b" "$folder/log" || failed=$((failed + 1))
say "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
