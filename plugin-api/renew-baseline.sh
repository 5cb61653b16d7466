#!/usr/bin/env bash
# Keeps what was released as what the next builds are compared with. Run it in the tree of the release, after `mvn package`, and
# commit what it wrote: the jars of api and support (compared by japicmp), and a plugin built against them, which a test of the
# platform loads and calls. Nobody runs it between releases: a build would then be compared with itself.
# Usage: plugin-api/renew-baseline.sh VERSION
set -euo pipefail
version=${1:?the released version, such as 0.2.0}
cd "$(dirname "${BASH_SOURCE[0]}")"
for module in api support; do
    jar=$module/target/telecoder-plugin-$module-$version.jar
    [ -f "$jar" ] || { echo "There is no $jar. Build the release first: mvn package."; exit 1; }
    rm -f $module/src/baseline/*.jar
    mkdir -p $module/src/baseline
    cp "$jar" $module/src/baseline/
done
sed -i "s|<baseline.version>.*</baseline.version>|<baseline.version>$version</baseline.version>|" pom.xml

# A plugin of that release. Its bytes depend on nothing but the sources and the compiler.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pf4j=$(find "${M2:-$HOME/.m2/repository}/org/pf4j/pf4j" -name 'pf4j-*.jar' | sort -V | tail -n 1)
jspecify=$(find "${M2:-$HOME/.m2/repository}/org/jspecify/jspecify" -name 'jspecify-*.jar' | sort -V | tail -n 1)
javac --release 21 -proc:none -d "$work/classes" -cp "api/src/baseline/telecoder-plugin-api-$version.jar:$pf4j:$jspecify" \
    baseline-plugin/baseline/*.java
mkdir -p "$work/classes/META-INF"
(cd baseline-plugin && for file in baseline/*.java; do echo "${file%.java}" | tr / .; done) > "$work/classes/META-INF/extensions.idx"
major=${version%%.*}
printf 'Plugin-Id: baseline-plugin\nPlugin-Version: %s\nPlugin-Requires: >=%s & <%s.0.0\n' "$version" "$version" "$((major + 1))" > "$work/manifest"
out=../platform/src/test/resources/dev/telecoder/platform/plugin/baseline-plugin.jar
mkdir -p "$(dirname "$out")"
jar --create --date=2026-11-22T00:00:00Z --file "$out" --manifest "$work/manifest" -C "$work/classes" .
echo "The baseline is $version now: $(cd .. && git status --short plugin-api platform 2> /dev/null | wc -l) files to commit."
