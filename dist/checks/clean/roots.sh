# Root file systems of Debian, kept as tar files in a cache; to be sourced by a bash that is root.
#
#   root_of base                      its smallest set of packages, and a user called tester
#   root_of NAME FROM PACKAGE...      the one of FROM, with packages added
#
# Sets made_root to the tar file, or to nothing with the reason in why_not.

suite=${TELECODER_CLEAN_SUITE:-trixie}
mirror=${TELECODER_CLEAN_MIRROR:-http://deb.debian.org/debian}
cache=${TELECODER_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/telecoder-ci}/clean

root_of() {
    made_root=$cache/$suite-$1.tar
    [ ! -f "$made_root" ] || return 0
    mkdir -p "$cache"
    local making log=$cache/$1.log
    making=$(mktemp -d "$cache/making.XXXXXX")
    # Programs of the packages run in it as users of their own.
    chmod 755 "$making"
    if [ "$1" = base ]; then
        debootstrap --variant=minbase "$suite" "$making" "$mirror" > "$log" 2>&1 \
            && chroot "$making" useradd --create-home --shell /bin/sh tester >> "$log" 2>&1
    else
        # shellcheck disable=SC2016 # for the shell inside
        tar -C "$making" -xf "$cache/$suite-$2.tar" && chroot "$making" sh -c 'mount -t proc proc /proc
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
            got=$?; umount /proc; rm -rf /tmp/*; exit $got' sh "${@:3}" > "$log" 2>&1
    fi
    # Under another name first: what is there is whole.
    if [ $? -eq 0 ] && tar -C "$making" -cf "$making.tar" . && mv "$making.tar" "$made_root"; then
        rm -rf "$making"
    else
        rm -rf "$making" "$making.tar"
        made_root=
        why_not="Debian $suite with ${*:3} could not be fetched: $(tail -n 1 "$log")"
        return 1
    fi
}
