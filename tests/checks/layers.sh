#!/bin/sh
# Who may include whom.
#
#     tests/checks/layers.sh [TREE]
#
# A file of src/ includes standard headers, public headers, its own folder and the
# folders below it; src/cli public headers and its own folder only. A public header
# includes standard and public headers only. Other libraries' headers are included
# where the table says, and nowhere else.
set -u
cd -- "${1:-$(dirname -- "$0")/../..}" || exit 4

# shellcheck disable=SC2046 # no file of ours has a blank in its name
awk '
BEGIN {
    n = split("base model lang formats space stability deals games intentions report cli", name, " ")
    for (i = 1; i <= n; i++)
        layer[name[i]] = i

    # header: the folders that may include it
    allowed["sha256.h"] = "formats"
    allowed["expat.h"] = "formats"
    allowed["omp.h"] = "base"
    allowed["gmp.h"] = "base games"
    allowed["suitesparse/klu.h"] = "games"
    allowed["lpsolve/lp_lib.h"] = "games"

    n = split("assert complex ctype errno fenv float inttypes iso646 limits locale math" \
              " setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio" \
              " stdlib stdnoreturn string tgmath threads time uchar wchar wctype", std, " ")
    for (i = 1; i <= n; i++)
        standard[std[i] ".h"] = 1
    n = split("unistd fcntl sys/ioctl sys/mman sys/stat sys/types", posix, " ")
    for (i = 1; i <= n; i++)
        allowed[posix[i] ".h"] = "base cli"
}

function wrong(why)
{
    printf "%s:%d: %s %s\n", FILENAME, FNR, header, why
    failed = 1
}

function has_word(words, word)
{
    return index(" " words " ", " " word " ") > 0
}

FNR == 1 {
    files++
    split(FILENAME, part, "/")
    folder = part[1] == "src" ? part[2] : "public"
    if (folder != "public" && !(folder in layer)) {
        printf "%s: the folder has no place among the layers\n", FILENAME
        failed = 1
    }
}

/^[ \t]*#[ \t]*include/ {
    header = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", header)
    quoted = header ~ /^"/
    sub(/^["<]/, "", header)
    sub(/[">].*$/, "", header)
    split(header, part, "/")

    if (quoted && folder == "public")
        wrong("is private, this header is public")
    else if (quoted && !(part[1] in layer))
        wrong("must be written with its folder, \"folder/name.h\"")
    else if (quoted && folder == "cli" && part[1] != "cli")
        wrong("is private: the program uses public headers only")
    else if (quoted && layer[part[1]] > layer[folder])
        wrong("lies above " folder)
    else if (!quoted && header !~ /^detente\// && !(header in standard) &&
             !has_word(allowed[header], folder))
        wrong("may not be included here")
}

END {
    if (!files) {
        print "no files found"
        failed = 1
    }
    exit failed
}' $(find src include -type f \( -name '*.[ch]' -o -name '*.def' \) | sort)
