"""Runs the skills of the packed distribution on real projects and compares with what the projects' own tools say.

  check.py TELECODER        prints a table: skill, repository, what was asked, result
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import building  # noqa: E402
import looking  # noqa: E402
import sources  # noqa: E402


class Table:
    """What came of each row, and the way to run skills."""

    def __init__(self, telecoder, work):
        self.telecoder, self.work = telecoder, work
        self.counts = {"pass": 0, "FAILED": 0, "SKIPPED": 0}
        self.env = {k: v for k, v in os.environ.items() if k != "TELECODER_RUN"}
        self.env["TELECODER_HOME"] = str(work / "home")
        (work / "home").mkdir()
        self.configure("")

    def configure(self, more):
        """Writes config.yaml. Docker's image need not have what this machine has, so it is not used even where it runs."""
        (self.work / "home" / "config.yaml").write_text("sandbox: {runtime: bubblewrap}\n" + more)

    def batch(self, skill, lines):
        """Runs one skill on several inputs. `lines` are (id, repository, input); gives the answers by id."""
        file = self.work / "batch.jsonl"
        with open(file, "w") as out:
            for key, repo, value in lines:
                out.write(json.dumps({"id": key, "workspace": str(repo.dir), "input": value}) + "\n")
        began = time.time()
        done = subprocess.run([self.telecoder, "skills", "run", skill, "--batch", str(file)], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=self.env, timeout=900)
        answers = {a["id"]: a for a in map(json.loads, done.stdout.splitlines())}
        if done.returncode != 0 or len(answers) != len(lines):
            raise RuntimeError("%s: exit %d, %d of %d answers: %s" % (skill, done.returncode, len(answers), len(lines),
                                                                      done.stderr[-300:]))
        print("   %s: %.1f s" % (skill, time.time() - began), file=sys.stderr)
        return answers

    def row(self, skill, repo, asked, ok, detail):
        """`ok` is None where something is not to be had here; the detail then says what."""
        state = "SKIPPED" if ok is None else "pass" if ok else "FAILED"
        self.counts[state] += 1
        print("%-8s %-12s %-18s %-44s %s" % (state, skill, getattr(repo, "name", repo), asked, " ".join(str(detail).split())[:220]),
              flush=True)


def present(need):
    if need == "pytest":
        return sources.run(["/usr/bin/python3", "-c", "import pytest"], check=False).returncode == 0
    if need == "git":
        return shutil.which("git")
    # The sandbox sees the system's programs, not those of somebody's home.
    return any(os.access(os.path.join(folder, need), os.X_OK) for folder in ("/usr/bin", "/usr/local/bin", "/bin"))


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="realrepos-"))
    table = Table(sys.argv[1], work)
    only = sys.argv[2:]
    try:
        repos = []
        for repo in sources.REPOS:
            if only and repo.name not in only:
                continue
            missing = [need for need in repo.needs if not present(need)]
            try:
                if missing:
                    raise sources.Missing("not installed: " + ", ".join(missing))
                sources.lay_out(repo, work)
                repos.append(repo)
            except sources.Missing as reason:
                table.row("all", repo, repo.build, None, reason)
        if repos:
            for part in os.environ.get("PARTS", "looking building").split():
                {"looking": looking, "building": building}[part].check(table, repos)
    finally:
        if not os.environ.get("KEEP"):
            shutil.rmtree(work, ignore_errors=True)
    if not table.counts["pass"] and not table.counts["FAILED"]:
        print("SKIPPED: none of the projects could be had with its tools; see above")
        return 77
    print("%d passed, %d failed, %d skipped" % (table.counts["pass"], table.counts["FAILED"], table.counts["SKIPPED"]))
    return 1 if table.counts["FAILED"] else 0


sys.exit(main())
