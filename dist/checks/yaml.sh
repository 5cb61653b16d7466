#!/bin/sh
# Checks skills of YAML files in the built distribution from the outside: through the executor, in each sandbox that works here,
# and in a host that runs meanwhile. Usage: yaml.sh [DISTRIBUTION]
# needs: bwrap python3 make git
set -u
here=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
dist=${1:-$here/target/telecoder}
examples=$here/../examples/skills
telecoder=$dist/bin/telecoder
work=$(mktemp -d)
host=
end() {
    [ -z "$host" ] || { kill "$host" 2>/dev/null; wait "$host" 2>/dev/null; }
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
passed=0
failed=0
skipped=0
unset TELECODER_RUN ANTHROPIC_API_KEY OPENAI_API_KEY

run() {  # ARGUMENTS...: keeps exit code, output and errors
    "$telecoder" "$@" > "$work/out" 2> "$work/err" < /dev/null
    code=$?
}

check() {  # NAME CODE EXPRESSION: python, where `v` is the output as JSON
    if [ "$code" -eq "$2" ] && python3 - "$work/out" "$3" 2> "$work/why" <<'PY'
import json, os, sys
v = json.load(open(sys.argv[1], encoding="utf-8"))
assert eval(sys.argv[2]), sys.argv[2]
PY
    then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED ($runtime): $1 (exit $code)"
        tail -n 1 "$work/why" | cut -c1-300
        sed 's/^/    out: /' "$work/out" | cut -c1-400 | tail -n 4
        sed 's/^/    err: /' "$work/err" | cut -c1-200 | tail -n 4
    fi
}

skill() {  # FILE, and its text from standard input
    cat > "$TELECODER_HOME/skills/.new" && mv "$TELECODER_HOME/skills/.new" "$TELECODER_HOME/skills/$1"
}

for runtime in bubblewrap process; do
    TELECODER_HOME=$work/$runtime
    export TELECODER_HOME
    mkdir -p "$TELECODER_HOME/skills" "$work/ws"
    echo "sandbox: {runtime: $runtime}" > "$TELECODER_HOME/config.yaml"
    skill probe.yaml <<'EOS'
name: probe.up
description: Tells whether the sandbox works.
command: echo up
EOS
    run skills run probe.up --repo "$work/ws" --json
    if ! grep -q '"output":"up"' "$work/out"; then
        echo "SKIPPED: $runtime does not work here: $(cut -c1-300 "$work/out")"
        skipped=$((skipped + 1))
        continue
    fi

    # ---- The examples
    run skills test "$examples"/*.yaml --json
    check "the examples pass their tests" 0 'v and all(row["state"] in ("passed", "skipped") for row in v)'
    check "and nearly all of them ran" 0 'sum(row["state"] == "passed" for row in v) >= 5'
    cp "$examples/deploy-staging.yaml" "$TELECODER_HOME/skills/"
    mkdir -p "$work/shop"
    printf 'deploy-staging:\n\t@echo copying to staging; touch deployed\n' > "$work/shop/Makefile"
    rm -f "$work/shop/deployed"
    run skills run deploy.staging --repo "$work/shop" --json
    if [ "$runtime" = process ]; then
        check "refuses to run without the sandbox it requires" 1 'v["error"]["kind"] == "CONFIGURATION" and "sandbox.runtime" in v["error"]["message"]'
    else
        check "runs the skill of the design" 0 \
            'v["output"] == "copying to staging\nDeployed to https://staging.example.com" and v["files"] == ["deployed"] and v["risk"] == "EXTERNAL"'
        run skills run deploy.staging --repo "$work/shop" --dry-run --json
        check "and a chat asks first" 0 'v["decision"] == "ask"'
    fi

    # ---- Where it runs, and what it is passed
    skill where.yaml <<'EOS'
name: where.focus
description: Tells where it runs.
command: pwd; ls
EOS
    skill none.yaml <<'EOS'
name: where.none
description: Tells where it runs.
repo: none
command: pwd; ls; touch left-behind
EOS
    mkdir -p "$work/ws2-$runtime"; touch "$work/ws2-$runtime/here"
    run skills run where.focus --repo "$work/ws2-$runtime" --json
    check "begins in the checkout" 0 "v['output'].splitlines() == ['/workspace/repo' if '$runtime' == 'bubblewrap' else os.path.realpath('$work/ws2-$runtime'), 'here']"
    run skills run where.none --repo "$work/ws2-$runtime" --json
    check "begins in scratch space" 0 "(v['output'].splitlines()[0] == '/workspace') if '$runtime' == 'bubblewrap' else ('\n' not in v['output'])"
    [ ! -e "$work/ws2-$runtime/left-behind" ] || { echo "FAILED ($runtime): repo: none wrote into the checkout"; failed=$((failed + 1)); }
    skill echo.yaml <<'EOS'
name: echo.data
description: Writes what it is passed.
risk: WRITE
parameters: {x: {type: string}, l: {type: array}}
command: |
  printf %s "$PARAM_X" > out.bin
  printf %s "$PARAM_L" > list.json
EOS
    python3 - "$work/input.json" <<'PY'
import json, sys
x = "".join(["a'b\"c`touch pwned`$(touch pwned);touch pwned\n\r\t\\ * ? ~ $HOME \u00e9\u65e5\U0001f389 "] * 1200)
json.dump({"x": x, "l": ["a b", "$(touch pwned)", {"k": None}]}, open(sys.argv[1], "w"))
PY
    run skills run echo.data --repo "$work/ws2-$runtime" --input "@$work/input.json" --json
    check "keeps 100 kB of hostile parameters data" 0 "v['succeeded'] and open('$work/ws2-$runtime/out.bin', newline='', encoding='utf-8').read() == json.load(open('$work/input.json'))['x'] and not os.path.exists('$work/ws2-$runtime/pwned')"
    check "passes lists as JSON" 0 "json.load(open('$work/ws2-$runtime/list.json')) == json.load(open('$work/input.json'))['l']"

    # ---- Secrets
    skill secret.yaml <<'EOS'
name: secret.used
description: Uses a secret.
env: [MY_TOKEN]
requires: ["env:MY_TOKEN"]
command: |
  echo "token=$MY_TOKEN"; echo "$MY_TOKEN" >&2; [ "$MY_TOKEN" = tok-123456 ]
  echo "::artifact page A page https://example.com/?t=$MY_TOKEN"
EOS
    run skills run secret.used --repo "$work/ws2-$runtime" --json
    check "is unavailable without its variable" 1 'v["error"]["kind"] == "CONFIGURATION" and "MY_TOKEN" in v["error"]["message"]'
    MY_TOKEN=tok-123456 "$telecoder" skills run secret.used --repo "$work/ws2-$runtime" --json > "$work/out" 2> "$work/err"
    code=$?
    check "has its variable and shows it nowhere" 0 'v["output"] == "token=***" and v["data"]["stderr"] == "***" and "tok-123" not in json.dumps(v)'
    if grep -rq --exclude-dir=skills tok-123456 "$TELECODER_HOME"; then
        echo "FAILED ($runtime): the secret is in the home"
        failed=$((failed + 1))
    fi
    MY_TOKEN=tok-123456 "$telecoder" skills run where.focus --repo "$work/ws2-$runtime" --json > "$work/out" 2> "$work/err"
    skill others.yaml <<'EOS'
name: secret.others
description: Looks for what it was not given.
command: env
EOS
    MY_TOKEN=tok-123456 "$telecoder" skills run secret.others --repo "$work/ws2-$runtime" --json > "$work/out" 2> "$work/err"
    code=$?
    check "gives no other skill its variable" 0 'v["succeeded"] and "MY_TOKEN" not in v["output"]'

    # ---- How it ends
    skill ends.yaml <<'EOS'
name: ends.badly
description: Fails.
command: |
  echo before
  echo "make: no such target" >&2
  exit 9
EOS
    run skills run ends.badly --repo "$work/ws2-$runtime" --json
    check "explains a failure" 1 'v["data"]["exit_code"] == 9 and "exit code 9" in v["output"] and "no such target" in v["output"] and "before" in v["output"] and v["error"] is None'
    skill slow.yaml <<'EOS'
name: ends.late
description: Takes long.
timeout: 2s
command: |
  echo waiting
  (setsid sleep 99 &)
  sleep 99
EOS
    run skills run ends.late --repo "$work/ws2-$runtime" --json
    check "ends what takes too long, and tells what it said" 1 'v["error"]["kind"] == "TIMEOUT" and "waiting" in v["output"] and v["ms"] < 20000'
    skill leaves.yaml <<'EOS'
name: ends.leaves
description: Leaves a process behind.
command: |
  sleep 60 &
  echo done
EOS
    run skills run ends.leaves --repo "$work/ws2-$runtime" --json
    check "does not wait for what a command leaves behind" 0 'v["output"] == "done" and v["ms"] < 20000'

    # ---- Wrong files
    printf 'name: bad.one\ndescripton: x\ncommand: y\n' | skill bad.yaml
    ln -sf /etc/passwd "$TELECODER_HOME/skills/link.yaml"
    head -c 1048576 /dev/zero | tr '\0' '#' | skill large.yaml
    printf 'name: where.focus\ndescription: second\ncommand: echo 2\n' | skill zzz.yaml
    run skills list --json
    check "lists what is wrong, with its place" 0 'len([s for s in v if s["source"] == "yaml:bad.yaml" and s["state"] == "unavailable" and "bad.yaml:2:1: descripton" in s["reason"] and "description?" in s["reason"]]) == 1'
    check "reads no file outside" 0 '[s["state"] for s in v if s["source"] == "yaml:link.yaml"] == ["unavailable"] and "root" not in json.dumps([s for s in v if "link" in s["source"]])'
    check "refuses a large file" 0 '["256 kB" in s["reason"] for s in v if s["source"] == "yaml:large.yaml"] == [True]'
    check "gives a name to the first by path" 0 '[(s["source"], s["state"]) for s in v if s["name"] == "where.focus"] == [("yaml:where.yaml", "ready"), ("yaml:zzz.yaml", "unavailable")]'

    # ---- A host that runs
    "$telecoder" start -p 0 > "$work/start" 2>&1 &
    host=$!
    python3 - "$TELECODER_HOME" > "$work/why" 2>&1 <<'PY'
import json, os, sys, time, urllib.request
home = sys.argv[1]
def wait(seconds, what, holds):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.02)
    sys.exit("not within %s s: %s" % (seconds, what))
def call(path, body=None):
    host = json.load(open(home + "/data/host.json"))
    request = urllib.request.Request(host["url"].rstrip("/") + path, None if body is None else json.dumps(body).encode(),
        {"Authorization": "Bearer " + host["token"], "Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))
def skill(name):
    return next((s for s in call("/api/v1/skills")["items"] if s["name"] == name), {})
wait(60, "the host", lambda: call("/readyz")["ready"])
file = home + "/skills/hot.yaml"
def write(text):
    open(home + "/skills/.hot", "w").write(text)
    os.rename(home + "/skills/.hot", file)
write("name: hot.skill\ndescription: one\nrisk: WRITE\nrepo: none\ncommand: echo one\n")
wait(2, "it is there", lambda: skill("hot.skill").get("state") == "ready")
assert call("/api/v1/skills/hot.skill/run", {"input": {}})["output"] == "one"
write("name: hot.skill\ndescription: two\nrisk: WRITE\nrepo: none\ncommand: echo two\n")
wait(2, "it is replaced", lambda: skill("hot.skill").get("description") == "two")
assert call("/api/v1/skills/hot.skill/run", {"input": {}})["output"] == "two"
write("name: hot.skill\ndescription: two\nrisk: WRITE\ncomand: echo two\n")
wait(2, "it is wrong", lambda: "hot.yaml:4:1" in str(skill("hot.skill").get("reason")))
os.remove(file)
wait(2, "it is gone", lambda: not skill("hot.skill"))
PY
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED ($runtime): picks up, replaces and drops a file while it runs"
        tail -n 3 "$work/why" | cut -c1-300
        tail -n 5 "$work/start" | cut -c1-200
    fi
    kill "$host" 2>/dev/null
    wait "$host" 2>/dev/null
    host=
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
