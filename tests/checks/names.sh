#!/bin/sh
# Functions that may not be called, and where.
#
#     tests/checks/names.sh [TREE]
#
# A line is let through by a comment on it: /* allowed: why */.
set -u
cd -- "${1:-$(dirname -- "$0")/../..}" || exit 4

# shellcheck disable=SC2046 # no file of ours has a blank in its name
awk '
function ban(names, places, why,    list, n, i)
{
    n = split(names, list, " ")
    for (i = 1; i <= n; i++) {
        banned[list[i]] = why
        where[list[i]] = places
    }
}

BEGIN {
    # names, the places where they are allowed all the same, reason
    ban("gets strcpy strcat sprintf vsprintf strncpy strncat", "",
        "knows no limit; use dt_text")
    ban("atoi atol atoll atof strtod strtof scanf sscanf fscanf", "",
        "hides errors or asks the locale; use dt_decimal")
    ban("strtok alloca setjmp longjmp signal system popen rand srand random", "",
        "keeps hidden state or is unsafe")
    ban("setlocale getenv time clock localtime gmtime", "src/cli/ tests/ bench/",
        "makes the answer depend on more than the input")
    ban("malloc calloc realloc strdup strndup", "src/base/ tests/ fuzz/ bench/",
        "memory comes from src/base (arena, text)")
    ban("exit _exit _Exit quick_exit abort", "src/cli/ tests/ fuzz/ bench/",
        "the library returns a status")
    ban("printf puts putchar perror vprintf", "src/cli/ tests/ fuzz/ bench/",
        "the library never prints; use a dt_sink")
    ban("stdout stderr", "src/cli/ tests/ fuzz/ bench/",
        "the library never prints; use a dt_sink")
    ban("stdin", "src/cli/ src/formats/ tests/ fuzz/ bench/",
        "models are read in one place")
}

# The line without strings, character constants and comments.
function code_of(line,    out, c, i, quote)
{
    out = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (in_comment) {
            if (substr(line, i, 2) == "*/") { in_comment = 0; i++ }
        } else if (quote != "") {
            if (c == "\\") i++
            else if (c == quote) quote = ""
        } else if (substr(line, i, 2) == "/*") {
            in_comment = 1; i++
        } else if (substr(line, i, 2) == "//") {
            break
        } else if (c == "\"" || c == "\047") {
            quote = c
            out = out " "
        } else {
            out = out c
        }
    }
    return out
}

function is_allowed(places,    list, n, i)
{
    n = split(places, list, " ")
    for (i = 1; i <= n; i++)
        if (index(FILENAME, list[i]) == 1)
            return 1
    return 0
}

FNR == 1 { files++; in_comment = 0 }

{
    line = code_of($0)
    n = split(line, word, /[^A-Za-z0-9_]+/)
    for (i = 1; i <= n; i++)
        if (word[i] in banned && !is_allowed(where[word[i]]) && $0 !~ /allowed:/ &&
            line ~ ("(^|[^A-Za-z0-9_.>])" word[i] "([^A-Za-z0-9_]|$)") &&
            (word[i] ~ /^std(in|out|err)$/ || line ~ (word[i] "[ \t]*\\("))) {
            printf "%s:%d: %s: %s\n", FILENAME, FNR, word[i], banned[word[i]]
            failed = 1
        }
    if (line ~ /thread_local|_Thread_local/) {
        printf "%s:%d: no hidden state: no thread-locals\n", FILENAME, FNR
        failed = 1
    }
}

END {
    if (!files) {
        print "no files found"
        failed = 1
    }
    exit failed
}' $(find src include tests bench fuzz -type f -name '*.[ch]' | sort)
