#!/bin/sh
# Makes the image of the tests, 2 MB, without a registry: Debian's busybox-static with its names, and a user. Needs docker and
# busybox-static (or apt-get, to download that package).
#
#   image.sh [NAME]      default: telecoder-test:busybox
set -eu
name=${1:-telecoder-test:busybox}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$root/usr" "$root/sbin" "$root/workspace"
if [ -x /bin/busybox ] && ! ldd /bin/busybox > /dev/null 2>&1; then
    cp /bin/busybox "$root/bin/busybox"
else
    (cd "$work" && apt-get download -qq busybox-static && dpkg-deb -x busybox-static_*.deb unpacked)
    cp "$work"/unpacked/*/busybox "$root/bin/busybox" 2> /dev/null || cp "$work"/unpacked/usr/bin/busybox "$root/bin/busybox"
fi
for applet in $("$root/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -s /bin/busybox "$root/bin/$applet"
done
printf 'root:x:0:0:root:/:/bin/sh\ntelecoder:x:10001:10001::/workspace/.home:/bin/sh\n' > "$root/etc/passwd"
printf 'root:x:0:\ntelecoder:x:10001:\n' > "$root/etc/group"
tar -C "$root" --owner=0 --group=0 -c . | docker import -c 'USER 10001:10001' -c 'WORKDIR /workspace' \
    -c 'CMD ["sleep","3600"]' - "$name" > /dev/null
docker image inspect -f '{{.Size}}' "$name" | sed "s|.*|$name: & bytes|"
