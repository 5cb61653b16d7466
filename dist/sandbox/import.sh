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
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "import.sh: Debian trixie from $mirror" >&2
mmdebstrap --quiet --variant=minbase --include=ca-certificates \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    trixie "$work/base.tar" "$mirror"
docker import "$work/base.tar" telecoder-base:trixie > /dev/null

echo "import.sh: node@$node and npm@$npm from npm" >&2
mkdir -p "$work/npm" "$work/root/usr/local/bin" "$work/root/usr/local/lib/node_modules"
(cd "$work/npm" && npm install --no-save --no-fund --no-audit --silent "node@$node" "npm@$npm" > /dev/null)
cp -L "$work/npm/node_modules/node/bin/node" "$work/root/usr/local/bin/node"
cp -r "$work/npm/node_modules/npm" "$work/root/usr/local/lib/node_modules/npm"
tar -C "$work/root" --owner=0 --group=0 -c . | docker import - "telecoder-node:24" > /dev/null
echo "import.sh: made telecoder-base:trixie and telecoder-node:24" >&2
