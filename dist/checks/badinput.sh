#!/usr/bin/env bash
# Bad input against the real distribution: what the model, the person, the machine and the files can do wrong. Each case asks
# for a message that says what happened, what was expected and what to do, for the exit code, and for a good request after it.
# needs: node git bwrap python3 setpriv
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/dist/checks}
telecoder=$root/dist/target/telecoder/bin/telecoder
[ -x "$telecoder" ] || { echo "0 passed, 1 failed (the distribution is not built: mvn package)"; exit 1; }
exec node "$here/badinput/run.mjs" "$telecoder" "$@"
