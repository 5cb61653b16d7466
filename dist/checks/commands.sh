#!/bin/sh
# Checks the commands of the built distribution from the outside, as a script of a user would use them. Needs git, python3 and
# what the demo's seeds need; what is not installed is skipped and said so. Usage: commands.sh [DISTRIBUTION]
set -u
here=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
dist=${1:-$here/target/telecoder}
telecoder=$dist/bin/telecoder
work=$(mktemp -d)
pids=
end() {
    for pid in $pids; do
        kill "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
passed=0
failed=0
skipped=0
unset TELECODER_RUN ANTHROPIC_API_KEY OPENAI_API_KEY
TELECODER_HOME=$work/home
export TELECODER_HOME

run() {  # ARGUMENTS...: keeps exit code, output and errors
    "$telecoder" "$@" > "$work/out" 2> "$work/err" < "${input:-/dev/null}"
    code=$?
}

check() {  # NAME COMMAND...
    name=$1
    shift
    if "$@" 2> "$work/why"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        sed 's/^/    why: /' "$work/why" | tail -n 3
        sed 's/^/    out: /' "$work/out" 2>/dev/null | cut -c1-200 | tail -n 8
        sed 's/^/    err: /' "$work/err" 2>/dev/null | cut -c1-200 | tail -n 8
    fi
}

exited() { [ "$code" -eq "$1" ]; }
printed() { [ "$code" -eq "$1" ] && grep -qF -- "$2" "$work/out"; }
said() { [ "$code" -eq "$1" ] && grep -qF -- "$2" "$work/err" && [ ! -s "$work/out" ]; }
holds() {  # CODE EXPRESSION: python, where `v` is the output as JSON and `lines` each of its lines as JSON
    [ "$code" -eq "$1" ] && python3 - "$work/out" "$2" <<'EOF'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read()
lines = []
try:
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
except ValueError:
    pass
v = lines[0] if len(lines) == 1 else None
assert eval(sys.argv[2]), sys.argv[2]
EOF
}

# ---- The frame
run --version
check "prints its version" printed 0 "telecoder "
run
check "shows its usage without a command" said 2 "Usage: telecoder"
run statsu
check "suggests the nearest command" said 2 "Did you mean 'status'?"
run skills rnu
check "suggests the nearest command of a group" said 2 "Did you mean 'run'?"
run skills list --jsn
check "refuses an unknown option" said 2 "--json"
run status
check "needs a host for status" said 2 "telecoder start"
run approvals list
check "needs a host for approvals" said 2 "telecoder start"
TELECODER_RUN=1 "$telecoder" skills list > "$work/out" 2> "$work/err"
code=$?
check "refuses to work for a skill" said 2 "TELECODER_RUN"
TELECODER_RUN=1 "$telecoder" --version > "$work/out" 2> "$work/err"
code=$?
check "tells a skill its version" printed 0 "telecoder "

# ---- Without a host
run skills list --json
check "lists skills" holds 0 'type(v) is list and {"ci.logs","ci.status","code.edit","code.explain","code.review","code.sandbox","code.search","deps.audit","deps.update","git.branch","git.commit","git.diff","git.pr","lint.run","memory.recall","repo.setup","shell.exec","test.run","test.write","web.fetch"} <= {s["name"] for s in v}'
check "describes each skill" holds 0 'all({"name","description","risk","source","state","reason","input_schema"} <= set(s) and s["risk"] in ("READ","WRITE","EXTERNAL","DANGEROUS") and s["state"] in ("ready","unavailable") for s in v)'
run skills info code.search
check "shows one skill" printed 0 "plugin:skills-code"
run skills info code.serch
check "suggests the nearest skill" said 2 "code.search"
run plugins list --json
check "lists plugins" holds 0 'all((p["state"] == "started" and p["extensions"] or p["state"] == "idle" and "config.yaml" in p["reason"]) and p["source"] == "bundled" for p in v) and len(v) >= 20'
run config validate
check "is content without a config.yaml" exited 0
run conversations list --json
check "lists no conversations" holds 0 'v == []'
run chat -m "hi"
check "says how to set up a model" said 1 "No model is set up yet"

printf 'llm: {provder: anthropic}\nsandbox: {cpus: none}\n' > "$TELECODER_HOME/config.yaml"
run config validate --json
check "lists what is wrong with config.yaml" holds 1 'any(p["line"] == 1 and p["did_you_mean"] for p in v) and any(p["severity"] == "error" for p in v)'
printf 'llm: {provider: [\n' > "$TELECODER_HOME/config.yaml"
run config validate
check "cannot read a broken config.yaml" exited 2
rm "$TELECODER_HOME/config.yaml"

# ---- Doctor, files in and out
run doctor --json
check "doctor finds nothing that fails" holds 0 'type(v) is list and all(list(c) == ["check","state","what","why","fix","fixable"] and c["state"] in ("ok","warn") for c in v) and {"java","home","database","plugins","config","sandbox"} <= {c["check"] for c in v}'
check "doctor has the checks of plugins" holds 0 'any(c["check"].startswith("sandbox-bubblewrap/") for c in v)'
chmod 755 "$TELECODER_HOME"
printf 'sandbox: {cpus: none}\n' > "$TELECODER_HOME/config.yaml"
chmod 644 "$TELECODER_HOME/config.yaml"
run doctor --fix --json
check "doctor tells what is wrong by its exit code" holds 1 'any(c["check"] == "config" and c["state"] == "fail" and c["fix"] for c in v)'
check "doctor closes what others could read" sh -c "[ \"\$(stat -c %a '$TELECODER_HOME' '$TELECODER_HOME/config.yaml' | tr '\n' ' ')\" = '700 600 ' ]"
rm "$TELECODER_HOME/config.yaml"

printf '**bold** <@1> `code`\n' > "$work/one.md"
printf ' \n' > "$work/none.md"
run channels render webchat "$work/one.md" "$work/none.md" --json
check "renders for a channel" holds 0 '[l["file"] for l in lines] == ["'"$work/one.md"'", "'"$work/none.md"'"] and lines[0]["messages"][0]["markdown"].startswith("**bold**") and lines[1]["messages"] == []'
input=$work/one.md
run channels render webchat -
input=
check "renders its input" printed 0 "**bold**"
run channels render webchat "$work/nowhere.md"
check "cannot render what it cannot read" said 2 "nowhere.md"
run channels render nosuch "$work/one.md"
check "lists the channels it can render for" said 2 "webchat"

python3 - "$work" <<'EOF'
import json, sys
with open(sys.argv[1] + "/talks.jsonl", "w") as f:
    for i in range(100000):
        f.write(json.dumps({"id": "m%d" % i, "conversation": "c%d" % (i // 40), "user": "user %d" % (i // 40 % 50),
            "channel": "slack", "sent_at": "2024-03-%02dT12:00:00.%03dZ" % (i % 28 + 1, i % 1000), "sender": "s",
            "role": "user" if i % 2 == 0 else "assistant", "text": "message %d about the build of part %d" % (i, i % 977)},
            separators=(",", ":"), ensure_ascii=False) + "\n")
EOF
began=$(date +%s)
run conversations import "$work/talks.jsonl" --json
took=$(($(date +%s) - began))
check "takes in 100,000 messages within a minute ($took s)" holds 0 'v == {"taken":100000,"known":0,"refused":0} and '"$took"' < 60'
echo "conversations import of 100,000 lines: $took s"
head -n 3 "$work/talks.jsonl" > "$work/few.jsonl"
printf 'no line\n' >> "$work/few.jsonl"
run conversations import "$work/few.jsonl"
check "takes nothing twice, and says what it refuses" sh -c "[ $code -eq 1 ] && grep -qx '0 taken, 3 known, 1 refused' '$work/out' && grep -q '^line 4 refused' '$work/err'"
run conversations export "$work/again.jsonl"
check "writes the same lines" cmp -s "$work/talks.jsonl" "$work/again.jsonl"

run backup create "$work/backup.zip" --json
check "makes a backup" holds 0 'v["files"] > 0 and v["schema"] > 0'
check "keeps it from others" sh -c "[ \"\$(stat -c %a '$work/backup.zip')\" = 600 ]"
run backup verify "$work/backup.zip"
check "verifies it" printed 0 "is whole"
cp "$work/backup.zip" "$work/damaged.zip"
printf 'damaged' | dd of="$work/damaged.zip" bs=1 seek=5000 conv=notrunc 2>/dev/null
run backup verify "$work/damaged.zip"
check "tells a damaged one" said 1 "checksum"
run backup restore "$work/backup.zip"
check "restores into no home that holds something" said 2 "not empty"
run backup restore "$work/backup.zip" --force
check "restores with the old home kept aside" printed 0 "before-restore"
run conversations export - --conversation c7
check "has the conversations again" sh -c "[ $code -eq 0 ] && [ \$(wc -l < '$work/out') -eq 40 ]"
rm -rf "$TELECODER_HOME"
mkdir "$TELECODER_HOME"

# ---- skills run
mkdir -p "$work/folder/src"
printf 'one\ntwo needle\n' > "$work/folder/src/a.txt"
run skills run code.search --repo "$work/folder" --input '{"query":"needle"}' --json
check "runs a skill on a folder" holds 0 'v["succeeded"] and v["data"]["hits"][0]["path"] == "src/a.txt" and v["data"]["hits"][0]["line"] == 2 and v["risk"] == "READ" and v["decision"] == "allow" and v["error"] is None and type(v["ms"]) is int'
run skills run code.search --repo "$work/folder" --input '{"query":"needle"}'
check "prints the output alone" printed 0 "needle"
run skills run code.edit --repo "$work/folder" --input '{"edits":[{"path":"src/a.txt","old":"nothing such","new":"x"}]}' --json
check "tells a failure by the exit code" holds 1 'not v["succeeded"] and v["data"]["refused"][0]["reason"] == "not_found"'
printf '{"edits":[{"path":"src/a.txt","old":"one","new":"1"}]}' > "$work/input.json"
run skills run code.edit --repo "$work/folder" --input "@$work/input.json" --json
check "edits the folder itself" holds 0 'v["files"] == ["src/a.txt"] and open("'"$work"'/folder/src/a.txt").read().startswith("1\n")'
input=$work/input.json
run skills run code.edit --repo "$work/folder" --input - --json
input=
check "reads its input" holds 1 'not v["succeeded"]'
run skills run code.search --repo "$work/folder" --input '{"query":7}' --json
check "refuses a wrong input" holds 1 'v["error"]["kind"] == "INPUT"'
run skills run code.search --repo "$work/folder" --input '{query'
check "refuses an input that is no JSON" said 2 "--input"
run skills run code.search --repo "$work/nowhere" --input '{"query":"x"}'
check "refuses a folder that is not there" said 2 "no folder"
run skills run no.such --input '{}'
check "does not know every skill" said 2 "no.such"
push='{"message":"x","branch":"telecoder/x","push":true}'
git init -q --bare "$work/remote.git"
git clone -q "$work/remote.git" "$work/clone" 2>/dev/null
git -C "$work/clone" -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m first
git -C "$work/clone" push -q origin HEAD:main 2>/dev/null
printf 'x\n' > "$work/clone/x.txt"
run skills run git.commit --repo "$work/clone" --input "$push" --dry-run --json
check "tells that a push would be asked about" holds 0 'v["decision"] == "ask" and v["risk"] == "EXTERNAL"'
run skills run code.edit --repo "$work/clone" --input "@$work/input.json" --dry-run --json
check "tells that an edit would be allowed" holds 0 'v["decision"] == "allow" and v["risk"] == "WRITE"'
run skills run code.edit --repo "$work/clone" --input "@$work/input.json" --dry-run --origin outside
check "tells it after outside text too" printed 0 "allow"
check "ran nothing meanwhile" sh -c "[ -z \"\$(git -C '$work/clone' log --format=%H -n 2 | sed -n 2p)\" ]"
printf 'permissions:\n  rules: [{skill: "git.commit", decision: allow}]\n' > "$TELECODER_HOME/config.yaml"
run skills run git.commit --repo "$work/clone" --input "$push" --dry-run --json
check "follows the rules of config.yaml" holds 0 'v["decision"] == "allow"'
run skills run git.commit --repo "$work/clone" --input "$push" --dry-run --origin outside --json
check "asks in spite of them after outside text" holds 0 'v["decision"] == "ask"'
rm "$TELECODER_HOME/config.yaml"
run skills run git.commit --repo "$work/clone" --input '{"message":"x","branch":"telecoder/x","push":true,"force":true}' --json
check "wants --yes for what is dangerous" holds 1 'v["error"]["kind"] == "CONSENT" and v["risk"] == "DANGEROUS"'
run skills run git.commit --repo "$work/clone" --input "$push" --json
check "takes the typed command as consent to a push" holds 0 'v["succeeded"] and v["artifacts"][0]["type"] == "commit"'
check "has pushed" git -C "$work/remote.git" show-ref -q --verify refs/heads/telecoder/x

mkdir "$work/one" "$work/two"
printf 'x\n' > "$work/one/f"
printf 'x\n' > "$work/two/f"
cat > "$work/batch.jsonl" <<EOF
{"id":"1","workspace":"$work/one","input":{"edits":[{"path":"f","old":"x","new":"y"}]}}
{"id":"2","workspace":"$work/two","input":{"edits":[{"path":"f","old":"x","new":"z"}]}}
{"id":"3","workspace":"$work/one","input":{"edits":[{"path":"f","old":"y","new":"w"}]}}
{"id":"4","input":{"edits":[{"path":"new.txt","old":"","new":"hello\n"}]}}
{"id":"5","workspace":"$work/nowhere","input":{}}
{"id":"6","user":"nobody such","input":{"edits":[]}}
{"id":"7","workspace":"$work/one","input":"no object"}
this is no JSON

[1]
EOF
run skills run code.edit --batch "$work/batch.jsonl"
check "answers each line of a batch" holds 0 'len(lines) == 9 and sorted(str(a["id"]) for a in lines) == ["1","2","3","4","5","6","7","None","None"]'
check "says of each how it went" holds 0 'all(a["succeeded"] == (str(a["id"]) in "1234") for a in lines)'
check "blames the input" holds 0 'all(a["error"]["kind"] == "INPUT" for a in lines if str(a["id"]) in ("5","6","7","None"))'
check "keeps the order within a folder" grep -qx w "$work/one/f"

# ---- The demo
for seed in 1 2 3 4 5 6; do
    began=$(date +%s)
    run demo --seed "$seed"
    took=$(($(date +%s) - began))
    if [ "$code" -eq 2 ] && grep -q 'is not installed' "$work/err"; then
        skipped=$((skipped + 1))
        echo "SKIPPED: demo --seed $seed: $(cat "$work/err")"
        continue
    fi
    check "demo --seed $seed ends with a pushed fix ($took s)" sh -c "
        [ $code -eq 0 ] && [ \"\$(sed -n 1p '$work/out')\" = 'before: 1 failed, 5 passed' ] &&
        [ \"\$(sed -n 2p '$work/out')\" = 'after: 6 passed' ] &&
        sed -n 3p '$work/out' | grep -Eq '^pushed: [0-9a-f]{40} telecoder/fix-[a-z-]+\$' &&
        [ \$(wc -l < '$work/out') -eq 3 ]"
    echo "demo --seed $seed: $took s"
done
run demo --deny
check "demo --deny pushes nothing" sh -c "[ $code -eq 1 ] && ! grep -q pushed: '$work/out' && grep -q 'nothing was pushed' '$work/err'"
run demo --seed 99
check "demo knows its seeds" said 2 "seed 99"
mkdir "$work/path"
for program in git sh dirname uname cksum od tr cat sed head ls readlink; do
    ln -s "$(command -v "$program")" "$work/path/$program" 2>/dev/null
done
PATH=$work/path TELECODER_JAVA_HOME=${TELECODER_JAVA_HOME:-} "$telecoder" demo --seed 3 > "$work/out" 2> "$work/err"
code=$?
check "demo says what is missing" said 2 "needs node, which is not installed"

# ---- A host, with the demo's model
"$telecoder" demo --model-only > "$work/model.json" 2> "$work/model.err" &
pids="$pids $!"
tries=0
until [ -s "$work/model.json" ] || [ "$tries" -gt 300 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
python3 - "$work" <<'EOF'
import json, sys
m = json.load(open(sys.argv[1] + "/model.json"))
json.dump({"llm": {"provider": "openai", "base_url": m["base_url"], "api_key": "none", "model": "scripted"},
           "repos": [{"name": "demo/bistro", "url": m["repo"], "host": "none"}]},
          open(sys.argv[1] + "/home/config.yaml", "w"))
EOF
run chat -m "/whoami"
check "answers a command without a host" printed 0 "owner"
run chat -m "the tests are red" --json
check "does a turn without a host, and takes no answer for a no" holds 1 'lines[-1]["type"] == "turn.finished" and lines[-1]["status"] == "done" and not lines[-1]["evidence"]["commits"] and any(e["type"] == "approval.answered" and e["approval"]["state"] == "denied" for e in lines)'
check "prints the events of the stream" holds 1 'all("type" in e and "at" in e and "conversation" in e for e in lines) and {"turn.started","text.delta","skill.started","skill.finished","approval.requested","message.sent"} <= {e["type"] for e in lines}'

"$telecoder" start --port 0 > "$work/start.out" 2> "$work/start.err" &
host=$!
pids="$pids $host"
tries=0
until grep -qs Ctrl-C "$work/start.out" || [ "$tries" -gt 300 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
url=$(sed -n 's/^TeleCoder .* is running at //p' "$work/start.out")
check "start prints a login link" grep -q "Open     $url/login?code=" "$work/start.out"
ready() { curl -fsS "$url/readyz" | grep -q '"ready":true'; }
check "start is ready" ready
check "writes host.json for nobody else" sh -c "[ \"\$(stat -c %a '$TELECODER_HOME/data/host.json')\" = 600 ]"
run start
check "a second start names the first" said 2 "process $host"
run status --json
check "status tells how it is" holds 0 'v["ready"] and v["url"] == "'"$url"'" and v["model"] == {"provider":"openai","name":"scripted"} and {"version","sandbox","channels","plugins","turns","usage"} <= set(v)'
run skills list --json
check "lists skills of the host" holds 0 '"code.edit" in {s["name"] for s in v}'
run plugins info skills-git --json
check "shows a plugin of the host" holds 0 'v["id"] == "skills-git" and v["state"] == "started"'
run channels list --json
check "lists channels" holds 0 'type(v) is list and all({"id","state","detail"} <= set(c) for c in v)'
run pairing list --json
check "lists who waits" holds 0 'type(v) is list'
run pairing approve telegram ABCDEFGH
check "does not approve a wrong code" said 2 "ABCDEFGH"
run approvals rules list --json
check "lists rules" holds 0 'v == []'
run approvals approve ZZZZ
check "does not know every question" said 2 "ZZZZ"
run approvals rules remove nosuch
check "does not know every rule" exited 2
run chat -m "the tests are red" --yes
check "chat goes through the host, with --yes for the push" printed 0 "Fixed and pushed"
remote=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["repo"][7:])' "$work/model.json")
check "the push has arrived" sh -c "git -C '$remote' for-each-ref --format='%(refname)' | grep -q refs/heads/telecoder/fix-"
run chat -m "/status" --json
check "prints a command's answer as an event" holds 0 'lines[-1]["type"] == "message.sent" and "TeleCoder" in lines[-1]["message"]["markdown"]'
run chat -m "hi" --conversation nosuch
check "does not know every conversation" exited 2
run chat -m "hi" --repo no/such
check "does not know every repository" exited 2
run conversations list --json
check "lists conversations" holds 0 'len(v) >= 2 and all({"id","title","state","focus"} <= set(c) for c in v)'
run doctor --json
check "doctor sees the host" holds 0 'any(c["check"] == "host" and "'"$url"'" in c["what"] for c in v)'
run conversations import "$work/talks.jsonl" --json
check "takes messages in through the host" holds 0 'v == {"taken":100000,"known":0,"refused":0}'
run backup create "$work/live.zip"
check "makes a backup while the host runs" exited 0
run backup restore "$work/live.zip" --force
check "restores nothing under a running host" said 2 "Stop it first"
run logs --json
check "shows the log, with what it began with and what became of each turn" holds 0 \
    'any("is running at" in l["message"] for l in lines) and any("of conversation" in l["message"] for l in lines)'
kill -TERM "$host"
wait "$host"
check "ends when it is told to" sh -c "[ ! -e '$TELECODER_HOME/data/host.json' ]"
run status
check "is gone then" said 2 "telecoder start"

echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
