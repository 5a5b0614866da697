#!/bin/sh
# What the reader of game files says, byte for byte.
#
#     tests/games/run.sh [--update] BINARY FOLDER
#
# BINARY is test_games_reading. For each NAME.efg of the folder, what it
# prints must be NAME.expected. --update rewrites what does not match. Read the difference
# before you commit it.
set -u

update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
if [ $# -ne 2 ]; then
    echo "usage: run.sh [--update] BINARY FOLDER" >&2
    exit 2
fi
program=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
cd -- "$2" || exit 4

seen=$(mktemp) || exit 4
trap 'rm -f "$seen"' EXIT
trap 'exit 4' HUP INT TERM

failed=0
n=0
for file in *.efg; do
    [ -f "$file" ] || continue
    n=$((n + 1))
    "$program" "$file" >"$seen" 2>&1 || {
        echo "$file: exit status $?"
        failed=1
    }
    cmp -s "${file%.*}.expected" "$seen" && continue
    if [ $update = yes ]; then
        cp "$seen" "${file%.*}.expected"
        echo "updated ${file%.*}.expected"
    else
        failed=1
        echo "$file: differs (- expected, + seen)"
        diff -u "${file%.*}.expected" "$seen" | sed 1,2d
    fi
done
echo "$n files"
[ $n -gt 0 ] || failed=1
exit $failed
