#!/usr/bin/env bash
# Every request that the suites sent to the fakes of GitHub, held against what GitHub publishes: REST by Prism, GraphQL by the
# reference implementation. The suites write the requests down in target/requests; where they did not run, those of the
# plugin are run first. GitHub's whole description of REST is taken out of an npm package and kept beside the others, 13 MB of its
# 420; where it cannot be had, the part of it that lies in the folder of descriptions does, and what that lacks is skipped and said.
# Usage: contracts.sh [FOLDER OF THE DESCRIPTIONS]
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

whole=@octokit/openapi@23.0.2
description=$(dirname "$modules")/github-openapi-${whole##*@}.json
fetch_description() {
    local at done=1
    at=$(mktemp -d) || return
    (cd "$at" && npm pack --silent "$whole" > /dev/null 2>&1 \
        && tar -xzOf octokit-openapi-*.tgz package/generated/api.github.com.json > "$description.part" \
        && [ -s "$description.part" ] && mv "$description.part" "$description") && done=0
    rm -rf "$at" "$description.part"
    return "$done"
}
if [ ! -s "$description" ] && ! fetch_description; then
    echo "npm could not bring $whole; a part of GitHub's description is used."
    description=$contracts/github/openapi.trimmed.json
fi

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
exec node "$here/contracts/replay.mjs" "$description" "$contracts/github/graphql/schema.graphql" \
    "$logs" $(recorded)
