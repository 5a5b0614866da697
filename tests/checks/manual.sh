#!/bin/sh
# The manual page and the documents name all that there is, and the page nothing else.
#
#     tests/checks/manual.sh DETENTE [TREE]
#
#  - each command has a part of its own in the page, which lists just its options;
#  - each option is explained under OPTIONS, with its short form, its argument's words;
#  - the tutorial names each command and option;
#  - the reference of the language names each statement, reserved word and finding;
#  - the page, the changelog and the program say the same version.
set -u
[ $# -ge 1 ] || {
    echo "usage: manual.sh DETENTE [TREE]" >&2
    exit 2
}
program=$(cd -- "$(dirname -- "$1")" && pwd)/$(basename -- "$1")
cd -- "${2:-$(dirname -- "$0")/../..}" || exit 4
scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 4' HUP INT TERM
failed=0

wrong() {
    echo "$*"
    failed=1
}

# has FILE WORDS: they stand there, and no longer word of which they are a part
has() {
    awk -v words="$2" '
        function is_part(c) { return c ~ /[A-Za-z0-9_-]/ }
        {
            line = " " $0 " "
            for (at = 1; i = index(substr(line, at), words); at += i)
                if (!is_part(substr(line, at + i - 2, 1)) &&
                    !is_part(substr(line, at + i - 1 + length(words), 1)))
                    found = 1
        }
        END { exit !found }' "$1"
}

# The page as plain text, without requests and escapes; headings keep theirs.
sed -e 's/\\f[A-Z]//g' -e 's/\\-/-/g' -e '/^\.\\"/d' docs/detente.1 >"$scratch/page"

# part HEADING: what stands below it, up to the next one
part() {
    awk -v heading="$1" '/^\.S[HS]/ { inside = $0 == heading; next } inside' \
        "$scratch/page"
}

# names: the long options that the text names, one a line
names() {
    grep -o -e '--[a-z][a-z-]*' | sort -u
}

part '.SH OPTIONS' >"$scratch/options"
"$program" help >"$scratch/help" || wrong "the program gives no help"
commands=$(sed -n 's/^  detente \([a-z][a-z]*\).*/\1/p' "$scratch/help")
[ -n "$commands" ] || wrong "the help names no commands"
echo --version >"$scratch/all"

for command in $commands; do
    part ".SS $command" >"$scratch/part"
    [ -s "$scratch/part" ] || wrong "docs/detente.1 has no part '$command'"
    has docs/tutorial.md "detente $command" ||
        wrong "docs/tutorial.md does not name 'detente $command'"
    [ "$command" != help ] || continue
    "$program" help "$command" | grep '^  [ -][ a-z][ ,]* *--' >"$scratch/lines"
    names <"$scratch/lines" >"$scratch/wanted"
    [ -s "$scratch/wanted" ] || wrong "'detente help $command' lists no options"
    sed -n '/^Options:/,$p' "$scratch/part" | names >"$scratch/listed"
    diff "$scratch/wanted" "$scratch/listed" >"$scratch/difference" ||
        wrong "docs/detente.1, $command: the options differ (< program, > page)" \
            "$(cat "$scratch/difference")"
    cat "$scratch/wanted" >>"$scratch/all"
    # Short forms, and the words that an argument may be.
    sed -n 's/^  \(-[a-z]\), --.*/\1/p' "$scratch/lines" >>"$scratch/more"
    sed -n 's/^ .*--[a-z]* \([a-z]*|[a-z|]*\).*/\1/p' "$scratch/lines" | tr '|' '\n' \
        >>"$scratch/more"
done

sort -u "$scratch/all" "$scratch/more" >"$scratch/words"
while read -r word; do
    has "$scratch/options" "$word" || wrong "docs/detente.1 does not explain $word"
    has docs/tutorial.md "$word" || wrong "docs/tutorial.md does not name $word"
done <"$scratch/words"
sort -u -o "$scratch/all" "$scratch/all"
names <"$scratch/page" | comm -23 - "$scratch/all" >"$scratch/stale"
while read -r word; do
    wrong "docs/detente.1 names $word, which no command takes"
done <"$scratch/stale"

# Statements, `{"actor", ..., dt_parse_actor}`; reserved words, between the braces of their
# array; findings.
grep -h -o '{"[a-z]*", [^}]*parse_' src/lang/*.c | cut -d '"' -f 2 >"$scratch/statements"
sed -n '/reserved\[\] = {/,/};/p' src/lang/*.c | grep -o '"[a-z]*"' | tr -d '"' \
    >"$scratch/reserved"
sed -n 's/^DT_FINDING(\([a-z_]*\),.*/\1/p' src/base/findings.def >"$scratch/findings"
for what in statements reserved findings; do
    [ -s "$scratch/$what" ] || wrong "no $what found in the sources"
    while read -r word; do
        has docs/language.md "$word" ||
            wrong "docs/language.md does not name '$word', one of the $what"
    done <"$scratch/$what"
done

version=$("$program" --version)
has "$scratch/page" "$version" || wrong "docs/detente.1 is not of $version"
has CHANGELOG.md "${version#detente }" || wrong "CHANGELOG.md has no ${version#detente }"

if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning docs/detente.1 || wrong "mandoc is not content"
fi
exit $failed
