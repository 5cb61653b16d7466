#!/bin/sh
# Makes the two images that the Dockerfile begins from, on a machine that reaches no registry of images: Debian's packages by
# mmdebstrap, and Node.js from npm. Needs docker, mmdebstrap, npm and the right to use them (root, say). `telecoder sandbox build
# --local` calls it, and then builds with what it made:
#
#   telecoder-base:trixie   a small Debian
#   telecoder-node:24       nothing but node and npm, where the official image has them
set -eu
mirror=${TELECODER_DEBIAN_MIRROR:-http://deb.debian.org/debian}
node=${TELECODER_NODE_VERSION:-24}
npm=${TELECODER_NPM_VERSION:-11}

for program in docker mmdebstrap npm tar; do
    if ! command -v "$program" > /dev/null 2>&1; then
        echo "import.sh: $program is missing. On Debian: apt install docker.io mmdebstrap npm" >&2
        exit 2
    fi
done
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

echo "import.sh: Debian trixie from $mirror" >&2
mmdebstrap --quiet --variant=minbase --include=ca-certificates \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    trixie "$made/base.tar" "$mirror"
docker import "$made/base.tar" telecoder-base:trixie > /dev/null

echo "import.sh: node@$node and npm@$npm from npm" >&2
mkdir -p "$made/npm" "$made/root/usr/local/bin" "$made/root/usr/local/lib/node_modules"
(cd "$made/npm" && npm install --no-save --no-fund --no-audit --silent "node@$node" "npm@$npm" > /dev/null)
cp -L "$made/npm/node_modules/node/bin/node" "$made/root/usr/local/bin/node"
cp -r "$made/npm/node_modules/npm" "$made/root/usr/local/lib/node_modules/npm"
tar -C "$made/root" --owner=0 --group=0 -c . | docker import - "telecoder-node:24" > /dev/null
echo "import.sh: made telecoder-base:trixie and telecoder-node:24" >&2
