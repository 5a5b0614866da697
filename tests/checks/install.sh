#!/bin/sh
# What is installed works: the program runs, and others find the library through
# pkg-config and through CMake.
#
#     tests/checks/install.sh BUILD_DIRECTORY     (CC names the compiler)
set -eu
build=$1
cd -- "$(dirname -- "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM

prefix=$scratch/prefix
model=examples/us-iran-2013.conflict
cmake --install "$build" --prefix "$prefix" >"$scratch/log"

"$prefix/bin/detente" --version
"$prefix/bin/detente" check "$model" >/dev/null

# The library folder may be lib, lib64 or lib/TRIPLE.
package=$(find "$prefix" -name detente.pc)
PKG_CONFIG_PATH=$(dirname "$package")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
# shellcheck disable=SC2046 # flags are several words
${CC:-cc} -std=c17 tests/install/main.c $(pkg-config --cflags --libs detente) \
    -o "$scratch/embedder"
"$scratch/embedder" "$model"

{
    cmake -S tests/install -B "$scratch/build" -DCMAKE_C_COMPILER="${CC:-cc}" \
        -DCMAKE_PREFIX_PATH="$prefix"
    cmake --build "$scratch/build"
} >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    exit 1
}
unset LD_LIBRARY_PATH
"$scratch/build/embedder" "$model"
"$scratch/build/embedder-static" "$model"
