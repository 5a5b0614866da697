#!/bin/sh
# Each public header compiles alone, as C and as C++, and is installed.
#
#     tests/checks/headers.sh [TREE]     (CC and CXX name the compilers)
set -u
cd -- "${1:-$(dirname -- "$0")/../..}" || exit 4

flags="-Iinclude -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only"
failed=0

# compiles LANGUAGE STANDARD COMPILER HEADER
compiles() {
    # shellcheck disable=SC2086 # flags are several words
    printf '#include <%s>\n#include <%s>\ntypedef int not_empty;\n' "$4" "$4" |
        $3 -x "$1" "-std=$2" $flags - || {
        echo "$4 does not compile alone as $1"
        failed=1
    }
}

n=0
for path in include/detente/*.h; do
    header=${path#include/}
    n=$((n + 1))
    compiles c c17 "${CC:-cc}" "$header"
    compiles c c11 "${CC:-cc}" "$header"
    if command -v "${CXX:-c++}" >/dev/null; then
        compiles c++ c++11 "${CXX:-c++}" "$header"
    else
        echo "skipped as C++: no ${CXX:-c++}"
    fi
    grep -q "^ *$header)*\$" include/CMakeLists.txt || {
        echo "$header is not listed in include/CMakeLists.txt"
        failed=1
    }
done
[ "$n" -gt 0 ] || failed=1
exit $failed
