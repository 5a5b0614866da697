#!/bin/sh
# What the library shows, and what it hides.
#
#     tests/checks/symbols.sh SHARED_LIBRARY STATIC_LIBRARY [TREE]
#
# The shared library exports what the public headers declare with DT_API, neither more
# nor less, and every name begins with dt_. Neither library has writable globals.
set -u
shared=$1
static=$2
cd -- "${3:-$(dirname -- "$0")/../..}" || exit 4

scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM
failed=0

nm --dynamic --defined-only --format=posix "$shared" | cut -d' ' -f1 | sort \
    >"$scratch/exported"

# The name in front of the first bracket behind DT_API and its fellow attributes.
cat include/detente/*.h | awk '
    /^[ \t]*#/ { next }
    { text = text $0 " " }
    END {
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
        n = split(text, part, /DT_API/)
        for (i = 2; i <= n; i++) {
            gsub(/DT_MUST_USE|DT_PRINTF *\([^)]*\)/, "", part[i])
            sub(/[(;].*/, "", part[i])
            gsub(/[ \t]+$/, "", part[i])
            sub(/.*[ \t*]/, "", part[i])
            print part[i]
        }
    }' | sort >"$scratch/declared"

[ -s "$scratch/declared" ] || {
    echo "no public function found"
    failed=1
}

# complain WHY < NAMES
complain() {
    while read -r name; do
        echo "$name $1"
        failed=1
    done
}

comm -23 "$scratch/exported" "$scratch/declared" >"$scratch/extra"
comm -13 "$scratch/exported" "$scratch/declared" >"$scratch/missing"
grep -v '^dt_' "$scratch/exported" >"$scratch/foreign"
# .data.rel.ro holds constant tables of pointers: read-only once loaded.
nm --format=sysv "$static" 2>/dev/null | awk -F'|' '
    $7 ~ /^ *(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $7 !~ /\.data\.rel\.ro/ { print $1 }
' >"$scratch/writable"

complain "is exported and no public header declares it" <"$scratch/extra"
complain "is declared with DT_API and not exported" <"$scratch/missing"
complain "is exported and does not begin with dt_" <"$scratch/foreign"
complain "is a writable global" <"$scratch/writable"
exit $failed
