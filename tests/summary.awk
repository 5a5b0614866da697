# What a run of `ctest --verbose` says: first the whole output of each test that failed,
# then a line "passed N failed N skipped N" with the totals.
#
# A cmocka program counts as the tests it ran, as does any other program whose output
# has a line "N passed, N failed"; all else counts as one test.

# A line of output: "NUMBER: text".
/^[0-9]+: / {
    number = $1 + 0
    text = substr($0, index($0, ":") + 2)
    output[number] = output[number] "    " text "\n"
    if (text ~ /^\[  PASSED  \] [0-9]+ test/)
        passed[number] += digits(text)
    else if (text ~ /^\[  FAILED  \] [0-9]+ test/)
        failed[number] += digits(text)
    else if (text ~ /^\[  SKIPPED \] [0-9]+ test/)
        skipped[number] += digits(text)
    else if (text ~ /^([a-z]+: )?[0-9]+ passed, [0-9]+ failed/) {
        sub(/^[a-z]+: /, "", text)
        split(text, word, " ")
        passed[number] += word[1]
        failed[number] += word[3]
    }
}

# The outcome: "12/34 Test #7: unit.arena .....   Passed    0.01 sec".
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    split($0, part, "#")
    number = part[2] + 0
    if ($0 ~ /\*\*\*Skipped/) {
        skipped[number]++
        print "skipped: " part[2] reason(number)
    } else if ($0 !~ / Passed +[0-9.]+ sec/) {
        if (!failed[number])
            failed[number] = 1
        print "failed: " part[2] "\n" output[number]
    } else if (!passed[number]) {
        passed[number] = 1
    }
    all_passed += passed[number]
    all_failed += failed[number]
    all_skipped += skipped[number]
}

END {
    print "passed", all_passed + 0, "failed", all_failed + 0, "skipped", all_skipped + 0
}

function digits(text)
{
    gsub(/[^0-9]/, "", text)
    return text + 0
}

function reason(number)
{
    return output[number] == "" ? "" : "\n" output[number]
}
