#!/bin/sh
# What the readers of Genius and GeniusWeb say, byte for byte.
#
#     tests/formats/scenario.sh [--update] BINARY FOLDER
#
# BINARY is test_formats_diagnose. In the folder NAME.domain.xml is a domain, read with
# sound.xml as the profile of both parties; NAME.xml is a profile, read with
# sound.domain.xml as the domain and sound.xml as the other profile. The same for .json.
# NAME.alone.xml is the domain and both profiles.
# What the program prints must be FILE.expected. --update rewrites what does not match.
# Read the difference before you commit it.
set -u

update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
if [ $# -ne 2 ]; then
    echo "usage: scenario.sh [--update] BINARY FOLDER" >&2
    exit 2
fi
program=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
cd -- "$2" || exit 4

seen=$(mktemp) || exit 4
trap 'rm -f "$seen"' EXIT
trap 'exit 4' HUP INT TERM

failed=0
n=0
for file in *.xml *.json; do
    [ -f "$file" ] || continue
    n=$((n + 1))
    end=${file##*.}
    case $file in
    *.domain.*) set -- "$file" "sound.$end" "sound.$end" ;;
    *.alone.*) set -- "$file" "$file" "$file" ;;
    *) set -- "sound.domain.$end" "$file" "sound.$end" ;;
    esac
    "$program" --scenario "$@" >"$seen" 2>&1 || {
        echo "$file: exit status $?"
        failed=1
    }
    cmp -s "$file.expected" "$seen" && continue
    if [ $update = yes ]; then
        cp "$seen" "$file.expected"
        echo "updated $file.expected"
    else
        failed=1
        echo "$file: differs (- expected, + seen)"
        diff -u "$file.expected" "$seen" | sed 1,2d
    fi
done
echo "$n files"
[ $n -gt 0 ] || failed=1
exit $failed
