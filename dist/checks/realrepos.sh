#!/bin/sh
# Runs the skills of the built distribution on real projects of Maven, npm, Python and Go, and compares with what git, ctags and
# the projects' own tools say: prints a table of result, skill, repository, what was asked, detail. See realrepos/README.md.
# A project whose tools or sources are not to be had is SKIPPED and said; what can be run and is wrong fails.
# Usage: realrepos.sh [DISTRIBUTION [REPOSITORY...]]
set -u
here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)
telecoder=${1:-$here/../target/telecoder}/bin/telecoder
[ $# -eq 0 ] || shift
for tool in git python3 bwrap; do
    command -v "$tool" > /dev/null 2>&1 || { echo "SKIPPED: $tool is not installed"; exit 77; }
done
bwrap --ro-bind / / --unshare-all true 2> /dev/null || { echo "SKIPPED: bwrap makes no sandbox here"; exit 77; }
[ -x "$telecoder" ] || { echo "0 passed, 1 failed (the distribution is not built: mvn package)"; exit 1; }
unset TELECODER_RUN ANTHROPIC_API_KEY OPENAI_API_KEY
exec python3 -B "$here/realrepos/check.py" "$telecoder" "$@"
