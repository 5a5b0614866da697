#!/bin/sh
# The layout of C files is clang-format's. Skipped where version 14 is not installed:
# others lay out differently.
#
#     tests/checks/format.sh [TREE]
set -u
cd -- "${1:-$(dirname -- "$0")/../..}" || exit 4

for program in clang-format-14 clang-format none; do
    case $($program --version 2>/dev/null) in *" 14."*) break ;; esac
done
if [ "$program" = none ]; then
    echo "skipped: no clang-format 14"
    exit 77
fi

failed=0
for path in $(find src include tests fuzz bench -type f -name '*.[ch]' | sort); do
    "$program" "$path" | cmp -s - "$path" || {
        echo "$path: '$program -i' changes it"
        failed=1
    }
done
exit $failed
