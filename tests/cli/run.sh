#!/bin/sh
# Run golden tests of the program.
#
#     tests/cli/run.sh [--update] BINARY CASEDIR...
#
# A case is a folder:
#     cmd      shell lines, run with sh; $DETENTE is the program, $EXAMPLES the examples
#     stdout   what they must write, byte for byte; no such file: nothing
#     stderr   the same for messages
#     exit     the exit status they must have; no such file: 0
# Any other file of the folder is copied into the fresh directory in which cmd runs.
# In stdout and stderr a line `...` stands for any number of lines, also none.
#
# --update rewrites what does not match. Read the difference before you commit it.
set -u

here=$(cd -- "$(dirname -- "$0")" && pwd)
examples=$(cd -- "$here/../.." && pwd)/examples

update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
if [ $# -lt 2 ]; then
    echo "usage: run.sh [--update] BINARY CASEDIR..." >&2
    exit 2
fi
program=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
shift

scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM

# The lines of $2 fit the pattern lines of $1. When lines differ after a `...`, that
# `...` takes one line more and the rest is tried again.
fits() {
    awk '
        FILENAME == ARGV[1] { want[++n_want] = $0 }
        FILENAME == ARGV[2] { got[++n_got] = $0 }
        END {
            w = 1; g = 1; dots = 0
            while (g <= n_got) {
                if (w <= n_want && want[w] == "...") { dots = w++; resume = g }
                else if (w <= n_want && want[w] == got[g]) { w++; g++ }
                else if (dots) { w = dots + 1; g = ++resume }
                else exit 1
            }
            while (w <= n_want && want[w] == "...") w++
            exit w <= n_want
        }' "$1" "$2"
}

# What case $1 must give as $2, in a file.
expected() {
    if [ -f "$1/$2" ]; then
        cat "$1/$2"
    elif [ "$2" = exit ]; then
        echo 0
    fi >"$scratch/want.$2"
}

matches() {
    expected "$1" "$2"
    cmp -s "$scratch/want.$2" "$scratch/got.$2" && return 0
    grep -qx '\.\.\.' "$scratch/want.$2" &&
        fits "$scratch/want.$2" "$scratch/got.$2"
}

# Write down what case $1 gives as $2; what the absence of the file says is not written.
rewrite() {
    case $2:$(cat "$scratch/got.$2") in
    stdout: | stderr: | exit:0) rm -f "$1/$2" ;;
    *) cp "$scratch/got.$2" "$1/$2" ;;
    esac
    echo "updated $1/$2"
}

run_case() {
    rm -rf "$scratch/work"
    mkdir "$scratch/work"
    cp -R "$1/." "$scratch/work"
    (cd "$scratch/work" && rm -f cmd stdout stderr exit)
    ln -s "$examples" "$scratch/work/examples"
    cp "$1/cmd" "$scratch/cmd"
    (
        cd "$scratch/work" || exit 4
        unset COLUMNS LINES NO_COLOR OMP_NUM_THREADS
        LC_ALL=C.UTF-8 TERM=dumb DETENTE=$program EXAMPLES=examples
        export LC_ALL TERM DETENTE EXAMPLES
        exec sh "$scratch/cmd"
    ) </dev/null >"$scratch/got.stdout" 2>"$scratch/got.stderr"
    echo $? >"$scratch/got.exit"
}

failed=0
for case in "$@"; do
    case=${case%/}
    if [ ! -f "$case/cmd" ]; then
        echo "$case has no file 'cmd'" >&2
        exit 2
    fi
    run_case "$case"
    for what in exit stdout stderr; do
        matches "$case" "$what" && continue
        if [ $update = yes ]; then
            rewrite "$case" "$what"
        else
            failed=1
            echo "$case: $what differs (- expected, + seen)"
            diff -u "$scratch/want.$what" "$scratch/got.$what" | sed 1,2d
        fi
    done
done
exit $failed
