#!/usr/bin/env bash
# The web page in a real Chromium against the real distribution, with a scripted model and a real git remote.
# needs: chromium node npm git bwrap
# npm: playwright-core@1.56.1 axe-core@4.11.0
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/dist/checks}
telecoder=$root/dist/target/telecoder/bin/telecoder
[ -x "$telecoder" ] || { echo "0 passed, 1 failed (the distribution is not built: mvn package)"; exit 1; }
modules=${NODE_PATH:-}
modules=${modules%%:*}
[ -n "$modules" ] && [ -d "$modules/playwright-core" ] || { echo "SKIPPED: playwright-core is not installed (NODE_PATH)"; exit 77; }
work=$(mktemp -d)
model=
host=
trap 'kill $host $model 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

git init -q --bare -b main "$work/remote.git"
git -c init.defaultBranch=main clone -q "$work/remote.git" "$work/seed" 2>/dev/null
(cd "$work/seed" && git checkout -q -B main && echo hello > notes.txt && git add . \
    && git -c user.name=Seed -c user.email=seed@localhost commit -qm "Begin" && git push -q origin main)

node "$here/model.mjs" 0 > "$work/model.out" &
model=$!
for _ in $(seq 100); do grep -q ready "$work/model.out" && break; sleep 0.1; done
port=$(sed -n 's/^ready //p' "$work/model.out")

export TELECODER_HOME=$work/home
mkdir -p "$TELECODER_HOME"
cat > "$TELECODER_HOME/config.yaml" <<YAML
server: {port: 0}
llm: {provider: openai, model: pattern-1, api_key: none, base_url: "http://127.0.0.1:$port/v1"}
repos: [{name: demo/notes, url: "file://$work/remote.git", host: none}]
YAML
mkdir -p "$TELECODER_HOME/jobs"
cat > "$TELECODER_HOME/jobs/leap.yaml" <<YAML
name: leap day
schedule: "0 4 29 2 *"
prompt: Say that it is the 29th of February.
YAML
"$telecoder" start > "$work/host.out" 2> "$work/host.err" < /dev/null &
host=$!
for _ in $(seq 300); do [ -f "$TELECODER_HOME/data/host.json" ] && break; kill -0 $host 2>/dev/null || break; sleep 0.1; done
[ -f "$TELECODER_HOME/data/host.json" ] || { cat "$work/host.err"; echo "0 passed, 1 failed (the host did not start)"; exit 1; }
field() { node -p "JSON.parse(require('fs').readFileSync('$TELECODER_HOME/data/host.json', 'utf8')).$1"; }

chat=0
node "$root/plugins/channel-webchat/src/test/js/webchat.e2e.mjs" --base "$(field url)" --token "$(field token)" \
    --modules "$(dirname "$modules")" --stream-text "tell me a long story" --stream-contains "Sentence 40" \
    --tab-text "and what else" --allow-text "write a note and push it" --allow-contains "pushed" \
    --after-allow "git -C $work/remote.git for-each-ref --format='%(refname)' refs/heads/telecoder | grep -c . | grep -qx 1" \
    --deny-text "write another note and push it" --deny-contains "nothing was pushed" \
    --after-deny "git -C $work/remote.git for-each-ref --format='%(refname)' refs/heads/telecoder | grep -c . | grep -qx 1" \
    --shots "${SHOTS:-}" || chat=$?

# A plugin that is not part of the distribution, for the installation on the dashboard.
plugin=$(ls "$root"/examples/todo-skill/target/todo-skill-*.jar 2>/dev/null | grep -v -e sources -e javadoc | head -1)
node "$here/dashboard.mjs" --base "$(field url)" --token "$(field token)" --modules "$(dirname "$modules")" \
    --home "$TELECODER_HOME" --plugin "$plugin" --shots "${SHOTS:-}" || chat=$?
exit $chat
