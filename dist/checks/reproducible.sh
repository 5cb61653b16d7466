#!/bin/sh
# Builds the downloads a second time, in a copy of the tree that lies elsewhere, and compares them byte by byte with the ones that
# are there. The start-up archive in the Linux download is the exception: Java writes addresses and times into it.
# needs: mvn jdk25 git python3
set -u
here=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
root=${here%/*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check() {  # NAME COMMAND...
    name=$1
    shift
    if "$@" > "$work/why" 2>&1; then
        passed=$((passed + 1))
        echo "ok: $name"
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        head -n 20 "$work/why"
    fi
}

# What is in a tar.gz: for each entry its kind, mode, owner, time, name and the sum of its bytes.
cat > "$work/entries.py" <<'END'
import hashlib, sys, tarfile
with tarfile.open(sys.argv[1]) as tar:
    for entry in tar:
        if "/lib/start-" in entry.name or entry.name.endswith("/SHA256SUMS"):
            continue
        content = hashlib.sha256(tar.extractfile(entry).read()).hexdigest() if entry.isfile() else entry.linkname
        print(entry.type, oct(entry.mode), entry.uid, entry.gid, int(entry.mtime), entry.name, content)
END
same_entries() {
    python3 "$work/entries.py" "$1" > "$work/a" && python3 "$work/entries.py" "$2" > "$work/b" && diff "$work/a" "$work/b"
}

downloads=$(cd "$here/target" && ls telecoder-*.tar.gz telecoder-*.zip 2> /dev/null)
[ -n "$downloads" ] || { echo "reproducible: 0 passed, 1 failed (there are no downloads; mvn package makes them)"; exit 1; }
release=
case $downloads in *-linux-*) release=-Prelease ;; esac
mkdir "$work/tree"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - --ignore-failed-read) | tar -C "$work/tree" -xf -
# Another time zone, too. The umask has to be the same: the list of parts has the checksums of our jars as Maven packed them, and
# Maven packs the modes of files along.
if ! (cd "$work/tree" && TZ=Asia/Tokyo ${MVN:-mvn -B -ntp} $release -pl dist -am package -Dmaven.test.skip=true \
        -Dspotless.check.skip=true > "$work/log" 2>&1); then
    tail -n 20 "$work/log"
    echo "reproducible: 0 passed, 1 failed (the second build failed)"
    exit 1
fi
for file in $downloads; do
    case $file in
        *-linux-*) check "$file has the same files twice, but for the start-up archive" same_entries "$here/target/$file" "$work/tree/dist/target/$file" ;;
        *) check "$file is the same bytes twice" cmp "$here/target/$file" "$work/tree/dist/target/$file" ;;
    esac
done
echo "reproducible: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
