"""The skills that run what a project brings: test.run, lint.run, test.write, ci.logs, deps.update."""
import glob
import http.server
import json
import os
import re
import threading
import xml.etree.ElementTree

import sources


def check(table, repos):
    repos = tests(table, repos)
    broken(table, repos)
    logs(table, repos)
    lint(table, repos)
    write(table, repos)
    update(table, repos)


def totals(data):
    return data and (data["tests"], data["failed"] + data["errors"], data["skipped"])


def by_tool(repo, output=""):
    """(tests, failing, skipped, names of failing ones) in the tool's own words; Maven's from what it printed."""
    if repo.build == "maven":
        run, failed, errors, skipped = re.findall(
            r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$", output, re.M)[-1]
        names = set()
        for file in glob.glob(str(repo.dir / "target/surefire-reports/TEST-*.xml")):
            for case in xml.etree.ElementTree.parse(file).iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    names.add(re.sub(r"\(.*", "", case.get("name")))
        return (int(run), int(failed) + int(errors), int(skipped)), names
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    text = sources.run(["sh", "-c", " ".join(repo.host_test)], cwd=repo.dir, check=False, env=environment).stdout
    if repo.build == "npm":
        count = int(re.search(r"(?m)^# tests\s+(\d+)", text)[1])
        failing = re.search(r"(?m)^# fail\s+(\d+)", text)
        return (count, int(failing[1]) if failing else 0, 0), set(re.findall(r"(?m)^not ok \d+ (.*)", text))
    if repo.build == "python":
        last = text.strip().splitlines()[-1]
        count = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|error|xfailed|xpassed)", last)}
        bad = count.get("failed", 0) + count.get("error", 0)
        return (sum(count.values()), bad, count.get("skipped", 0) + count.get("xfailed", 0)), \
            set(re.findall(r"(?m)^FAILED \S+?::([\w.:\[\]-]+)", text))
    results = re.findall(r"(?m)^\s*--- (PASS|FAIL|SKIP): (\S+)", text)
    return (len(results), sum(r == "FAIL" for r, _ in results), sum(r == "SKIP" for r, _ in results)), \
        {name for r, name in results if r == "FAIL"}


def tests(table, repos):
    """Gives those whose tests could be run at all."""
    answers = table.batch("test.run", [(r.name, r, {}) for r in repos])
    able = []
    for r in repos:
        answer = answers[r.name]
        if r.build == "maven" and not answer["succeeded"] and re.search(r"Could not transfer|Unknown host|Temporary failure",
                                                                      answer["output"]):
            table.row("test.run", r, "{}", None, "Maven does not reach its registry from the sandbox")
            continue
        try:
            expected, _ = by_tool(r, answer["output"])
        except (IndexError, TypeError):
            expected = answer["output"][-250:]
        table.row("test.run", r, "{}", answer["succeeded"] and totals(answer["data"]) == expected,
                  "tests, failing, skipped: %s; the tool: %s%s" % (
                      totals(answer["data"]), expected, "" if answer["data"] else "; " + answer["output"][-300:]))
        able.append(r)
        sources.keep_libraries(r)
    return able


def break_it(r):
    path, old, new = r.broken
    text = r.read(path)
    if old not in text:
        raise RuntimeError("%s: %s has no line %r" % (r.name, path, old))
    (r.dir / path).write_text(text.replace(old, new, 1))


def broken(table, repos):
    for r in repos:
        break_it(r)
    answers = table.batch("test.run", [(r.name, r, {}) for r in repos])
    for r in repos:
        answer = answers[r.name]
        expected, names = by_tool(r, answer["output"])
        got = {re.sub(r"\(.*", "", f["name"]) for f in answer["data"]["failures"]}
        same = {n.split("::")[-1] for n in got} == {n.split("::")[-1] for n in names}
        table.row("test.run", r, "with something broken", not answer["succeeded"] and totals(answer["data"]) == expected and same
                  and expected[1] > 0 and all(f["file"] for f in answer["data"]["failures"] if r.build != "npm"),
                  "%s; the tool: %s; %s" % (totals(answer["data"]), expected, sorted(got)[:3] if same else
                                            "names %s for %s" % (sorted(got)[:3], sorted(names)[:3])))
        r.reset()


BUILD = {"maven": "mvn -B -ntp test", "npm": "npm test", "python": "/usr/bin/python3 -m pytest -p no:cacheprovider", "go": "go test ./..."}


def logs(table, repos):
    asked = []
    for r in repos:
        break_it(r)
        asked.append((r, "failing tests", real_log(r)))
        expected, names = (None, set()) if r.build == "maven" else by_tool(r)
        if r.build == "maven":
            names = set(re.findall(r"(?m)^\[ERROR\]\s+(?:\w+)\.(\w+):\d+", asked[-1][2]))
        asked[-1] += (names,)
        r.reset()
        old, new, where = r.more["compile_error"]
        path = r.broken[0] if r.broken[0].endswith((".py", ".js", ".go")) else r.broken[0]
        (r.dir / path).write_text(r.read(path).replace(old, new, 1))
        asked.append((r, "a compile error", real_log(r), where))
        r.reset()
    for i, (r, _, text, _) in enumerate(asked):
        (r.dir / ("build-%d.log" % i)).write_text(text)
    answers = table.batch("ci.logs", [(str(i), r, {"log_file": "build-%d.log" % i}) for i, (r, _, _, _) in enumerate(asked)])
    for i, (r, kind, text, wanted) in enumerate(asked):
        answer = answers[str(i)]
        output, data = answer["output"], answer["data"] or {}
        if kind == "failing tests":
            told = " ".join(data.get("failing_tests") or [])
            ok = wanted and all(name.split("::")[-1] in told for name in list(wanted)[:20])
            detail = "%d of %d failing tests named, of %d lines" % (
                sum(name.split("::")[-1] in told for name in wanted), len(wanted), text.count("\n"))
        else:
            ok = re.search(wanted, output) and any(re.search(wanted, s) for s in data.get("suspects") or [])
            detail = "suspects %s, of %d lines" % ((data.get("suspects") or [])[:3], text.count("\n"))
        table.row("ci.logs", r, "the log of %s" % kind, bool(ok) and data.get("failed") and len(output) <= 8000, detail)
        r.reset()


def real_log(r):
    done = sources.run(["sh", "-c", BUILD[r.build] + " 2>&1"], cwd=r.dir, check=False)
    return done.stdout


LINT = {"maven": ("javac", None), "npm": ("standard", r"^\s*(\S+?):(\d+):\d+: "), "python": ("flake8", r"^(\S+?):(\d+):\d+: "),
        "go": ("go vet", r"(?m)^(\S+?):(\d+):\d+: ")}
FAULT = {"maven": ("src/main/java/org/apache/commons/csv/Broken.java",
                   "package org.apache.commons.csv;\nclass Broken {\n    @Deprecated\n    static void old() {}\n}\nclass User {\n    void use() {\n        Broken.old();\n    }\n}\n"),
         "npm": ("lib.js", "var a = 1;\nif (a == 2) { a = 3 }\n"), "python": ("toolz/broken.py", "import os\nx=1\ndef f( ): return y\n"),
         "go": ("broken.go", "package mux\n\nimport \"fmt\"\n\nfunc broken() {\n\tfmt.Printf(\"%d\\n\", \"x\")\n}\n")}
BY_HAND = {"maven": "javac -Xlint:all -proc:none -d /tmp/out-of-the-way %s", "npm": "node_modules/.bin/standard",
           "python": "flake8 .", "go": "go vet ./... 2>&1"}


def lint(table, repos):
    for r in repos:
        (r.dir / FAULT[r.build][0]).write_text(FAULT[r.build][1])
    answers = table.batch("lint.run", [(r.name, r, {"tool": LINT[r.build][0]}) for r in repos])
    for r in repos:
        answer = answers[r.name]
        got = sorted((f["file"].removeprefix("./"), f["line"]) for f in (answer["data"] or {}).get("findings", []))
        tool, pattern = LINT[r.build]
        if tool in ("flake8",) and not os.path.exists("/usr/bin/" + tool):
            table.row("lint.run", r, tool, None, tool + " is not installed")
        elif pattern:
            text = sources.run(["sh", "-c", BY_HAND[r.build]], cwd=r.dir, check=False).stdout
            expected = sorted((os.path.relpath(os.path.join(r.dir, f.removeprefix("vet: ")), r.dir), int(n))
                              for f, n in re.findall(pattern, text, re.M))
            table.row("lint.run", r, tool, got == expected and got, "%d findings; the tool %d%s" % (
                len(got), len(expected), "" if got == expected else "; %s for %s; %s" % (got[:2], expected[:2], answer["output"][:150])))
        else:
            mine = [one for one in got if one[0].endswith("Broken.java")]
            table.row("lint.run", r, tool, answer["succeeded"] and {line for _, line in mine} == {8}, "%d findings, %s" % (
                len(got), mine or answer["output"][:150]))
        r.reset()
    default = table.batch("lint.run", [(r.name, r, {}) for r in repos])
    for r in repos:
        answer = default[r.name]
        table.row("lint.run", r, "{}", answer["succeeded"] or "No linter is set up" in answer["output"],
                  "%d findings by %s; %s" % (len((answer["data"] or {}).get("findings", [])),
                                             sorted({f["tool"] for f in (answer["data"] or {}).get("findings", [])}),
                                             answer["output"]))
        r.reset()


class Scripted(http.server.BaseHTTPRequestHandler):
    """A model on loopback that answers each request for a file with the one for the path the request names."""

    files = {}

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        content = next((text for path, text in self.files.items() if path in asked), "")
        answer = {"id": "c1", "object": "chat.completion", "created": 0, "model": "scripted", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": json.dumps({"content": content})}}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}
        if '"stream":true' in asked.replace(" ", ""):
            chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": [
                {"index": 0, "delta": {"role": "assistant", "content": json.dumps({"content": content})}, "finish_reason": "stop"}]}
            body, kind = ("data: %s\n\ndata: [DONE]\n\n" % json.dumps(chunk)).encode(), "text/event-stream"
        else:
            body, kind = json.dumps(answer).encode(), "application/json"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def write(table, repos):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    table.configure(
        'llm: {provider: openai, model: scripted, api_key: none, base_url: "http://127.0.0.1:%d/v1"}\n' % server.server_port)
    for r in repos:
        path, old, new = r.more["change"]
        (r.dir / path).write_text(r.read(path).replace(old, new, 1))
        Scripted.files[r.more["test"][0]] = r.more["test"][1]
    answers = table.batch("test.write", [(r.name, r, {"path": r.more["test"][0], "target": r.more["change"][0],
                                                      "instructions": "twice() does it twice"}) for r in repos])
    server.shutdown()
    table.configure("")
    for r in repos:
        answer, data = answers[r.name], answers[r.name]["data"] or {}
        there = (r.dir / r.more["test"][0]).is_file() and r.read(r.more["test"][0]) == r.more["test"][1]
        table.row("test.write", r, "a model's test of a change", answer["succeeded"] and there
                  and data.get("fails_without_change") is True and data["passed"] > 0 and data["failed"] == 0,
                  "%s; fails without the change: %s%s" % (totals(data), data.get("fails_without_change"),
                                                          "" if answer["succeeded"] else "; " + answer["output"][-150:]))
        r.reset()


def update(table, repos):
    for r in repos:
        if "update" not in r.more:
            table.row("deps.update", r, "no dependency to update", None, "the project depends on nothing")
    asked = [r for r in repos if "update" in r.more]
    answers = table.batch("deps.update", [(r.name, r, dict(zip(("package", "version"), r.more["update"]))) for r in asked])
    for r in asked:
        answer, data = answers[r.name], answers[r.name]["data"] or {}
        named = r.more["update"][1] in r.git("diff").stdout
        before, after = data.get("before") or {}, data.get("after") or {}
        table.row("deps.update", r, " ".join(r.more["update"]), answer["succeeded"] and named and before == after
                  and before["tests"] > 0, "%s to %s in %s%s; before %s, after %s passed%s" % (
                      data.get("from"), data.get("to"), data.get("file"), " by " + "; ".join(data.get("commands") or []) or "",
                      before.get("passed"), after.get("passed"), "" if answer["succeeded"] else "; " + answer["output"][-200:]))
        r.reset()
