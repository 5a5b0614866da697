#!/bin/sh
# The commands of `./run demo` are clean under valgrind: no bad access, no leak.
#
#     tests/checks/valgrind.sh BINARY
set -u
program=$1
cd -- "$(dirname -- "$0")/../.." || exit 4

command -v valgrind >/dev/null || {
    echo "skipped: no valgrind"
    exit 77
}

# clean ARGUMENTS...
clean() {
    valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite,indirect \
        --error-exitcode=99 "$program" "$@" >/dev/null || {
        echo "valgrind: detente $* ended with $?"
        exit 1
    }
}

model=examples/us-iran-2013.conflict
clean check "$model"
clean states "$model"
clean solve "$model"
clean solve --explain 1 "$model"
clean fmt "$model"
