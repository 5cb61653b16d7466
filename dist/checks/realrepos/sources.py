"""Brings real projects onto this machine, from the package registries it uses anyway, as git repositories."""
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile

CACHE = pathlib.Path(os.environ.get("TELECODER_CI_CACHE")
                     or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "telecoder-ci")


class Missing(Exception):
    """Something that is needed is not to be had here; the text says what."""


class Repo:
    """A project, and what the checks need to know of it."""

    def __init__(self, name, build, language, fetch, needs, host_test, broken, **more):
        self.name, self.build, self.language = name, build, language
        self.fetch, self.needs, self.host_test = fetch, needs, host_test
        # The file, a line of it, and one in its place with which some tests fail.
        self.broken = broken
        self.more = more
        self.dir = None

    def git(self, *args, check=True):
        return run(["git", "-C", self.dir, *args], check=check)

    def reset(self):
        self.git("checkout", "-q", "-f", "main")
        self.git("reset", "-q", "--hard")
        self.git("clean", "-q", "-fd")

    def read(self, path):
        return (self.dir / path).read_bytes().decode("utf-8", "replace")

    def tracked(self):
        return [p for p in self.git("ls-files").stdout.splitlines() if (self.dir / p).is_file()]


def run(command, cwd=None, check=True, timeout=400, env=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, errors="replace", timeout=timeout,
                          stdin=subprocess.DEVNULL, env=env)
    if check and done.returncode != 0:
        raise RuntimeError("%s: exit %d: %s" % (" ".join(map(str, command))[:200], done.returncode,
                                                (done.stderr or done.stdout).strip()[-300:]))
    return done


def deb_src():
    """The machine's own package sources, asked for sources instead of packages. Gives options for apt-get."""
    code = re.search(r"^VERSION_CODENAME=(\w+)", open("/etc/os-release").read(), re.M)
    if not shutil.which("apt-get") or not code:
        raise Missing("no apt-get here")
    found = []
    for file in ["/etc/apt/sources.list", *sorted(glob.glob("/etc/apt/sources.list.d/*"))]:
        if not os.path.exists(file):
            continue
        text = re.sub(r"(?m)^#.*\n?", "", open(file).read())
        if file.endswith(".sources"):
            for part in re.split(r"\n\s*\n", text):
                if re.search(r"(?m)^Suites:\s*%s\b(?!-security)" % code[1], part):
                    uri = re.search(r"(?m)^URIs:\s*(\S+)", part)[1]
                    signed = re.search(r"(?m)^Signed-By:\s*(/\S+)", part)
                    found.append("deb-src %s %s %s main" % ("[signed-by=%s]" % signed[1] if signed else "", uri, code[1]))
        else:
            found += ["deb-src " + line[4:] for line in text.splitlines()
                      if re.match(r"deb\s.*\s%s\s" % code[1], line)]
    if not found:
        raise Missing("no sources of packages of this release are set up")
    home = CACHE / "apt"
    (home / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (home / "sources.list").write_text("\n".join(found) + "\n")
    options = ["-o", "Dir::Etc::sourcelist=%s/sources.list" % home, "-o", "Dir::Etc::sourceparts=-",
               "-o", "Dir::State::lists=%s/lists" % home, "-o", "APT::Sandbox::User=root"]
    if not glob.glob(str(home / "lists" / "*Sources*")):
        done = run(["apt-get", *options, "update"], check=False)
        if not glob.glob(str(home / "lists" / "*Sources*")):
            raise Missing("apt-get does not reach the lists of sources: " + (done.stderr.strip().splitlines() or ["?"])[-1][:150])
    return options


def debian(package):
    """The source of a Debian package, as its authors published it."""
    def fetch():
        folder = CACHE / "repositories" / package
        if not glob.glob(str(folder / "*.orig.tar.*")):
            options = deb_src()
            folder.mkdir(parents=True, exist_ok=True)
            # What Debian itself adds is not needed, and a mirror may have only the other half.
            done = run(["apt-get", *options, "source", "--download-only", package], cwd=folder, check=False)
            if not glob.glob(str(folder / "*.orig.tar.*")):
                raise Missing("apt-get has no source of %s: %s" % (package, (done.stderr.strip().splitlines() or ["?"])[-1][:150]))
        return glob.glob(str(folder / "*.orig.tar.*"))[0]
    return fetch


def npm(package):
    """A package as the npm registry has it."""
    def fetch():
        folder = CACHE / "repositories" / package.replace("/", "-")
        if not glob.glob(str(folder / "*.tgz")):
            folder.mkdir(parents=True, exist_ok=True)
            done = run(["npm", "pack", "--silent", package], cwd=folder, check=False)
            if not glob.glob(str(folder / "*.tgz")):
                raise Missing("npm does not get %s: %s" % (package, (done.stderr.strip().splitlines() or ["?"])[-1][:150]))
        return glob.glob(str(folder / "*.tgz"))[0]
    return fetch


def keep_libraries(repo):
    """What Maven fetched, for the next time."""
    there, kept = repo.dir / ".m2", CACHE / "repositories" / (repo.name + "-m2")
    if there.is_dir() and not kept.exists():
        run(["cp", "-R", there, kept])


def lay_out(repo, into):
    """Unpacks it and makes it a git repository with one commit."""
    repo.dir = into / repo.name
    repo.dir.mkdir(parents=True)
    with tarfile.open(repo.fetch()) as archive:
        for member in archive:
            member.name = "/".join(member.name.split("/")[1:])
            if member.name and (member.isdir() or member.isfile()):
                archive.extract(member, repo.dir)
    for file, text in repo.more.get("files", {}).items():
        (repo.dir / file).parent.mkdir(parents=True, exist_ok=True)
        (repo.dir / file).write_text(text)
    if "prepare" in repo.more:
        repo.more["prepare"](repo)
    kept = CACHE / "repositories" / (repo.name + "-m2")
    if kept.is_dir():
        run(["cp", "-R", kept, repo.dir / ".m2"])
    repo.git("init", "-q", "-b", "main")
    repo.git("config", "user.name", "Somebody")
    repo.git("config", "user.email", "somebody@example.com")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "Take over %s" % repo.name)


def without_browsers(repo):
    """Leaves out what only tests in browsers need, and has npm install the rest."""
    manifest = json.loads(repo.read("package.json"))
    for name in ("airtap", "airtap-playwright", "playwright", "tsd"):
        manifest["devDependencies"].pop(name)
    manifest["scripts"]["test"] = "nyc npm run test:unit"
    (repo.dir / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    done = run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=repo.dir, check=False)
    if done.returncode != 0:
        raise Missing("npm cannot install what the package needs: " + done.stderr.strip()[-150:])


REPOS = [
    Repo("commons-csv", "maven", "Java", debian("commons-csv"), ["mvn", "javac"],
         None, ("src/main/java/org/apache/commons/csv/CSVRecord.java", "        return values.length;",
                "        return values.length + 1;"),
         files={".mvn/maven.config": "-Dmaven.repo.local=.m2/repository\n-Drat.skip=true\n", ".gitignore": ".m2/\ntarget/\n"},
         sentence="CSVRecord.size", compile_error=("int size()", "int size(", r"CSVRecord\.java"),
         test=("src/test/java/org/apache/commons/csv/TwiceTest.java", """package org.apache.commons.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

public class TwiceTest {
    @Test
    public void countsTwice() throws Exception {
        assertEquals(4, CSVParser.parse("a,b", CSVFormat.DEFAULT).getRecords().get(0).twice());
    }
}
"""),
         change=("src/main/java/org/apache/commons/csv/CSVRecord.java", "    public int size() {",
                 "    public int twice() {\n        return 2 * size();\n    }\n\n    public int size() {"),
         dependency=("junit:junit", None), update=("com.h2database:h2", "1.4.199")),
    Repo("secure-json-parse", "npm", "JavaScript", npm("secure-json-parse@2.7.0"), ["node", "npm"],
         ["node_modules/.bin/tape", "test/*.test.js"], ("index.js", "  } catch (_e) {\n    return null", "  } catch (_e) {\n    return undefined"),
         files={".gitignore": "node_modules/\n.nyc_output/\n"}, prepare=without_browsers,
         compile_error=("function filter (", "function filter ((", r"index\.js"),
         test=("test/twice.test.js", """'use strict'

const test = require('tape').test
const j = require('..')

test('parses twice', t => {
  t.deepEqual(j.twice('"5"'), 5)
  t.end()
})
"""),
         change=("index.js", "module.exports.scan = filter",
                 "module.exports.scan = filter\nmodule.exports.twice = text => parse(parse(text))"),
         update=("tape", "5.7.0")),
    Repo("toolz", "python", "Python", debian("toolz"), ["pytest"], ["/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
         ("toolz/itertoolz.py", "    seq = iter(seq)\n    next(seq)\n    return next(seq)", "    seq = iter(seq)\n    return next(seq)"),
         files={".gitignore": "__pycache__/\n", "requirements.txt": "cytoolz==0.11.0\n"},
         compile_error=("def second(seq):", "def second(seq:", r"itertoolz\.py"),
         test=("toolz/tests/test_twice.py", "from toolz.itertoolz import twice\n\n\ndef test_twice():\n    assert list(twice([1])) == [1, 1]\n"),
         change=("toolz/itertoolz.py", "def second(seq):", "def twice(seq):\n    seq = list(seq)\n    return seq + seq\n\n\ndef second(seq):"),
         update=("cytoolz", "0.11.2")),
    Repo("gorilla-mux", "go", "Go", debian("golang-github-gorilla-mux"), ["go"], ["go", "test", "-v", "./..."],
         ("mux.go", '\t\tnp += "/"', '\t\tnp += "//"'),
         compile_error=("func cleanPath(p string) string {", "func cleanPath(p string) strin {", r"mux\.go"),
         test=("twice_test.go", """package mux

import "testing"

func TestTwice(t *testing.T) {
	if twice(2) != 4 {
		t.Errorf("twice(2) = %d", twice(2))
	}
}
"""),
         change=("mux.go", "func cleanPath(", "func twice(n int) int {\n\treturn 2 * n\n}\n\nfunc cleanPath(")),
]
