#!/usr/bin/env bash
# Does what plugin-api/README.md, "Your first plugin in ten minutes", tells a newcomer to do: the commands are taken from that page
# and run as they stand, with a home and a Maven repository of their own that are thrown away. Says how long each took.
# Usage: first-plugin.sh [DISTRIBUTION]
# needs: mvn node jdk25 python3
set -uo pipefail
here=$(CDPATH='' cd -- "${BASH_SOURCE[0]%/*}" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
page=$root/plugin-api/README.md
dist=${1:-$root/dist/target/telecoder}
work=$(mktemp -d)
model=
end() {
    [ -z "$model" ] || kill "$model" 2> /dev/null
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
passed=0
failed=0
check() {  # NAME COMMAND...
    local name=$1
    shift
    if "$@" > "$work/why" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -n 10 "$work/why" | sed 's/^/    /'
    fi
}
give_up() {
    echo "first-plugin: $*"
    exit 1
}
# shellcheck source=dist/src/find-java.sh
. "$root/dist/src/find-java.sh"
find_java 25 javac
[ -n "$found_java" ] || give_up "no JDK 25 was found"
export JAVA_HOME=$found_java
[ -x "$dist/bin/telecoder" ] || give_up "there is no distribution at $dist; run mvn verify or dist/telecoder first"

# ---- A Maven repository of its own: what was fetched before is linked in, so that hardly anything is fetched again.
real_mvn=$(command -v mvn)
cache=${TELECODER_MAVEN_CACHE:-$(cd "$work" && "$real_mvn" -q -B help:evaluate -Dexpression=settings.localRepository -DforceStdout 2> /dev/null | tail -n 1)}
[ -d "$cache" ] || cache=$HOME/.m2/repository
mkdir -p "$work/m2" "$work/bin" "$work/home" "$work/tmp"
if [ -d "$cache" ]; then
    cp -al "$cache/." "$work/m2/" 2> /dev/null || cp -a "$cache/." "$work/m2/"
    rm -rf "$work/m2/dev/telecoder"
    # Maven writes into these in place; a link would change the original.
    find "$work/m2" \( -name '*.repositories' -o -name '*.properties' -o -name 'maven-metadata*' -o -name '*.lastUpdated' \) -type f \
        -exec sh -c 'for f; do cp -p "$f" "$f.own" && mv -f "$f.own" "$f"; done' sh {} +
fi
ours() { find "$cache/dev/telecoder" 2> /dev/null | sort; }
before=$(ours)
printf '#!/bin/sh\nexec "%s" "-Dmaven.repo.local=%s" "$@"\n' "$real_mvn" "$work/m2" > "$work/bin/mvn"
chmod +x "$work/bin/mvn"

# ---- A model, and a home that knows it.
node "$here/first-plugin/model.mjs" "count words" '{"text": "to be or not to be"}' "$work/asked" > "$work/model" &
model=$!
for _ in $(seq 100); do grep -q ready "$work/model" && break; sleep 0.1; done
port=$(sed -n 's/^ready //p' "$work/model")
[ -n "$port" ] || give_up "the model of the check did not start"
mkdir -p "$work/home/.telecoder"
cat > "$work/home/.telecoder/config.yaml" <<EOF
llm:
  provider: openai
  model: finder-1
  base_url: http://127.0.0.1:$port/v1
  api_key: not-a-key-of-anybody
EOF

# ---- The commands of the page, block by block, in one shell.
(cd "$work" && awk -v out="$work/block" '
    /^## /            { inside = ($0 == "## Your first plugin in ten minutes") }
    inside && /^ *```sh$/ { n++; code = 1; match($0, /^ */); indent = RLENGTH; next }
    /^ *```$/         { code = 0 }
    code              { print substr($0, indent + 1) > (out n ".sh") }' "$page")
blocks=$(find "$work" -maxdepth 1 -name 'block*.sh' | wc -l | tr -d ' ')
[ "$blocks" -ge 4 ] || give_up "only $blocks blocks of commands were found in $page; is the heading still the same?"
# The page takes the distribution of the source tree; this check may have been given another.
{
    echo 'set -eu'
    echo "cd '$root'"
    for ((n = 1; n <= blocks; n++)); do
        echo "started=\$(date +%s%N); echo $n > '$work/at'"
        echo "{"
        cat "$work/block$n.sh"
        echo "} > '$work/out$n' 2>&1"
        echo "echo \"$n \$(( (\$(date +%s%N) - started) / 1000000 ))\" >> '$work/times'"
    done
    echo "pwd > '$work/project'"
} > "$work/all.sh"
start=$(date +%s)
env -u TELECODER_RUN -u ANTHROPIC_API_KEY -u OPENAI_API_KEY HOME="$work/home" TELECODER_HOME="$work/home/.telecoder" TMPDIR="$work/tmp" \
    PATH="$work/bin:$PATH" bash "$work/all.sh" < /dev/null > "$work/shell" 2>&1
code=$?
took=$(($(date +%s) - start))
if [ "$code" -ne 0 ]; then
    at=$(cat "$work/at" 2> /dev/null || echo 1)
    echo "block $at of the page failed with $code:"
    sed 's/^/    $ /' "$work/block$at.sh"
    tail -n 30 "$work/out$at" "$work/shell" 2> /dev/null | sed 's/^/    /'
    give_up "block $at of $blocks does not work as the page says"
fi
while read -r n milliseconds; do
    printf '%6d.%01d s  %s\n' $((milliseconds / 1000)) $((milliseconds % 1000 / 100)) "$(grep -vE '^(cd|mkdir|export) ' "$work/block$n.sh" | head -n 1 | cut -c1-90)"
done < "$work/times"

# ---- What came of it.
project=$(cat "$work/project")
jar=$(find "$project/target" -maxdepth 1 -name '*.jar' | head -n 1)
all() { cat "$work"/out*; }
manifest() { python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("META-INF/MANIFEST.MF").decode())' "$jar" | tr -d '\r' | awk '/^ / { sub(/^ /, ""); printf "%s", $0; next } { if (NR > 1) print ""; printf "%s", $0 } END { print "" }'; }
check "the plugin has a test that ran" sh -c "grep -l 'testsuite' '$project'/target/surefire-reports/*.xml | xargs grep -h -o 'tests=\"[0-9]*\"' | grep -v '\"0\"'"
check "no test of it failed" sh -c "! grep -lE '<(failure|error)' '$project'/target/surefire-reports/*.xml"
check "the jar names the APIs it works with, with an upper end" grep -E '^Plugin-Requires: >=1\.[0-9.]+ & <2\.0\.0$' <(manifest)
check "the jar is found by its id" grep -qx 'Plugin-Id: skills-text' <(manifest)
check "the list shows it started" grep -E 'skills-text.*started|started.*skills-text' <(all)
check "the skill ran by itself" grep -q '6 words' <(all)
check "the model found it" grep -q '^skills_find' "$work/asked"
check "the model ran it" grep -q '^skills_call {"name":"text.words"' "$work/asked"
check "the answer in the chat is the skill's" grep -q 'The skill says:.*6 words' <(all)

# ---- What the archetype refuses.
generate() {  # the page's own command, with one thing changed
    sed -n '/archetype-plugin/,/[^\\]$/p' "$work"/block*.sh | sed "s|$1|$2|" > "$work/generate.sh"
    grep -q -- "$2" "$work/generate.sh" || { echo "the page's command has no $1"; return 2; }
    rm -rf "$work/refused" && mkdir "$work/refused"
    (cd "$work/refused" && HOME="$work/home" PATH="$work/bin:$PATH" bash "$work/generate.sh" < /dev/null)
}
refuses() {
    generate "$1" "$2" > "$work/refusal" 2>&1
    code=$?
    tail -n 5 "$work/refusal"
    [ "$code" -eq 1 ] && grep -qF "${2%%=*} is \"${2#*=}\". Expected" "$work/refusal" && [ -z "$(ls -A "$work/refused")" ]
}
check "a class name in lower case is refused" refuses className=WordsSkill className=words
check "a skill without a group is refused" refuses skill=text.words skill=words
check "a package with a hyphen is refused" refuses package=org.example.text package=org.example-text
check "a plugin id with a blank or capitals is refused" refuses artifactId=skills-text artifactId=Skills_Text
check "nothing of ours was put into the Maven repository of this machine" [ "$before" = "$(ours)" ]

[ "$failed" -eq 0 ]
code=$?
echo "first-plugin: $passed passed, $failed failed; the $blocks blocks of commands took $took s"
exit "$code"
