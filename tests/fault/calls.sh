#!/bin/sh
# What if the k-th allocation, read or write of the program fails?
#
#     tests/fault/calls.sh PROGRAM LIBRARY
#
# LIBRARY is failing.c, which says what counts as such a call. One case is one command on
# one model with one kind of call: it is run again and again, another call failing each
# time, until there is none left to fail. Each run either ends as if nothing had failed
# (some failures can be made good), with the same output to the byte, or with status 4
# and a message; what the file of -o held before it then still holds, and nothing else is
# left beside it. The last line counts the cases.
set -u
program=$1
library=$2
here=$(cd -- "$(dirname -- "$0")" && pwd)
good=$here/../formats/good
examples=$here/../../examples

work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
mkdir "$work/notes" "$work/there" "$work/whole"
out=$work/there/out

# Beyond so many calls only some are made to fail, and beyond so many few.
dense=120
thin=1500

passed=0
failed=0

# run COMMAND MODEL: what it says is then in $work, its status in $status
run() {
    # shellcheck disable=SC2086 # a command is several words
    "$program" $1 -o "$out" "$2" >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
}

# wrong WORDS: the run is not as it should be
wrong() {
    is_right=false
    echo "$kind $k of '$1 $(basename "$2")': $3 (status $status)"
    sed 's/^/    /' "$work/stderr"
}

# The last line of standard error is the message, and the only one.
has_message() {
    n=0
    last=
    while IFS= read -r line; do
        last=$line
        case $line in "detente: "?*) n=$((n + 1)) ;; esac
    done <"$work/stderr"
    case $last in "detente: "?*) [ "$n" = 1 ] ;; *) false ;; esac
}

# holds FILE TEXT: it has that one line; an empty text: there is no such file
holds() {
    if [ -z "$2" ]; then
        [ ! -e "$1" ]
    else
        IFS= read -r line <"$1" && [ "$line" = "$2" ]
    fi
}

# The folder has the file of -o in it or nothing.
is_tidy() {
    for left in "$work/there"/*; do
        [ "$left" = "$out" ] || [ ! -e "$left" ] || return 1
    done
}

is_whole() {
    [ "$status" = "$whole_status" ] && cmp -s "$work/stdout" "$work/whole/stdout" &&
        cmp -s "$work/stderr" "$work/whole/stderr" &&
        if [ -e "$work/whole/out" ]; then
            cmp -s "$out" "$work/whole/out"
        else
            holds "$out" "$before"
        fi
}

# judge COMMAND MODEL: a call has failed during the run
judge() {
    if [ "$status" != 4 ]; then
        is_whole || wrong "$@" "neither status 4 nor the whole answer"
    elif ! has_message; then
        wrong "$@" "not one message at the end"
    elif [ -s "$work/stdout" ]; then
        wrong "$@" "something on standard output"
    elif ! holds "$out" "$before"; then
        wrong "$@" "the output file has changed"
    fi
    is_tidy || wrong "$@" "something is left over"
}

# try KIND COMMAND MODEL
try() {
    kind=$1
    shift
    is_right=true
    k=0
    before=
    rm -rf "$work/notes" "$work/there" "$work/whole"
    mkdir "$work/notes" "$work/there" "$work/whole"
    run "$@"
    whole_status=$status
    mv "$work/stdout" "$work/stderr" "$work/whole"
    [ ! -e "$out" ] || mv "$out" "$work/whole"
    while $is_right; do
        step=1
        [ "$k" -lt "$dense" ] || step=9
        [ "$k" -lt "$thin" ] || step=211
        k=$((k + step))
        # Every other time there is a file already.
        rm -f "$out"
        before=
        [ $((k % 2)) = 0 ] || before="what was there"
        [ -z "$before" ] || echo "$before" >"$out"
        export FAULT="$kind" FAULT_AT="$k" FAULT_NOTE="$work/notes/$k" LD_PRELOAD="$library"
        run "$@"
        unset LD_PRELOAD
        [ -e "$FAULT_NOTE" ] || break
        judge "$@"
    done
    # Of reads, writes and allocations each command has some.
    [ "$k" -gt 1 ] || wrong "$@" "nothing has failed"
    if $is_right; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

for model in "$here/models/whole.conflict" "$here/models/ranked.conflict" \
    "$good/whole.json"; do
    for command in check solve "solve --explain 2" "solve --all -v" "solve --limit 2" \
        "solve --state 1" "solve --format json" "solve --format csv" \
        "solve --explain 2 --format json" states "states --format json" \
        "states --format csv" "convert --to json" "convert --to conflict" \
        "convert --to dot"; do
        try allocation "$command" "$model"
        try write "$command" "$model"
    done
    try read check "$model"
done

# What the readers of the formats do, and find wrong.
for model in "$good"/*.gmcr "$good"/*.json "$here"/../formats/broken/[a-f]*.gmcr \
    "$here"/../formats/broken/[f-m]*.json "$here"/models/broken.conflict \
    "$here"/models/disagrees.conflict; do
    try allocation check "$model"
done
try read check "$good/elmira.gmcr"
try allocation "solve --format json" "$good/elmira.gmcr"

try allocation solve "$examples/elmira.conflict"

# Statements about negotiating, and what is wrong with some.
for command in check fmt "convert --to json" "convert --to conflict"; do
    try allocation "$command" "$here/models/talks.conflict"
    try write "$command" "$here/models/talks.conflict"
done
for model in constituencies ratify fallbacks table deals arenas; do
    try allocation check "$here/../lang/$model.conflict"
done

# Statements about intentions, and what is wrong with some.
for command in check fmt "convert --to json" "convert --to conflict"; do
    try allocation "$command" "$here/models/overture.conflict"
    try write "$command" "$here/models/overture.conflict"
done
for model in priors priors-joint tests-likely tests-moves tests-unanswered signals \
    signals-days trusts; do
    try allocation check "$here/../lang/$model.conflict"
done
for model in prior signal test trust turn; do
    try allocation check "$here/../formats/broken/$model-kinds.json"
done

# Tests of intentions, and the games that they make.
for command in "probe -q" "probe -q -v --format json"; do
    try allocation "$command" "$here/models/offer.conflict"
    try write "$command" "$here/models/offer.conflict"
done
try allocation "probe -q" "$here/../cli/probe-certain/valueless.conflict"
try allocation "probe -q --format json" "$examples/reassurance.conflict"

# Game trees, and what is wrong with some.
games=$here/../games/good
for command in game "game --format json" "game --format efg"; do
    try allocation "$command" "$games/beer-quiche.efg"
    try write "$command" "$games/beer-quiche.efg"
done
try allocation "game --lambda 1 --method logit" "$games/beer-quiche.efg"
# Not by linear programs: lp_solve is not equal to finding no memory in mid-work, and so is
# begun only where there is enough (src/games/program.c).
try allocation "game --limit 1 --method lemke --method pure" "$games/sequence-form-stoc94.efg"
try allocation "game --strict" "$games/labels-twice.efg"
try allocation game "$here/../cli/game-bad/sets.efg"
try read game "$games/bluff-deterrence.efg"

# Scenarios. Their paths are words of a command, and so must have no blanks.
cp "$here"/../formats/unsound/sound.* "$here"/../formats/unsound/all-wrong.xml \
    "$here"/../formats/unsound/bid-partial.json "$here"/../formats/unsound/bid-unknown.json \
    "$here"/../formats/unsound/value-single.alone.xml "$work"
for profile in sound all-wrong value-single.alone; do
    try allocation "convert --to conflict --profile $work/sound.xml --profile $work/$profile.xml" \
        "$work/sound.domain.xml"
done
for profile in sound bid-partial bid-unknown; do
    try allocation "convert --to conflict --profile $work/sound.json --profile $work/$profile.json" \
        "$work/sound.domain.json"
done
for to in conflict json; do
    scenario="convert --to $to --profile $work/sound.xml --profile $work/sound.xml"
    try write "$scenario" "$work/sound.domain.xml"
    try read "$scenario" "$work/sound.domain.xml"
    try allocation "$scenario --scale raw" "$work/sound.domain.xml"
done

# One state, without listing any.
state=us.talks,us.price=middle,iran.relief
for command in "solve --state {$state}" "solve --state {$state} --format json" \
    "solve --state {}" "solve --state {$state} --memory 5000"; do
    try allocation "$command" "$here/models/named.conflict"
    try write "$command" "$here/models/named.conflict"
done
for command in "deals --link" "deals --limit 0 -v" "deals --link --format json" \
    "deals --format csv" "deals --deal All"; do
    try allocation "$command" "$here/models/dam.conflict"
    try write "$command" "$here/models/dam.conflict"
done
for command in "deals --points" "deals --points --format json" "deals --points --format csv"; do
    try allocation "$command" "$here/../cli/deals-points/ships.conflict"
    try write "$command" "$here/../cli/deals-points/ships.conflict"
done
try allocation "deals -v" "$here/../cli/deals/dam.conflict"
try allocation "deals --format json" "$here/../cli/deals/dam.conflict"
try allocation "check --as us=hawk" "$here/models/whole.conflict"
for model in whole ranked broken disagrees; do
    try allocation fmt "$here/models/$model.conflict"
done
try write fmt "$here/models/whole.conflict"
try read fmt "$here/models/whole.conflict"
try allocation "check --format json" "$here/models/broken.conflict"
try write "check --format json" "$here/models/broken.conflict"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
