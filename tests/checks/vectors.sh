#!/bin/sh
# The inner loops of the dense engine are made of vector instructions: the compiler has
# to find them by itself, and a harmless change of the source may hide them from it.
#
#     tests/checks/vectors.sh OBJECT    kernels.c, compiled for wide vectors
set -u

# What each kernel must have at least once, by the 32 bytes; `improvements` works on
# single pairs, half a small vector, where no choice is one-way.
wanted='order_lanes vpmaxud ymm
improvements vpminud xmm
improvements vpminud ymm
lift vpmaxud ymm
lift_states vpmaxud ymm
moves vpminud ymm
no_better vpminud ymm
pair_up vpcmpeqd ymm
take_apart vpminud ymm'

listing=$(objdump -d --no-show-raw-insn "$1") || exit 1
printf '%s\n' "$wanted" | {
    missing=0
    while read -r kernel instruction register; do
        printf '%s\n' "$listing" | awk -v kernel="<$kernel>:" -v instruction="$instruction" \
            -v register="%$register" '
            $2 ~ /^<.*>:$/ { inside = $2 == kernel }
            inside && $2 == instruction && index($0, register) { found = 1 }
            END { exit !found }' || {
            echo "$kernel has no $instruction on $register registers"
            missing=1
        }
    done
    exit $missing
}
