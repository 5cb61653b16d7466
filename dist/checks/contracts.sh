#!/usr/bin/env bash
# Every request that the suites sent to the fakes of GitHub, held against what GitHub publishes: REST by Prism, GraphQL by the
# reference implementation. The suites write the requests down in target/requests; where they did not run, those of the
# plugin are run first. Usage: contracts.sh [FOLDER OF THE DESCRIPTIONS]
# needs: node npm
# npm: @stoplight/prism-cli@5.16.0 graphql@16.15.0
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/dist/checks}
contracts=${1:-}
above=$root
while [ -z "$contracts" ] && [ "$above" != / ]; do
    above=$(dirname "$above")
    [ -d "$above/shared/contracts" ] && contracts=$above/shared/contracts
done
[ -f "$contracts/github/openapi.trimmed.json" ] \
    || { echo "SKIPPED: shared/contracts/github is not beside the repository"; exit 77; }
modules=${NODE_PATH:-}
modules=${modules%%:*}
for package in @stoplight/prism-cli graphql; do
    [ -n "$modules" ] && [ -d "$modules/$package" ] \
        || { echo "SKIPPED: the npm package $package is not installed (NODE_PATH)"; exit 77; }
done

recorded() { find "$root/plugins" "$here/target" -path '*/target/requests/github.jsonl' -size +0 2> /dev/null | sort; }
if [ -z "$(recorded)" ]; then
    echo "No request was recorded yet; the suites of codehost-github run first."
    (cd "$root" && "${MVN:-mvn}" -q -pl plugins/codehost-github -am -Dtest='Github*Test' -Dsurefire.failIfNoSpecifiedTests=false \
        test) || { echo "0 passed, 1 failed (the suites of codehost-github)"; exit 1; }
fi
logs=$here/target/contracts
mkdir -p "$logs"
recorded | sed "s|^$root/|of |"
# shellcheck disable=SC2046
exec node "$here/contracts/replay.mjs" "$contracts/github/openapi.trimmed.json" "$contracts/github/graphql/schema.graphql" \
    "$logs" $(recorded)
