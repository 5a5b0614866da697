#!/bin/sh
# The tests of the contract are able to fail: they pass two small models, and find what is
# wrong when the program's answers are spoilt on their way.
#
#     tests/contract/doubt.sh PYTHON PROGRAM ROOT
set -u
here=$(cd -- "$(dirname -- "$0")" && pwd)
python=$1 program=$2 root=$3
scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM
passed=0
failed=0

# A small tree beside the true documents, and a program that spoils what the true one says.
tree=$scratch/tree
mkdir -p "$tree/examples" "$tree/tests/formats/good" "$tree/tests/formats/broken" \
    "$tree/tests/lang" "$tree/src/base"
ln -s "$root/docs" "$tree/docs"
ln -s "$root/src/base/findings.def" "$tree/src/base/findings.def"
cat >"$tree/examples/drivers.conflict" <<'END_OF_MODEL'
actor ann { option swerve }
actor bob { option swerve }
prefer ann { not (not ann.swerve and not bob.swerve); bob.swerve; not ann.swerve }
prefer bob { not (not ann.swerve and not bob.swerve); ann.swerve; not bob.swerve }
type ann.bold { prefer { not ann.swerve } }
status quo { }
END_OF_MODEL
cat >"$tree/tests/lang/broken.conflict" <<'END_OF_MODEL'
actor ann { option swerve }
prefer ann { swerf }
prefer ann {
END_OF_MODEL
cat >"$scratch/spoiler" <<'END_OF_PROGRAM'
#!/bin/sh
"$TRUE_PROGRAM" "$@" >"$SPOILT"
status=$?
sed -e "$SPOIL" "$SPOILT"
exit $status
END_OF_PROGRAM
chmod +x "$scratch/spoiler"
TRUE_PROGRAM=$program SPOILT=$scratch/answer
export TRUE_PROGRAM SPOILT

# finds TEST CLAIM SPOIL: the test fails when each answer goes through `sed -e SPOIL`
finds() {
    SPOIL=$3 "$python" "$here/$1.py" "$scratch/spoiler" "$tree" >"$scratch/said" 2>&1
    if [ $? = 1 ] && grep -q -x '0 passed, 1 failed' "$scratch/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not found: $1: $2"
        cat "$scratch/said"
    fi
}

# passes TEST: what is not spoilt
passes() {
    if SPOIL= "$python" "$here/$1.py" "$scratch/spoiler" "$tree" >"$scratch/said" 2>&1 &&
        grep -q -x '1 passed, 0 failed' "$scratch/said"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1: what is not spoilt does not pass"
        cat "$scratch/said"
    fi
}
passes answers
passes findings

# Schemas.
finds answers "a member is missing" '/"engine"/d'
finds answers "a member too many" 's/"number": 1,/"number": 1, "colour": "red",/'
finds answers "a member of the wrong kind" 's/"number": 1,/"number": "1",/'
finds answers "a member twice" 's/"number": 1,/"number": 1, "number": 1,/'
finds answers "a word that is none of those" 's/"engine": "[a-z]*"/"engine": "magic"/'
finds answers "half an answer" '$d'
finds answers "no line feed at the end" '$s/}$/}\n /'

# What every answer carries.
finds answers "another hash" 's/"sha256": "[0-9a-f]\{8\}/"sha256": "00000000/'
finds answers "another version" 's/"version": "[0-9.]*"/"version": "99.0.0"/'
finds answers "who is of which type" 's/"ann": "bold"/"ann": "shy"/'

# States, ranks, verdicts.
finds answers "a state left out" '/"number": 2,/d'
finds answers "choices in another order" \
    's/"\(ann.swerve\)": \("[a-z]*"\), "\(bob.swerve\)": \("[a-z]*"\)/"\3": \4, "\1": \2/'
finds answers "a level that there is not" 's/"bob.swerve": "no"/"bob.swerve": "never"/'
finds answers "a rank left out" 's/"rank": {"ann": 4/"rank": {"ann": 5/'
finds answers "a status quo beyond the last state" 's/"status_quo": 1/"status_quo": 9/'
finds answers "stable states in another order" 's/\[2, 3, 4\]/[3, 2, 4]/'
finds answers "an equilibrium too many" '/"equilibria"/,$s/"nash": \[2/"nash": [1, 2/'
finds answers "an equilibrium too few" '/"equilibria"/,$s/"gmr": \[2, /"gmr": [/'
finds answers "concepts that do not imply one another" \
    '/"sseq": {/,/}/s/\[2, 3\]/[1, 2, 3]/;s/"sseq": \[2, 3\]/"sseq": [1, 2, 3]/'

# CSV beside JSON.
finds answers "a choice in CSV" 's/^3,no,/3,yes,/'
finds answers "a verdict in CSV" 's/^\(2,yes,no,1,\)1,/\10,/'
finds answers "a rank in CSV" 's/^1,no,no,4,/1,no,no,3,/'
finds answers "a line too few in CSV" '/^4,/d'

# Explanations.
finds answers "a verdict explained" 's/"stable": {"nash": false/"stable": {"nash": true/'
finds answers "an answer that deters nobody" \
    's/"gmr": {"deters": true/"gmr": {"deters": false/'
finds answers "an improvement that is none" 's/"to": 3,$/"to": 4,/'
finds answers "a chain that starts elsewhere" 's/"from": 3, "to": 1/"from": 2, "to": 1/'
finds answers "an actor that answers itself" 's/"mover": "bob"/"mover": "ann"/'
finds answers "an escape from what deters" 's/"escape": null/"escape": 2/'

# Deals.
finds answers "a deal left out of the zone" 's/"in_zone": true,/"in_zone": false,/'
finds answers "an actor that signs against its own voice" 's/{"signs": true/{"signs": false/'
finds answers "a zone larger than what suits one side" 's/"zone": 4,/"zone": 5,/'
finds answers "a deal that would not hold" '/"hold"/,/}/s/"nash": "stable"/"nash": "unstable"/'
finds answers "another deal in CSV" 's/^1,efficient,yes/1,efficient,no/'

# Intentions, in a model of their own.
whole=$tree
tree=$scratch/offer
mkdir -p "$tree/examples"
ln -s "$root/docs" "$tree/docs"
cp "$root/tests/fault/models/offer.conflict" "$tree/examples"
passes answers
finds answers "worlds that are too likely together" 's/"now": 0.[0-9]*/"now": 0.9/'
finds answers "beliefs after a signal that do not add up" '/"steps"/,/"advice"/s/"kind": 0.[0-9]*/"kind": 0.99/'
finds answers "more from an answer than from knowing all" 's/"evpi": [0-9.]*/"evpi": -1/'
finds answers "answers that do not add up" 's/^ *"p": 0.6[0-9]*,/"p": 0.1,/'
finds answers "a risk that is not the sum of its parts" 's/"trap": [0-9.]*/"trap": 77/'
finds answers "another test that is best" 's/"best": "talks"/"best": null/'
finds answers "a state that holds by one concept, and not by a weaker one" \
    's/"gmr": 1, "smr": 1/"gmr": 0.1, "smr": 1/'

# A game.
tree=$scratch/game
mkdir -p "$tree/tests/games/good"
ln -s "$root/docs" "$tree/docs"
cp "$root/tests/games/good/beer-quiche.efg" "$tree/tests/games/good"
passes answers
finds answers "a regret" 's/"regret": 0,/"regret": 0.5,/'
finds answers "a Bayes error" 's/"bayes_error": 0/"bayes_error": 0.5/'
finds answers "choices that do not add up" 's/"p": \[1, 0\]/"p": [1, 1]/'
finds answers "beliefs that do not add up" 's/"belief": \[0.1, 0.9\]/"belief": [0.1, 0.8]/'
finds answers "a method that there is not" 's/"method": "lemke"/"method": "magic"/'
tree=$whole

# Findings.
finds findings "a place before the first line" 's/"line": [0-9]*/"line": 0/'
finds findings "an end before the beginning" 's/"end_column": [0-9]*/"end_column": 1/'
finds findings "a kind that there is not" 's/"id": "syntax"/"id": "spelling"/'
finds findings "an error called a warning" 's/"severity": "error"/"severity": "warning"/'
finds findings "a verdict that errors contradict" 's/"sound": false/"sound": true/'
finds findings "another file" 's/^  "file": "[^"]*"/  "file": "other.conflict"/'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
