#!/bin/sh
# The checks are able to fail: each passes on a small sound tree, and names the fault
# when the tree is spoilt in the way that it is there to find.
#
#     tests/checks/self.sh     (CC and PYTHON name the compiler and the interpreter)
set -u
here=$(cd -- "$(dirname -- "$0")" && pwd)
runner=$here/../cli/run.sh
scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM
tree=$scratch/tree
passed=0
failed=0

sound_tree() {
    rm -rf "$tree"
    mkdir -p "$tree/include/detente" "$tree/src/base" "$tree/src/lang" "$tree/src/cli" \
        "$tree/tests" "$tree/bench" "$tree/fuzz"
    cat >"$tree/include/detente/add.h" <<'END'
#ifndef ADD_H
#define ADD_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
#define DT_API __attribute__((visibility("default")))
#define DT_MUST_USE __attribute__((warn_unused_result))
/** @brief Not dt_wrong(): the sum. */
DT_API DT_MUST_USE uint32_t dt_add(uint32_t a,
                                   uint32_t b);
#ifdef __cplusplus
}
#endif
#endif
END
    printf '#include "base/add.h"\nuint32_t dt_add(uint32_t a, uint32_t b)\n%s\n' \
        '{ return a + b; } /* malloc( */' >"$tree/src/base/add.c"
    echo '#include <detente/add.h>' >"$tree/src/base/add.h"
    echo '#include "base/add.h"' >"$tree/src/lang/read.c"
    echo '#include <detente/add.h>' >"$tree/src/cli/main.c"
    echo '    detente/add.h)' >"$tree/include/CMakeLists.txt"
    echo 'target_sources(x PRIVATE add.c)' >"$tree/src/base/CMakeLists.txt"
    echo 'target_sources(x PRIVATE read.c)' >"$tree/src/lang/CMakeLists.txt"
    echo 'set(sources main.c)' >"$tree/src/cli/CMakeLists.txt"
}

# check NAME: run one check over the tree
check() {
    case $1 in
    lengths) "${PYTHON:-python3}" "$here/lengths.py" "$tree" ;;
    symbols)
        objects=
        for source in "$tree"/src/base/*.c; do
            ${CC:-cc} -fPIC -fvisibility=hidden -I"$tree/src" -I"$tree/include" \
                -c "$source" -o "$source.o" || return
            objects="$objects $source.o"
        done
        # shellcheck disable=SC2086 # several names
        ${CC:-cc} -shared -o "$tree/lib.so" $objects && rm -f "$tree/lib.a" &&
            ar rc "$tree/lib.a" $objects &&
            sh "$here/symbols.sh" "$tree/lib.so" "$tree/lib.a" "$tree"
        ;;
    *) sh "$here/$1.sh" "$tree" ;;
    esac
}

# count FAULT STATUS: one expectation was met or not
count() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1"
        cat "$scratch/said"
    fi
}

# passes NAME: the check is content with the tree
passes() {
    check "$1" >"$scratch/said" 2>&1
    count "$1 does not pass a sound tree" $?
}

# finds NAME WORDS: it is not, and says so in these words
finds() {
    check "$1" >"$scratch/said" 2>&1
    status=$?
    [ $status = 1 ] && grep -q -e "$2" "$scratch/said"
    count "$1 does not find: $2" $?
    sound_tree
}

# many N LINE...: the lines, N times
many() {
    n=$1
    shift
    while [ "$n" -gt 0 ]; do
        printf '%s\n' "$@"
        n=$((n - 1))
    done
}

sound_tree
for name in layers names listed headers lengths symbols; do
    passes $name
done

echo '#include "lang/lexer.h"' >"$tree/src/base/up.c"
finds layers 'up.c:1: lang/lexer.h lies above base'
echo '#include "base/add.h"' >"$tree/src/cli/peek.c"
finds layers 'peek.c:1: base/add.h is private'
echo '#include "base/add.h"' >"$tree/include/detente/leak.h"
finds layers 'leak.h:1: base/add.h is private'
echo '# include <jansson.h>' >"$tree/include/detente/third.h"
finds layers 'third.h:1: jansson.h may not'
echo '#include "add.h"' >"$tree/src/base/short.c"
finds layers 'short.c:1: add.h must be written'
mkdir "$tree/src/web" && echo 'int x;' >"$tree/src/web/page.c"
finds layers 'page.c: the folder has no place'

echo 'void *f(void) { return malloc (1); }' >"$tree/src/lang/grab.c"
finds names 'grab.c:1: malloc'
echo 'int f(char *s) { /* why */ return atoi(s); }' >"$tree/src/base/number.c"
finds names 'number.c:1: atoi'
echo 'void f(void) { fputs("x", stderr); }' >"$tree/src/base/noise.c"
finds names 'noise.c:1: stderr'
echo 'static _Thread_local int x;' >"$tree/src/base/state.c"
finds names 'state.c:1: no hidden state'

echo 'int x;' >"$tree/src/base/lost.c"
finds listed 'src/base/lost.c is not listed'
echo 'int x;' >"$tree/tests/lost.c" && echo '# lost.c' >"$tree/tests/CMakeLists.txt"
finds listed 'tests/lost.c is not listed'

echo 'uint32_t dt_f(void);' >"$tree/include/detente/needy.h"
finds headers 'needy.h does not compile alone as c$'
echo 'int class;' >"$tree/include/detente/plus.h"
if command -v "${CXX:-c++}" >/dev/null; then
    finds headers 'plus.h does not compile alone as c++'
fi
echo 'int x;' >"$tree/include/detente/hidden.h"
finds headers 'hidden.h is not listed in include'

{ echo 'void f(void)' && echo '{' && many 90 '    g();' && echo '}'; } >"$tree/src/lang/a.c"
finds lengths 'a.c: f: 92 lines'
many 9 'void f(void)' '{' 'g();' 'g();' 'g();' 'g();' 'g();' 'g();' 'g();' 'g();' 'g();' \
    'g();' 'g();' '}' >"$tree/src/lang/a.c"
finds lengths 'half of all functions are over 12'
echo 'void f(void) { for (;;) if (x) while (y) if (z) g(); }' >"$tree/src/lang/a.c"
finds lengths 'a.c: f: nested 4 deep'
echo 'void f(int a, int b, int c, int d, int e, int f, int (*g)(int, int)) {}' \
    >"$tree/src/lang/a.c"
finds lengths 'a.c: f: 7 parameters'
many 601 'int x;' >"$tree/src/lang/a.c"
finds lengths 'a.c: over 600 lines'

echo '__attribute__((visibility("default"))) int dt_extra(void) { return 1; }' \
    >"$tree/src/base/extra.c"
finds symbols 'dt_extra is exported and no'
echo '__attribute__((visibility("default"))) int helper(void) { return 1; }' \
    >"$tree/src/base/extra.c"
finds symbols 'helper is exported and does not begin'
echo 'DT_API void dt_promise(void);' >>"$tree/include/detente/add.h"
finds symbols 'dt_promise is declared'
echo 'int f(void); int f(void) { static int calls; return calls++; }' \
    >"$tree/src/base/count.c"
finds symbols 'calls.* is a writable global'

# The runner of the golden tests.
golden() {
    rm -rf "$scratch/case"
    mkdir "$scratch/case"
    printf '%s\n' "$1" >"$scratch/case/cmd"
    printf '%b' "$2" >"$scratch/case/stdout"
    sh "$runner" /bin/sh "$scratch/case" >"$scratch/said" 2>&1
}
golden 'echo one; echo two; echo three' 'one\n...\nthree\n'
count "golden: dots stand for a line" $?
golden 'echo a; echo b; echo a; echo c' '...\na\nc\n...\n'
count "golden: dots are tried again" $?
! golden 'echo one; echo two' '...\nthree\n'
count "golden: what follows dots counts" $?
! golden 'printf one' 'one\n'
count "golden: the last line's end counts" $?
! golden 'echo one; exit 3' 'one\n'
count "golden: the exit status counts" $?
! golden 'echo one; echo oops >&2' 'one\n'
count "golden: messages count" $?

echo "$passed passed, $failed failed"
[ $failed = 0 ]
