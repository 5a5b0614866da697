#!/bin/sh
# A case of the benchmarks prints lines of the columns that its first line names: names,
# then numbers above zero, or '-' where a column does not apply.
#
#     tests/bench/smoke.sh PROGRAM CASE SIZE
set -u

"$1" "$2" "$3" | awk '
NR == 1 { n_columns = NF; next }
{
    lines++
    if (NF != n_columns || NF != 12)
        fail("has " NF " columns, not " n_columns)
    for (i = 3; i <= NF; i++)
        if ($i != "-" && $i !~ /^[0-9]+([.][0-9]+)?$/)
            fail("has \"" $i "\" where a number should be")
    if ($8 == "-" || $9 + 0 <= 0 || $10 + 0 <= 0)
        fail("has no total, speed or memory")
}
function fail(why) { print; print "this line " why; failed = 1 }
END {
    if (!lines)
        print "no measurement"
    exit failed || !lines
}'
