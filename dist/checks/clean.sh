#!/bin/bash
# Tries what a new user downloads on a clean Debian: a root file system of nothing but its smallest set of packages, no network,
# a user without rights, and the archive. Unpacks, starts, chats over the API with a model on loopback, and prints how long each
# took; with git, which it needs, it plays the demo too. Both downloads, the plain one with Debian's openjdk-25.
# Usage: clean.sh [FOLDER OF THE ARCHIVES]
# needs: debootstrap unshare python3 root
set -u
here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)
target=${1:-$here/../target}
. "$here/clean/roots.sh"
passed=0
failed=0
skipped=0

skip_all() {
    echo "clean: SKIPPED: $*"
    exit 77
}

[ "$(id -u)" -eq 0 ] || skip_all "only root can make a root file system"
for tool in debootstrap unshare python3 tar; do
    command -v "$tool" > /dev/null || skip_all "$tool is missing"
done
unshare --mount --pid --net --fork true 2> /dev/null || skip_all "this machine lets us make no name spaces"
root_of base || skip_all "$why_not"
base=$made_root
root_of git base git || echo "SKIPPED: $why_not"
git=$made_root
root_of java git openjdk-25-jre-headless || echo "SKIPPED: $why_not"
java=$made_root

try() {  # NAME ROOT-TAR ARCHIVE [ONLY]
    if [ ! -f "$2" ] || [ ! -f "$3" ]; then
        echo "SKIPPED: $1: $([ -f "$2" ] || echo "no root file system $(basename "$2")") $([ -f "$3" ] || echo "no $(basename "$3")")"
        skipped=$((skipped + 1))
        return
    fi
    echo "-- $1: $(basename "$3"), $(($(stat -c %s "$3") / 1000000)) MB"
    made=$(mktemp -d)
    mkdir "$made/root"
    tar -C "$made/root" -xf "$2"
    cp "$3" "$made/root/home/tester/"
    # A network of its own with nothing in it but itself; what the trial starts ends with it.
    unshare --mount --pid --net --fork --kill-child --mount-proc \
        python3 "$here/clean/trial.py" "$made/root" "$(basename "$3")" ${4:+"$4"} > "$made/said" 2>&1
    code=$?
    cat "$made/said"
    passed=$((passed + $(grep -c '^  ok' "$made/said")))
    failed=$((failed + $(grep -c '^  FAILED' "$made/said")))
    [ "$code" -eq 0 ] || [ "$(grep -c '^  FAILED' "$made/said")" -gt 0 ] || failed=$((failed + 1))
    rm -rf "$made"
}

plain=$(find "$target" -maxdepth 1 -name 'telecoder-*.tar.gz' ! -name '*-linux-*' | head -n 1)
own=$(find "$target" -maxdepth 1 -name "telecoder-*-linux-*.tar.gz" | head -n 1)
try "no Java needed, nothing installed" "$base" "${own:-$target/telecoder-VERSION-linux-x64.tar.gz, made by mvn -Prelease}"
try "the same with git" "${git:-Debian with git}" "${own:-$target/telecoder-VERSION-linux-x64.tar.gz}" demo
try "with git and Debian's openjdk-25" "${java:-Debian with openjdk-25}" "${plain:-$target/telecoder-VERSION.tar.gz}"
try "without any Java" "$base" "${plain:-$target/telecoder-VERSION.tar.gz}"

echo "clean: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
