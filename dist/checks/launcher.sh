#!/bin/sh
# Checks dist/telecoder and bin/telecoder with stand-ins for Maven and Java, in a small copy of the tree. Needs neither.
set -u
here=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

check() {  # NAME COMMAND...
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        sed 's/^/    out: /' "$work/out" 2>/dev/null | head -n 20
        sed 's/^/    err: /' "$work/err" 2>/dev/null | head -n 20
    fi
}

run() {  # COMMAND...: keeps its exit code, output and errors
    "$@" > "$work/out" 2> "$work/err" < /dev/null
    code=$?
}

said() { grep -qF -- "$1" "$work/err"; }
printed() { grep -qF -- "$1" "$work/out"; }
exited() { [ "$code" -eq "$1" ]; }
builds() { [ "$(wc -l < "$work/builds" | tr -d ' ')" -eq "$1" ]; }

jdk() {  # FOLDER VERSION: a Java that prints how it was called
    mkdir -p "$1/bin"
    printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\n' "$2" > "$1/release"
    printf '#!/bin/sh\necho "java %s"\necho "LC_ALL=$LC_ALL"\nfor a in "$@"; do echo "<$a>"; done\n' "$2" > "$1/bin/java"
    printf '#!/bin/sh\n' > "$1/bin/javac"
    chmod +x "$1/bin/java" "$1/bin/javac"
}

tree() {  # a tree small enough to copy, with a Maven that only makes the folder
    rm -rf "$work/tree" "$work/builds"
    mkdir -p "$work/tree/dist" "$work/tree/.mvn" "$work/tree/platform/src/main/java" "$work/tree/platform/src/test/java" \
        "$work/tree/plugins" "$work/tree/plugin-api" "$work/bin"
    : > "$work/builds"
    : > "$work/tree/pom.xml"
    echo 'class A {}' > "$work/tree/platform/src/main/java/A.java"
    echo 'class B {}' > "$work/tree/platform/src/main/java/B.java"
    cp -R "$here/src" "$here/telecoder" "$work/tree/dist/"
    cat > "$work/bin/mvn" <<EOF
#!/bin/sh
echo "\$JAVA_HOME" >> "$work/builds"
[ ! -e "$work/broken" ] || { echo "[ERROR] it does not compile"; exit 1; }
sleep \${MVN_SECONDS:-0}
mkdir -p dist/target/telecoder/bin dist/target/telecoder/lib platform/target
cp dist/src/find-java.sh dist/target/telecoder/bin/
cp dist/src/telecoder dist/target/telecoder/bin/
chmod +x dist/target/telecoder/bin/telecoder
: > "dist/target/telecoder/lib/a.jar"
: > "dist/target/telecoder/lib/b.jar"
EOF
    chmod +x "$work/bin/mvn"
}

older() { find "$work/tree" -exec touch -t 202001010000 {} +; }

jdk "$work/java 25" 25.0.3
jdk "$work/java17" 17.0.15
jdk "$work/java26" 26
PATH=$work/bin:$work/java17/bin:$PATH
JAVA_HOME=$work/java17
TELECODER_JAVA_HOME="$work/java 25"
TELECODER_CACHE=off
export PATH JAVA_HOME TELECODER_JAVA_HOME TELECODER_CACHE
unset TELECODER_JAVA_OPTS

tree
older
run "$work/tree/dist/telecoder" --version "two words" '$HOME *' ''
check "builds a fresh tree and runs it" exited 0
check "hands Maven the JDK 25 it found" grep -qxF "$work/java 25" "$work/builds"
check "keeps stdout for the command alone" test "$(head -n 1 "$work/out")" = "java 25.0.3"
check "passes arguments on as they are" printed "<two words>"
check "does not expand them" printed '<$HOME *>'
check "keeps an empty argument" test "$(tail -n 1 "$work/out")" = "<>"
check "tells the host where the distribution is" printed "<-Dtelecoder.dist=$work/tree/dist/target/telecoder>"
check "names the libraries in order" printed "lib/a.jar:$work/tree/dist/target/telecoder/lib/b.jar>"
check "says on stderr that it builds" said "building"

run "$work/tree/dist/telecoder" status
check "does not build again when nothing changed" builds 1
check "says nothing then" test ! -s "$work/err"

sleep 1.1
echo 'class A2 {}' > "$work/tree/platform/src/test/java/A2.java"
run "$work/tree/dist/telecoder"
check "does not build for a changed test" builds 1
echo '// changed' >> "$work/tree/platform/src/main/java/A.java"
run "$work/tree/dist/telecoder"
check "builds when a source changed" builds 2
sleep 1.1
rm "$work/tree/platform/src/main/java/B.java"
run "$work/tree/dist/telecoder"
check "builds when a source is gone" builds 3
run "$work/tree/dist/telecoder"
check "and only once" builds 3

tree
for i in 1 2 3 4; do
    MVN_SECONDS=2 "$work/tree/dist/telecoder" "run-$i" > "$work/out$i" 2> "$work/err" < /dev/null &
done
wait
check "builds once for four at the same time" builds 1
check "and all four run" test "$(cat "$work"/out[1-4] | grep -c '<run-')" -eq 4

tree
mkdir -p "$work/tree/dist/target/.building"
sh -c 'echo $$' > "$work/tree/dist/target/.building/pid"
run "$work/tree/dist/telecoder" after
check "takes over the lock of a process that is gone" printed "<after>"

tree
mkdir -p "$work/tree/dist/target/.building"
run "$work/tree/dist/telecoder" after
check "and one that nobody's name is on" printed "<after>"

tree
: > "$work/broken"
run "$work/tree/dist/telecoder" start
rm "$work/broken"
check "exits 2 when the build fails" exited 2
check "shows why" said "it does not compile"
check "and where the rest is" said "dist/target/build.log"
run "$work/tree/dist/telecoder" start
check "builds again after a failed build" exited 0

ln -sf "$work/tree/dist/telecoder" "$work/bin/tc"
run tc linked
check "works through a link on the PATH" printed "<linked>"

# The best of twenty: a machine with other things to do says nothing of the script.
took=1000
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    began=$(date +%s%N)
    "$work/tree/dist/telecoder" > /dev/null 2>&1
    once=$((($(date +%s%N) - began) / 1000000))
    [ "$once" -ge "$took" ] || took=$once
done
check "costs less than 50 ms when up to date (took $took)" test "$took" -lt 50

rm "$work/bin/mvn"
if PATH=$work/java17/bin:/bin:/usr/bin command -v mvn > /dev/null; then
    mkdir "$work/few"
    for tool in sh find head cat mkdir rm mv date sed readlink grep dirname kill; do ln -s "$(command -v $tool)" "$work/few/$tool" 2>/dev/null; done
    few=$work/few
else
    few=/bin:/usr/bin
fi
rm -rf "$work/tree/dist/target"
run env PATH="$few" "$work/tree/dist/telecoder" start
check "exits 2 without Maven" exited 2
check "says how to get Maven" said "apt install maven"

tree
run "$work/tree/dist/telecoder" start
bin=$work/tree/dist/target/telecoder/bin/telecoder
run env TELECODER_JAVA_OPTS="-Xmx1g -Dx=y" "$bin" start
check "lets TELECODER_JAVA_OPTS win" test "$(grep -n -e '<-Xmx' "$work/out" | tail -n 1 | cut -d'<' -f2)" = "-Xmx1g>"
run env JAVA_HOME="$work/java 25" TELECODER_JAVA_HOME= "$bin" start
check "takes JAVA_HOME if that is 25" printed "java 25.0.3"
# The start-up archive. The stand-in for Java writes none, so the checks do.
made=$work/tree/dist/target/telecoder
cache=$work/cache
start() { run env TELECODER_CACHE="$cache" TELECODER_HOME="$work/home" "$@" "$bin" start; }
archive_named() { sed -n 's/^<-XX:SharedArchiveFile=\(.*\)>$/\1/p' "$work/out"; }
of() { archive_named | sed 's/.*run-\([0-9]*\)-.*/\1/'; }
gone() { sh -c 'echo $$'; }  # the id of a process that has ended
write_archive() { printf '\250\253\013\360%s' "$2" > "$1"; }  # FILE CONTENT
links_to() { [ -L "$(archive_named)" ] && [ "$(readlink "$(archive_named)")" = "$1" ]; }

start
key=$(of)
check "has Java write a start-up archive where there is none" printed "<-XX:+AutoCreateSharedArchive>"
check "under a name of its own" test "${key:+known}" = known -a ! -e "$(archive_named)"
run env TELECODER_CACHE="$cache" TELECODER_HOME="$work/home" "$bin" status
check "and none for a short command" test "$(grep -c Archive "$work/out")" -eq 0

write_archive "$cache/run-$key-$(gone).jsa" one
start
one=$cache/start-$key-$(cat "$cache"/start-"$key"-*.jsa | cksum | cut -d ' ' -f 1).jsa
check "puts in its place what an ended process wrote, named by its checksum" test -f "$one"
check "and uses it" links_to "$one"
check "and still lets Java write anew, should it refuse this one" printed "<-XX:+AutoCreateSharedArchive>"
run env TELECODER_CACHE="$cache" TELECODER_HOME="$work/home" "$bin" status
check "a short command uses it too" printed "<-XX:SharedArchiveFile=$one>"
check "and writes none" test "$(grep -c AutoCreate "$work/out")" -eq 0

printf half > "$cache/run-$key-$(gone).jsa"
start
check "throws away one that was written half" test "$(find "$cache" -type f | wc -l)" -eq 1
check "and keeps the good one" links_to "$one"
write_archive "$cache/run-$key-$$.jsa" mine
start
check "leaves alone what a running process writes" test -f "$cache/run-$key-$$.jsa"
rm "$cache/run-$key-$$.jsa"
write_archive "$cache/run-$key-$(gone).jsa" two
start
check "replaces an archive by a newer one of the same" test "$(find "$cache" -name 'start-*' | wc -l)" -eq 1 -a ! -e "$one"
for made_by_now in "$cache"/start-"$key"-*.jsa; do printf x >> "$made_by_now"; done
start
check "throws away one that was damaged" test "$(find "$cache" -name 'start-*' | wc -l)" -eq 0
check "and starts without" test ! -L "$(archive_named)"
check "which says nothing" test ! -s "$work/err"

mkdir -p "$work/home/plugins"
echo jar > "$work/home/plugins/a.jar"
start
took=1000
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    began=$(date +%s%N)
    env TELECODER_CACHE="$cache" TELECODER_HOME="$work/home" "$bin" start > /dev/null 2>&1
    once=$((($(date +%s%N) - began) / 1000000))
    [ "$once" -ge "$took" ] || took=$once
done
check "costs less than 50 ms with an archive, too (took $took)" test "$took" -lt 50
check "wants another archive after a plugin was added" test "$(of)" != "$key"
rm "$work/home/plugins/a.jar"
start
check "and the old one after it was removed" test "$(of)" = "$key"
echo changed > "$made/lib/b.jar"
start
check "wants another after a library was changed" test "$(of)" != "$key"
: > "$made/lib/b.jar"
echo "BUILD=2" >> "$work/java 25/release"
start
check "and after Java was changed" test "$(of)" != "$key"
key=$(of)
start TELECODER_JAVA_OPTS=-XX:+UseG1GC
check "and for options of another kind" test "$(of)" != "$key"
start TELECODER_JAVA_OPTS=-Xmx1g
check "but not for more memory" test "$(of)" = "$key"
for n in 1 2 3 4 5; do
    write_archive "$cache/start-$n-$n.jsa" "$n"
    touch -t "20200101000$n" "$cache/start-$n-$n.jsa"
done
write_archive "$cache/run-$key-$(gone).jsa" new
start
check "keeps the newest three" test "$(find "$cache" -name 'start-*' | wc -l)" -eq 3 -a -e "$cache/start-5-5.jsa"

rm -rf "$cache"
write_archive "$work/shipped" shipped
shipped=$made/lib/start-$key-$(cksum < "$work/shipped" | cut -d ' ' -f 1).jsa
cp "$work/shipped" "$shipped"
start
check "uses the archive that came with it" links_to "$shipped"
cache=/proc/nowhere
start
check "also where no cache can be written" printed "<-XX:SharedArchiveFile=$shipped>"
check "and writes none then" test "$(grep -c AutoCreate "$work/out")" -eq 0
printf x >> "$shipped"
start
check "goes without where the one that came with it is damaged" test "$(grep -c Archive "$work/out")" -eq 0
check "and says nothing of it" test ! -s "$work/err"
rm "$shipped"
cache=$work/cache
rm -rf "$cache"
for n in 1 2 3 4 5 6; do (env TELECODER_CACHE="$cache" "$bin" start > "$work/many$n" 2>&1 < /dev/null) & done
wait
check "six at a time each get a name of their own" test "$(cat "$work"/many? | grep SharedArchiveFile | sort -u | wc -l)" -eq 6

case $(uname -s)-$(uname -m) in Linux-x86_64) native=Linux-x86_64 ;; Linux-aarch64) native=Linux-aarch64 ;; Darwin-x86_64) native=Mac-x86_64 ;; *) native=Mac-aarch64 ;; esac
mkdir -p "$made/lib/native/$native"
[ ! -e /lib/ld-musl-"$(uname -m)".so.1 ] || mkdir -p "$made/lib/native/Linux-Musl-$(uname -m)"
run "$bin" status
check "names the folder of the database's library" printed "/lib/native/"
mv "$made/lib/native/$native" "$made/lib/native/Other-system"
run "$bin" status
check "exits 2 on a system it was not made for" exited 2
check "and names those it was made for" said "Other-system"
rm -rf "$made/lib/native"

jdk "$made/runtime" 25.0.9
run env TELECODER_JAVA_HOME= "$bin" status
check "takes the Java it came with first" printed "java 25.0.9"
run "$bin" status
check "but for one that is named" printed "java 25.0.3"
rm -rf "$made/runtime"

run env -u LC_ALL -u LC_CTYPE LANG=C "$bin" start
check "reads file names as UTF-8 where the locale is C" printed "LC_ALL=C.UTF-8"
run env -u LC_ALL -u LC_CTYPE LANG=de_DE.UTF-8 "$bin" start
check "leaves a locale that is UTF-8 alone" printed "LC_ALL="
check "which is to say, sets nothing" test "$(grep -c 'LC_ALL=C' "$work/out")" -eq 0
run env -u HOME TELECODER_CACHE= "$bin" start
check "starts without HOME" printed "java 25.0.3"

# Where no Java 25 is installed: the folders of the system are covered up, which takes a mount namespace.
cover='for d in /usr/lib/jvm /opt /usr/java; do [ ! -d $d ] || mount -t tmpfs none $d || exit 99; done; shift; exec "$@"'
if unshare -rm sh -c "$cover" sh cover true 2> /dev/null; then
    run env HOME="$work/empty" TELECODER_JAVA_HOME= unshare -rm sh -c "$cover" sh cover "$bin" start
    check "exits 2 without a Java 25" exited 2
    check "says how to get Java" said "https://adoptium.net"
    rm -rf "$work/tree/dist/target"
    run env HOME="$work/empty" TELECODER_JAVA_HOME= unshare -rm sh -c "$cover" sh cover "$work/tree/dist/telecoder" start
    check "says so too before it builds" said "be built from source"
    tree
    run "$work/tree/dist/telecoder" start
    mkdir -p "$work/home/.sdkman/candidates/java" "$work/home/.jdks"
    jdk "$work/home/.jdks/26" 26
    run env HOME="$work/home" TELECODER_JAVA_HOME= unshare -rm sh -c "$cover" sh cover "$bin" start
    check "runs on a later Java where there is no 25" printed "java 26"
    jdk "$work/home/.sdkman/candidates/java/25.0.1-tem" 25.0.1
    run env HOME="$work/home" TELECODER_JAVA_HOME= unshare -rm sh -c "$cover" sh cover "$bin" start
    check "prefers a 25 of sdkman to a later one" printed "java 25.0.1"
else
    skipped=$((skipped + 5))
    echo "SKIPPED: 5 checks without any Java 25: this machine lets us make no mount namespace"
fi

echo "launcher: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
