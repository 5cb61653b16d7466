#!/bin/sh
# Runs the skills of the built distribution on real projects of Maven, npm, Python and Go, and compares with what git, ctags and
# the projects' own tools say. Prints a table: result, skill, repository, what was asked, detail. What a project needs and the
# machine lacks is SKIPPED and said. Usage: run.sh [DISTRIBUTION]
# It needs git, python3 and bwrap, takes some ten minutes, and is not among the suites of .ci/run.
set -u
here=$(CDPATH='' cd -- "${0%/*}" && pwd -P)
unset TELECODER_RUN ANTHROPIC_API_KEY OPENAI_API_KEY
exec python3 -B "$here/check.py" "${1:-$here/../../target/telecoder}/bin/telecoder"
