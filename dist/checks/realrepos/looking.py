"""The skills that look and edit: repo.setup, code.search, code.edit, code.explain, code.review, git.*, deps.audit."""
import ast
import json
import random
import re
import shutil

import sources

CODE = {"Java": ".java", "JavaScript": ".js", "Python": ".py", "Go": ".go"}


def check(table, repos):
    setup(table, repos)
    texts(table, repos)
    symbols(table, repos)
    ranked(table, repos)
    edits(table, repos)
    explain(table, repos)
    git(table, repos)
    review(table, repos)
    audit(table, repos)


def setup(table, repos):
    answers = table.batch("repo.setup", [(r.name, r, {}) for r in repos])
    for r in repos:
        data = answers[r.name]["data"] or {}
        count = len(r.tracked())
        ok = data.get("build") == r.build and (data.get("languages") or [None])[0] == r.language \
            and data.get("files") == count and data["commands"]["test"]
        table.row("repo.setup", r, "{}", bool(ok), "%s, %s, %s files (git: %d), test: %s" % (
            data.get("build"), data.get("languages"), data.get("files"), count, (data.get("commands") or {}).get("test")))


def texts(table, repos):
    asked = []
    for r in repos:
        rng = random.Random(7)
        words = sorted({w for p in r.tracked() for w in re.findall(r"[A-Za-z_]{3,}", r.read(p))})
        for i in range(15):
            asked.append((r, rng.choice(words), False, i % 3 == 0))
        for pattern in (r"\b[A-Z]\w+\(", r"^\s*(//|#|\*) \w", r"\d{3,}$", r"[\"'][a-z]+[\"']", r"(?i)todo|fixme"):
            asked.append((r, pattern, True, False))
    answers = table.batch("code.search", [(str(i), r, {"query": q, "regex": regex, "ignore_case": ignore, "limit": 10000})
                                          for i, (r, q, regex, ignore) in enumerate(asked)])
    for r in repos:
        equal, lines, wrong = 0, 0, ""
        mine = [(i, a) for i, a in enumerate(asked) if a[0] is r]
        for i, (_, q, regex, ignore) in mine:
            out = r.git("-c", "core.quotePath=false", "grep", "--untracked", "-I", "-n", "-z", "--no-color", "-P" if regex else "-F",
                        *(["-i"] if ignore else []), "-e", q, check=False).stdout
            expected = sorted((p, int(n)) for p, n in re.findall(r"(?m)^([^\0\n]+)\0(\d+)\0", out))
            got = sorted((h["path"], h["line"]) for h in (answers[str(i)]["data"] or {}).get("hits", []))
            lines += len(expected)
            if got == expected:
                equal += 1
            else:
                wrong = "; %r: %d lines, git %d" % (q, len(got), len(expected))
        table.row("code.search", r, "text, as git grep", equal == len(mine), "%d of %d queries equal, %d lines%s" % (
            equal, len(mine), lines, wrong))


def tags(r):
    """Definitions by another tool: (name, path, line, kind)."""
    out = sources.run(["ctags", "--output-format=json", "--fields=+nK", "-f", "-", "--languages=" + r.language,
                       *r.tracked()], cwd=r.dir).stdout
    kinds = {"Java": {"class", "interface", "enum", "method"}, "Go": {"func", "struct", "interface"},
             "Python": {"class", "function", "member"}, "JavaScript": {"function", "class", "method"}}[r.language]
    found = []
    for line in out.splitlines():
        tag = json.loads(line)
        if tag.get("kind") in kinds and tag["name"] in tag.get("pattern", "") and not tag["name"].startswith("__anon") and "AnonymousFunction" not in tag["name"]:
            found.append((tag["name"], tag["path"], tag["line"], tag["kind"]))
    return found


def symbols(table, repos):
    if not shutil.which("ctags"):
        for r in repos:
            table.row("code.search", r, "symbol, as ctags", None, "ctags is not installed")
        return
    asked = {r: random.Random(11).sample(tags(r), min(40, len(tags(r)))) for r in repos}
    answers = table.batch("code.search", [("%s %d" % (r.name, i), r, {"query": t[0], "mode": "symbol", "limit": 2000})
                                          for r in repos for i, t in enumerate(asked[r])])
    for r in repos:
        wrong = [t for i, t in enumerate(asked[r])
                 if (t[1], t[2]) not in {(h["path"], h["line"]) for h in answers["%s %d" % (r.name, i)]["data"]["hits"]}]
        table.row("code.search", r, "symbol, as ctags", bool(asked[r]) and not wrong, "%d of %d definitions%s" % (
            len(asked[r]) - len(wrong), len(asked[r]), "; not %s" % (wrong[0],) if wrong else ""))


def sentences(r):
    """Questions from documentation comments, and the lines to take away so that nobody finds them by their own words."""
    found = []
    for path in r.tracked():
        if not path.endswith(CODE[r.language]) or re.search(r"(?i)test|bench|example|doc/", path):
            continue
        text = r.read(path)
        lines = text.split("\n")
        if r.language == "Python":
            try:
                nodes = list(ast.walk(ast.parse(text)))
            except SyntaxError:
                continue
            for node in nodes:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
                    doc = node.body[0]
                    found.append((path, node.lineno, node.name, ast.get_docstring(node), doc.lineno, doc.end_lineno))
        else:
            at = r"^func (?:\([^)]*\) )?([A-Za-z]\w*)\(" if r.language == "Go" else \
                r"^    (?:public|protected|private)[\w<>\[\], ?.]* (\w+)\([^;]*$" if r.language == "Java" else r"^function (\w+)"
            for i, line in enumerate(lines):
                match = re.match(at, line)
                top = i - 1
                while match and top >= 0 and re.match(r"\s*(//|\*|/\*|@\w+$)", lines[top]):
                    top -= 1
                if match and top < i - 1:
                    comment = " ".join(re.sub(r"^\s*(/{2,}|/?\*+/?)", "", one) for one in lines[top + 1:i])
                    found.append((path, i + 1, match[1], comment, top + 2, i))
    questions = []
    for path, line, name, doc, first, last in found:
        doc = re.sub(r"\{@\w+ ([^}]*)\}|<[^>]+>", r"\1", doc)
        doc = re.sub(r"(?i)\b%s\b" % re.escape(name), " ", doc.split("@")[0])
        sentence = re.split(r"(?<=[.!?])\s|\n\s*\n|>>>", doc.strip())[0].strip()
        if len(re.findall(r"[A-Za-z]{3,}", sentence)) >= 4:
            questions.append((path, line, name, sentence, first, last))
    return random.Random(3).sample(questions, min(60, len(questions)))


def ranked(table, repos):
    asked = {r: sentences(r) for r in repos}
    for r in repos:
        for path, _, _, _, first, last in asked[r]:
            lines = r.read(path).split("\n")
            for i in range(first - 1, last):
                lines[i] = "    pass" if r.language == "Python" and i == first - 1 else ""
            (r.dir / path).write_text("\n".join(lines))
    answers = table.batch("code.search", [("%s %d" % (r.name, i), r, {"query": q[3], "mode": "ranked", "limit": 10})
                                          for r in repos for i, q in enumerate(asked[r])] or [("none", repos[0], {"query": "x"})])
    for r in repos:
        hits = [any((h["path"], h["line"]) == (q[0], q[1]) for h in answers["%s %d" % (r.name, i)]["data"]["hits"])
                for i, q in enumerate(asked[r])]
        enough = len(hits) >= 10
        table.row("code.search", r, "ranked, the asked comments taken away", sum(hits) >= 0.7 * len(hits) if enough else None,
                  "definition among ten for %d of %d questions" % (sum(hits), len(hits)) if enough
                  else "only %d documented definitions to ask for" % len(hits))
        r.reset()


def faulty(rng, old):
    """An old text as a model might write it, and what is wrong with it."""
    kind = rng.choice(["exact", "trailing_space", "indentation", "blank_lines"])
    lines = old.split("\n")
    if kind == "trailing_space":
        lines = [line + "  " * rng.randint(0, 1) if line.strip() else line for line in lines]
        lines[0] += " "
    elif kind == "indentation":
        indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        lines = [line[indent:] for line in lines]
    elif kind == "blank_lines":
        lines.insert(len(lines) // 2, "")
    return kind, "\n".join(lines)


def edits(table, repos):
    inputs, expected, kinds = {}, {}, {}
    for r in repos:
        rng = random.Random(5)
        files = [p for p in r.tracked() if p.endswith(CODE[r.language]) and r.read(p).count("\n") > 30]
        inputs[r], expected[r], kinds[r] = [], {}, []
        for path in rng.sample(files, min(15, len(files))) * (1 if len(files) >= 15 else 6):
            text = expected[r].get(path, (r.dir / path).read_bytes().decode("utf-8", "replace"))
            eol = "\r\n" if "\r\n" in text else "\n"
            lines = text.split(eol)
            for _ in range(40):
                start = rng.randrange(0, len(lines) - 6)
                block = lines[start:start + 5]
                old = "\n".join(block)
                middle = re.search(r"[A-Za-z]{4,}", block[2])
                solid = sum(len(line.strip()) > 12 for line in block) >= 4
                bare = [" ".join(line.split()) for line in block]
                once = sum([" ".join(line.split()) for line in lines[i:i + 5]] == bare for i in range(len(lines))) == 1
                if solid and once and middle and all(line.strip() for line in block):
                    changed = block[2][:middle.end()] + "Zz" + block[2][middle.end():]
                    kind, wrong = faulty(rng, old)
                    new = wrong.split("\n")
                    at = [i for i, line in enumerate(new) if line.strip() == block[2].strip()]
                    if len(at) != 1:
                        continue
                    new[at[0]] = new[at[0]].rstrip()[:len(new[at[0]]) - len(new[at[0]].lstrip())] + changed.strip()
                    if kind == "blank_lines":
                        new.remove("")
                    elif kind == "trailing_space":
                        new = [line.rstrip() for line in new]
                        changed = changed.rstrip()
                    inputs[r].append({"path": path, "old": wrong, "new": "\n".join(new)})
                    lines[start + 2] = changed
                    expected[r][path] = eol.join(lines)
                    kinds[r].append(kind)
                    break
    answers = table.batch("code.edit", [(r.name, r, {"edits": inputs[r]}) for r in repos])
    for r in repos:
        wrong = [p for p, text in expected[r].items() if (r.dir / p).read_bytes().decode("utf-8", "replace") != text]
        data = answers[r.name]["data"]
        table.row("code.edit", r, "%d edits with faults, in one call" % len(inputs[r]), answers[r.name]["succeeded"] and not wrong
                  and set(answers[r.name]["files"]) == set(expected[r]),
                  "%s; %s" % (", ".join("%s %d" % (k, kinds[r].count(k)) for k in sorted(set(kinds[r]))),
                              "refused: %s" % data["refused"][:1] if data["refused"] else
                              "bytes differ: %s: %s" % (wrong[0], first_difference(r, wrong[0], expected[r][wrong[0]])) if wrong else "the bytes are those expected"))
        r.reset()
    ambiguous = {}
    for r in repos:
        seen = {}
        for path in r.tracked():
            for n, line in enumerate(r.read(path).split("\n"), 1):
                if path.endswith(CODE[r.language]) and len(line.strip()) > 10:
                    seen.setdefault((path, line), []).append(n)
        (path, line), at = next((k, v) for k, v in seen.items() if len(v) == 2 and sum(
            k[1] in other for other in r.read(k[0]).split("\n")) == 2)
        ambiguous[r] = (path, line, at)
    answers = table.batch("code.edit", [(r.name, r, {"edits": [{"path": p, "old": line, "new": "x"}]})
                                        for r, (p, line, _) in ambiguous.items()])
    for r, (path, line, at) in ambiguous.items():
        refused = answers[r.name]["data"]["refused"]
        clean = not r.git("status", "--porcelain").stdout
        table.row("code.edit", r, "an ambiguous edit", not answers[r.name]["succeeded"] and clean and refused
                  and refused[0]["reason"] == "ambiguous" and refused[0]["lines"] == at, "%s, lines %s" % (
                      [x["reason"] for x in refused], [x.get("lines") for x in refused]))


def first_difference(r, path, expected):
    got = r.read(path).split("\n")
    return next((("line %d" % (i + 1), a, "for", b) for i, (a, b) in enumerate(zip(got, expected.split("\n"))) if a != b), "length")


def explain(table, repos):
    asked = {}
    for r in repos:
        path, old = r.broken[0], r.broken[1].split("\n")[-1]
        asked[r] = (path, next(i for i, line in enumerate(r.read(path).split("\n"), 1) if line == old))
    answers = table.batch("code.explain", [(r.name, r, {"path": p, "start_line": n, "end_line": n, "model": False})
                                           for r, (p, n) in asked.items()])
    for r, (path, line) in asked.items():
        answer = answers[r.name]
        head = r.git("rev-parse", "HEAD").stdout.strip()
        found = (answer["data"] or {}).get("files") or [{}]
        text = json.dumps(answer["data"])
        table.row("code.explain", r, "%s:%d" % (path.split("/")[-1], line), answer["succeeded"] and found[0].get("path") == path
                  and found[0]["start_line"] <= line <= found[0]["end_line"] and (head in text or head[:7] in text),
                  "%s, commit %s named: %s" % ({k: v for k, v in found[0].items() if k in ("start_line", "end_line", "symbol")},
                                               head[:7], head[:7] in text))


def git(table, repos):
    for r in repos:
        path, old, new = r.broken
        (r.dir / path).write_text(r.read(path).replace(old, new, 1))
        (r.dir / "a new file.txt").write_text("x\ny\n")
    answers = table.batch("git.branch", [(r.name, r, {"action": "create", "name": "telecoder/check"}) for r in repos])
    for r in repos:
        current = r.git("rev-parse", "--abbrev-ref", "HEAD").stdout.strip()
        table.row("git.branch", r, "create telecoder/check", answers[r.name]["succeeded"] and current == "telecoder/check"
                  and answers[r.name]["data"]["current"] == current, "git is on " + current)
    answers = table.batch("git.diff", [(r.name, r, {}) for r in repos])
    for r in repos:
        r.git("add", "-A")
        expected = sorted((p, int(a), int(d)) for a, d, p in
                          (line.split("\t") for line in r.git("diff", "--cached", "--numstat").stdout.splitlines()))
        r.git("reset", "-q")
        got = sorted((f["path"], f["added"], f["removed"]) for f in (answers[r.name]["data"] or {"files": []})["files"])
        table.row("git.diff", r, "what is not committed", got == expected, "%s; git: %s" % (got, expected))
    answers = table.batch("git.commit", [(r.name, r, {"message": "Count one more"}) for r in repos])
    for r in repos:
        who = r.git("log", "-1", "--format=%an <%ae>|%s").stdout.strip()
        files = r.git("show", "--name-only", "--format=").stdout.split("\n")[:-1]
        ok = answers[r.name]["succeeded"] and who == "Somebody <somebody@example.com>|Count one more" \
            and sorted(answers[r.name]["files"]) == sorted(f.strip('"') for f in files) and not r.git("status", "--porcelain").stdout
        table.row("git.commit", r, "all of it", ok, "%s, %s" % (who, answers[r.name]["output"]))
    answers = table.batch("git.branch", [(r.name, r, {"action": "switch", "name": "main"}) for r in repos])
    answers = table.batch("git.branch", [(r.name, r, {"action": "delete", "name": "telecoder/check"}) for r in repos])
    for r in repos:
        there = r.git("branch", "--list", "telecoder/check").stdout.strip()
        table.row("git.branch", r, "delete what is not merged", not answers[r.name]["succeeded"] and there,
                  answers[r.name]["output"])
        r.reset()


def review(table, repos):
    bad = {"Java": '        String password = "hunter2hunter2x9"; System.out.println(password);', "JavaScript": "  debugger",
           "Python": "    breakpoint()", "Go": '\tfmt.Println("DEBUG", "<<<<<<< HEAD")\n<<<<<<< HEAD'}
    lines = {}
    for r in repos:
        path, old = r.change_at if hasattr(r, "change_at") else (r.broken[0], r.broken[1].split("\n")[-1])
        text = r.read(path).split("\n")
        at = text.index(old)
        text.insert(at, bad[r.language])
        (r.dir / path).write_text("\n".join(text))
        lines[r] = (path, range(at + 1, at + 1 + bad[r.language].count("\n") + 1))
        (r.dir / "change.diff").write_text(r.git("diff").stdout)
    answers = table.batch("code.review", [(r.name, r, {"diff": "change.diff"}) for r in repos])
    for r in repos:
        diff = r.read("change.diff").split("\n")
        first = next(i for i, line in enumerate(diff) if line.startswith("@@"))
        remarks = (answers[r.name]["data"] or {}).get("remarks") or []
        right = [m for m in remarks if m["path"] == lines[r][0] and m["line"] in lines[r][1] and m["side"] == "new"
                 and diff[first + m["position"]].startswith("+")]
        table.row("code.review", r, "a line that should not stay", bool(right) and len(right) == len(remarks),
                  "; ".join(m["body"] for m in remarks) or "no remark")
        r.reset()


def audit(table, repos):
    """An offline database that knows one advisory for what each of them has, and one for what none has."""
    first = table.batch("deps.audit", [(r.name, r, {"outdated": False, "database": "osv"}) for r in with_database(repos, {})])
    chosen = {}
    for r in repos:
        packages = (first[r.name]["data"] or {}).get("packages") or []
        if packages:
            chosen[r] = packages[0]
        else:
            table.row("deps.audit", r, "offline database", first[r.name]["succeeded"] if r.build == "go" else False,
                      "no dependency: %s" % first[r.name]["output"])
    answers = table.batch("deps.audit", [(r.name, r, {"outdated": True, "database": "osv"}) for r in with_database(list(chosen), chosen)])
    for r, package in chosen.items():
        data = answers[r.name]["data"] or {"findings": []}
        got = [(f["package"], f["version"], f["id"], f["fixed"]) for f in data["findings"]]
        table.row("deps.audit", r, "offline database", got == [(package["name"], package["version"], "CHECK-1", "9999.0.0")], got)
        reached = "; ".join(data.get("notes") or [])
        newer = data.get("outdated") or []
        table.row("deps.audit", r, "outdated, by the registry", True if newer else None,
                  "%d of %d packages, such as %s" % (len(newer), len(data["packages"]), newer[0]) if newer
                  else "nothing is known to be newer: " + reached)
        r.reset()


def with_database(repos, chosen):
    for r in repos:
        folder = r.dir / "osv"
        folder.mkdir(exist_ok=True)
        package = chosen.get(r, {"ecosystem": "npm", "name": "nobody-has-this", "version": "1"})
        for key, name in (("CHECK-1", package["name"]), ("CHECK-2", "nobody-has-this-either")):
            (folder / (key + ".json")).write_text(json.dumps({
                "id": key, "modified": "2026-01-01T00:00:00Z", "summary": "For a check", "affected": [{
                    "package": {"ecosystem": package["ecosystem"], "name": name},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9999.0.0"}]}]}]}))
    return repos
