#!/bin/sh
# What if the system refuses: a full disk, a closed pipe, a file that cannot be read?
#
#     tests/fault/system.sh PROGRAM
#
# Each case ends with status 4 and a message as the only line, or else the last, of
# standard error; of the file of -o nothing is written, and nothing else is left beside
# it. The last line counts the cases.
set -u
program=$1
here=$(cd -- "$(dirname -- "$0")" && pwd)
model=$here/models/ranked.conflict

work=$(mktemp -d) || exit 4
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 4
cp "$model" model.conflict
passed=0
failed=0

# wrong WORDS
wrong() {
    is_right=false
    echo "$name: $1 (status $status)"
    sed 's/^/    /' stderr
}

# judge NAME STATUS MESSAGE: how the case went; the message is a pattern
judge() {
    name=$1
    status=$2
    is_right=true
    message=$(tail -n 1 stderr)
    [ "$status" = 4 ] || wrong "another status than 4"
    # shellcheck disable=SC2254 # a pattern
    case $message in "detente: "$3) ;; *) wrong "not the message '$3'" ;; esac
    [ "$(grep -c '^detente: ' stderr)" = 1 ] || wrong "not one message"
    [ ! -e there ] || [ -z "$(find there -type f ! -name kept)" ] ||
        wrong "something is left over"
    [ ! -e there/kept ] || [ "$(cat there/kept)" = "what was there" ] ||
        wrong "the output file has changed"
    rm -rf there
    if $is_right; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

commands="check solve states fmt convert"

# words COMMAND: the command with what else it needs
words() {
    case $1 in convert) echo "convert --to json" ;; *) echo "$1" ;; esac
}

# ---- writes ----------------------------------------------------------------------

for command in $commands; do
    # shellcheck disable=SC2046 # a command is several words
    set -- $(words "$command") model.conflict

    "$program" "$@" >/dev/full 2>stderr
    judge "$command: a full disk" $? "cannot write to standard output: *"

    "$program" "$@" >&- 2>stderr
    judge "$command: a closed output" $? "cannot write to standard output: *"

    # The reader is gone before the first byte.
    mkfifo pipe
    : <pipe &
    {
        wait $!
        "$program" "$@" 2>stderr
        echo $? >status
    } >pipe
    judge "$command: a closed pipe" "$(cat status)" "cannot write to standard output: *"
    rm pipe

    "$program" "$@" -o /dev/full 2>stderr
    judge "$command -o: a full disk" $? "cannot write to '/dev/full': *"

    # The limit is on every file, hence the pipe for the message.
    mkdir there
    {
        (ulimit -f 0 && exec "$program" "$@" -o there/new 2>&1)
        echo "status $?"
    } | cat >both
    grep -v '^status ' both >stderr
    judge "$command -o: no room" "$(sed -n 's/^status //p' both)" \
        "cannot write to 'there/new': *"

    mkdir there
    echo "what was there" >there/kept
    {
        (ulimit -f 0 && exec "$program" "$@" -o there/kept 2>&1)
        echo "status $?"
    } | cat >both
    grep -v '^status ' both >stderr
    judge "$command -o: no room, a file is there" "$(sed -n 's/^status //p' both)" \
        "cannot write to 'there/kept': *"

    "$program" "$@" -o nowhere/new 2>stderr
    judge "$command -o: no such folder" $? "cannot create 'nowhere/new': *"

    mkdir there
    "$program" "$@" -o there 2>stderr
    judge "$command -o: a folder" $? "cannot open 'there': *"
done

for words in --version help "help solve" "solve --help"; do
    # shellcheck disable=SC2086 # several words
    "$program" $words >/dev/full 2>stderr
    judge "$words: a full disk" $? "cannot write to standard output: *"
done

# The last byte counts as much as the first: more than a buffer is written.
"$program" states --limit 0 "$here/models/whole.conflict" >/dev/full 2>stderr
judge "states: a full disk, more than a buffer" $? "cannot write to standard output: *"

# ---- reads -----------------------------------------------------------------------

for command in $commands; do
    # shellcheck disable=SC2046 # a command is several words
    set -- $(words "$command")
    mkdir there
    echo "what was there" >there/kept

    "$program" "$@" nowhere.conflict -o there/kept 2>stderr
    judge "$command: no such file" $? "cannot open 'nowhere.conflict': *"

    mkdir folder.conflict
    "$program" "$@" folder.conflict 2>stderr
    judge "$command: a folder" $? "cannot read 'folder.conflict': *"
    rmdir folder.conflict

    "$program" "$@" - <&- 2>stderr
    judge "$command: a closed input" $? "cannot read 'standard input': *"
done

# The beginning of the memory of a process is nobody's: an error behind the opening.
if [ -e /proc/self/mem ]; then
    "$program" check /proc/self/mem 2>stderr
    judge "check: an error of reading" $? "cannot read '/proc/self/mem': *"

    "$program" check model.conflict -o /proc/new 2>stderr
    judge "check -o: no place for files" $? "cannot create '/proc/new': *"
fi

# Nobody is hindered by the rights of a file who may do everything.
if [ "$(id -u)" != 0 ]; then
    cp model.conflict secret.conflict
    chmod 0 secret.conflict
    "$program" check secret.conflict 2>stderr
    judge "check: an unreadable file" $? "cannot open 'secret.conflict': *"

    mkdir there
    echo "what was there" >there/kept
    chmod 500 there
    "$program" check model.conflict -o there/new 2>stderr
    status=$?
    chmod 700 there
    judge "check -o: a folder that cannot be written to" $status "cannot create 'there/new': *"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
