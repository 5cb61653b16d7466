#!/bin/sh
# Compiles the forwarder for both processors into the resources of this module. Needs gcc and gcc-aarch64-linux-gnu (Debian's
# names), on x86_64. The results are kept in the repository, so that a build needs no C compiler.
set -eu
cd "$(dirname "$0")"
to=../resources/dev/telecoder/support/process
mkdir -p "$to"
build() {  # COMPILER STRIP NAME
    "$1" -Os -static -nostdlib -nostartfiles -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables \
        -fno-pic -no-pie -fno-builtin -fno-tree-loop-distribute-patterns -Wall -Wextra -Werror -Wl,--build-id=none,-z,noseparate-code,-z,noexecstack \
        -o "$to/forward-$3" forward.c
    "$2" -s -R .comment -R .note.gnu.property "$to/forward-$3"
    chmod 644 "$to/forward-$3"
}
build gcc strip x86_64
build aarch64-linux-gnu-gcc aarch64-linux-gnu-strip aarch64
ls -l "$to"
