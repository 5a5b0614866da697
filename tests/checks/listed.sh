#!/bin/sh
# Each source is named in the CMakeLists.txt of its folder, so that none lies about
# uncompiled and no test unrun.
#
#     tests/checks/listed.sh [TREE]
set -u
cd -- "${1:-$(dirname -- "$0")/../..}" || exit 4

failed=0
n=0
for path in $(find src tests fuzz bench -type f -name '*.c' | sort); do
    n=$((n + 1))
    folder=$(dirname "$path")
    while [ ! -f "$folder/CMakeLists.txt" ]; do
        folder=$(dirname "$folder")
    done
    # With its suffix, as a source, or without it, as a test or program.
    name=$(basename "$path" .c)
    sed 's/#.*//' "$folder/CMakeLists.txt" | tr -s '[:space:]()/;' '\n' |
        grep -qx -e "$name" -e "$name\\.c" || {
        echo "$path is not listed in $folder/CMakeLists.txt"
        failed=1
    }
done
[ "$n" -gt 0 ] || failed=1
exit $failed
