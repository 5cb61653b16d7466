#!/bin/bash
# Boots systemd in a clean Debian and has it run conf/telecoder.service: the service comes up, can write nothing but its own, and
# bubblewrap makes a sandbox under its restrictions. Usage: service.sh [FOLDER OF THE DOWNLOADS]
# needs: debootstrap unshare pivot_root root
set -u
here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)
target=${1:-$here/../target}
. "$here/clean/roots.sh"
passed=0
failed=0

skip_all() {
    echo "service: SKIPPED: $*"
    exit 77
}

[ "$(id -u)" -eq 0 ] || skip_all "only root can boot a system"
for tool in debootstrap unshare pivot_root; do
    command -v "$tool" > /dev/null || skip_all "$tool is missing"
done
download=$(find "$target" -maxdepth 1 -name 'telecoder-*-linux-*.tar.gz' | head -n 1)
[ -n "$download" ] || skip_all "there is no download with a Java of its own; mvn -Prelease package makes one"
unshare --mount --pid --net --ipc --uts --cgroup --fork sh -c 'd=$(mktemp -d) && mount -t cgroup2 cgroup2 "$d" && umount "$d"; c=$?; rmdir "$d"; exit $c' \
    2> /dev/null || skip_all "this machine lets us make no name spaces or control groups"
root_of base && root_of git base git && root_of systemd git systemd systemd-sysv dbus bubblewrap || skip_all "$why_not"

work=$(mktemp -d)
root=$work/root
mkdir "$root"
booted=
end() {
    [ -z "$booted" ] || kill -KILL "$booted" 2> /dev/null
    wait 2> /dev/null
    rm -rf "$work"
}
trap end EXIT
tar -C "$root" -xf "$made_root"

# As guide/install.md says, but for systemctl, which has nothing to talk to before the boot.
mkdir -p "$root/opt/telecoder" "$root/etc/telecoder" "$root/opt/out"
tar -xzf "$download" -C "$root/opt/telecoder" --strip-components=1
chroot "$root" useradd --system --home-dir /var/lib/telecoder --shell /usr/sbin/nologin telecoder
install -m 600 /dev/null "$root/etc/telecoder/environment"
units=$root/etc/systemd/system
cp "$root/opt/telecoder/conf/telecoder.service" "$units/"
ln -s ../telecoder.service "$units/multi-user.target.wants/telecoder.service"
for unit in systemd-logind.service systemd-networkd-wait-online.service getty@tty1.service console-getty.service apt-daily.timer apt-daily-upgrade.timer; do
    ln -sf /dev/null "$units/$unit"
done
# Looks at it from within the same restrictions.
chmod 777 "$root/opt/out"
sed -e 's|^ExecStart=.*|ExecStart=/bin/bash /opt/look.sh\nReadWritePaths=/opt/out|' -e 's/^Restart=.*/Restart=no/' -e 's/^Type=.*/Type=simple/' \
    "$units/telecoder.service" > "$units/look.service"
ln -s ../look.service "$units/multi-user.target.wants/look.service"
cat > "$root/opt/look.sh" << 'EOS'
exec > /opt/out/said 2>&1
telecoder=/opt/telecoder/bin/telecoder
for _ in $(seq 100); do $telecoder status > /dev/null 2>&1 && break; sleep 0.5; done
result() { [ "$2" = 0 ] && echo "ok: $1" || echo "FAILED: $1"; }
$telecoder status --json > /opt/out/status; result "the service comes up" $?
grep -q '"runtime":"bubblewrap"' /opt/out/status; result "bubblewrap works under the unit's restrictions" $?
mkdir /tmp/project && echo kept > /tmp/project/file
$telecoder skills run test.run --input '{"command":"cat file && touch made"}' --repo /tmp/project > /opt/out/run
grep -q kept /opt/out/run && [ -e /tmp/project/made ]; result "a command of a repository runs in the sandbox" $?
! touch /etc/x /usr/x /opt/telecoder/x 2> /dev/null; result "the system cannot be written" $?
! ls /root /home > /dev/null 2>&1; result "homes cannot be read" $?
[ "$(sed -n 's/^NoNewPrivs:\t//p' /proc/self/status)" = 1 ]; result "no new privileges" $?
[ "$(stat -c %a /var/lib/telecoder)" = 700 ]; result "others cannot look into its home" $?
echo END
EOS
cat > "$work/boot.sh" << 'EOS'
cd "$1" && mount --bind . . && cd "$1" || exit
mkdir -p old
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs dev
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm
mount -t devpts devpts dev/pts -o newinstance,ptmxmode=0666
ln -s pts/ptmx dev/ptmx
mount -t tmpfs tmpfs dev/shm
pivot_root . old
cd / && umount -l /old
export container=check
exec /lib/systemd/systemd --system < /dev/null
EOS
unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child --propagation private bash "$work/boot.sh" "$root" > "$work/boot.log" 2>&1 &
booted=$!
for _ in $(seq 240); do
    grep -q '^END' "$root/opt/out/said" 2> /dev/null && break
    kill -0 "$booted" 2> /dev/null || break
    sleep 0.5
done
if [ ! -f "$root/opt/out/said" ]; then
    tail -n 5 "$work/boot.log"
    skip_all "systemd does not boot in here"
fi
grep -v '^END' "$root/opt/out/said"
passed=$(grep -c '^ok' "$root/opt/out/said")
failed=$(grep -c '^FAILED' "$root/opt/out/said")
grep -q '^END' "$root/opt/out/said" || { echo "FAILED: it did not come to an end"; failed=$((failed + 1)); }
if [ "$failed" -gt 0 ]; then head -c 600 "$root/opt/out/status"; tail -n 5 "$root"/var/lib/telecoder/logs/*.log; fi
echo "service: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
