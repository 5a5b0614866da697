#!/bin/sh
# The test of the documents is able to fail, and to mend what it finds.
#
#     tests/docs/doubt.sh PYTHON DETENTE EXAMPLES
set -u
here=$(cd -- "$(dirname -- "$0")" && pwd)
python=$1 program=$2 examples=$3
scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM
passed=0
failed=0

# rehearse ARGUMENTS...: run the sessions of the copy
rehearse() {
    "$python" "$here/rehearsal.py" "$@" "$program" "$examples" "$scratch/untrue.md" \
        >"$scratch/said" 2>&1
}

# count CLAIM STATUS: one expectation was met or not
count() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not so: $1"
        cat "$scratch/said"
    fi
}

# finds LINE WORDS: it was said that the session of that line differs, in these words
finds() {
    sed -n "/untrue.md:$1: /,/untrue.md:/p" "$scratch/said" | grep -q -x -e "$2"
    count "line $1 is found to differ: $2" $?
}

cp "$here/untrue.md" "$scratch"
rehearse
[ $? = 1 ] && grep -q -x '3 passed, 3 failed' "$scratch/said"
count "three commands pass, three fail" $?
finds 14 '-three'
finds 14 '+two'
finds 20 '-three'
finds 24 '-nothing'

rehearse --update
count "what differs can be renewed" $?
rehearse
count "what was renewed is true" $?
[ "$(sed -n '21,$p' "$scratch/untrue.md" | tr '\n' ' ')" = "one ... two $ printf '' \`\`\` " ]
count "dots stay where they were" $?

printf '```console\n$ echo one\n' >>"$scratch/untrue.md"
! rehearse && grep -q 'has no end' "$scratch/said"
count "a block without end is found" $?
! "$python" "$here/rehearsal.py" "$program" "$examples" /dev/null >"$scratch/said" 2>&1
count "a document without sessions does not pass" $?

echo "$passed passed, $failed failed"
[ $failed = 0 ]
