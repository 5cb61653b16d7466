#!/bin/sh
# Finishes what the build has put together; called by the build, with dist/ as the working folder.
#
#   finish.sh folder FOLDER TIME ARCHIVES   natives beside the jars, licences, list of parts, checksums, start-up archive
#   finish.sh runtime FOLDER VERSION TIME   target/telecoder-VERSION-linux-ARCH.tar.gz: the same with a Java of its own
#   finish.sh sums VERSION                  target/SHA256SUMS of the files to download
set -eu
here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)
target=$here/../target
LC_ALL=C.UTF-8
export LC_ALL
# shellcheck source=dist/src/find-java.sh
. "$here/../src/find-java.sh"
find_java 25 javac
[ -n "$found_java" ] || { say_how_to_get_java "pack it"; exit 2; }
java=$found_java/bin/java

# What a host of any kind may need, and plugins that nobody has written yet: all of Java SE, and of the JDK what reads, encrypts,
# compiles (the tests of a repository in Java) and looks into a running process.
modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.zipfs,jdk.charsets,jdk.localedata,jdk.management,jdk.net
modules=$modules,jdk.httpserver,jdk.security.auth,jdk.security.jgss,jdk.naming.dns,jdk.xml.dom,jdk.nio.mapmode,jdk.compiler,jdk.jcmd,jdk.jfr

# The archive's name says what it was made of and what its checksum is, as the start script wants it.
train() {  # DISTRIBUTION JAVA-HOME
    rm -f "$1"/lib/start-*.jsa
    work=$(mktemp -d)
    if TELECODER_CACHE=$work/cache TELECODER_JAVA_HOME=$2 TELECODER_JAVA_OPTS='' "$java" "$here/Train.java" "$1" "$work/home" \
            > "$work/said" 2>&1; then
        for written in "$work"/cache/run-*.jsa; do
            if [ -f "$written" ] && [ ! -L "$written" ]; then
                of=${written##*/run-}
                sum=$(cksum < "$written")
                mv "$written" "$1/lib/start-${of%-*}-${sum%% *}.jsa"
                chmod 644 "$1/lib/start-"*.jsa
            fi
        done
    fi
    made=$(find "$1/lib" -name 'start-*.jsa')
    [ -n "$made" ] || { echo "No start-up archive was made; the first start makes one:"; tail -n 5 "$work/said"; }
    rm -rf "$work"
    [ -n "$made" ]
}

case $1 in
    folder)
        "$java" "$here/Pack.java" libraries "$2" "$3"
        if [ "$4" = true ]; then
            parts=$here/../sbom/target/telecoder.cdx.json
            # CycloneDX asks the package registry for licences, and Maven leaves it out with --offline.
            if [ -f "$parts" ]; then cp "$parts" "$2/"; else echo "No list of parts (telecoder.cdx.json): Maven is offline."; fi
            rm -f "$2/SHA256SUMS"
            "$java" "$here/Pack.java" sums "$2"
            # Only in this folder: what others download is run by a Java of theirs, and only that can make one for itself.
            train "$2" "$found_java" || :
        fi
        ;;
    runtime)
        [ -f "$2/telecoder.cdx.json" ] || { echo "A release needs telecoder.cdx.json; build it without -o."; exit 1; }
        arch=$(uname -m)
        case $(uname -s)-$arch in
            Linux-x86_64) arch=x64; native=Linux-x86_64 ;;
            Linux-aarch64) native=Linux-aarch64 ;;
            *) echo "The download with a Java of its own is made on Linux only."; exit 0 ;;
        esac
        name=telecoder-$3
        stage=$target/with-runtime
        rm -rf "$stage"
        mkdir -p "$stage"
        cp -Rp "$2" "$stage/$name"
        rm -f "$stage/$name"/lib/start-*.jsa
        for other in "$stage/$name"/lib/native/*; do
            [ "${other##*/}" = "$native" ] || rm -rf "$other"
        done
        "$found_java/bin/jlink" --add-modules "$modules" --include-locales=en --no-header-files --no-man-pages \
            --generate-cds-archive --output "$stage/$name/runtime" > "$target/jlink.log" 2>&1 || { cat "$target/jlink.log"; exit 1; }
        # For heaps of 32 GB and more.
        rm -f "$stage/$name/runtime/lib/server/classes_nocoops.jsa"
        # Times first: Java compares those of the libraries with what the archive says of them.
        find "$stage" -exec touch -h -d "$4" {} +
        train "$stage/$name" "$stage/$name/runtime" || exit 1
        "$java" "$here/Pack.java" sums "$stage/$name"
        find "$stage" -exec touch -h -d "$4" {} +
        tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w --format=gnu -C "$stage" -cf - "$name" \
            | gzip -n -6 > "$target/$name-linux-$arch.tar.gz.part"
        mv "$target/$name-linux-$arch.tar.gz.part" "$target/$name-linux-$arch.tar.gz"
        ;;
    sums)
        cd "$target"
        # shellcheck disable=SC2046 # the names are ours
        "$java" "$here/Pack.java" sums . $(ls "telecoder-$2"*.tar.gz "telecoder-$2"*.zip)
        ;;
    *)
        sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"
        exit 2
        ;;
esac
