#!/usr/bin/env python3
"""Run the sessions that the documents show, and compare what the program says.

    rehearsal.py [--update] [--with PROGRAM]... DETENTE EXAMPLES DOCUMENT...
    rehearsal.py --extract NAME DOCUMENT

A document is Markdown. Two kinds of its fenced blocks count:

    ```conflict water.conflict     a file of that name, written to the working folder
    ```console                     a session: '$ ' begins a command, '> ' continues
                                   it, and the lines below are what it prints

Both outputs of a command are compared as they come, line by line; a line '...' stands
for any number of lines. Each document has a working folder of its own, which lasts from
its first block to its last, with the link `examples` in it. `detente` is the program
given; --with adds another one to the folder. The exit status of the last command is $?.

--update writes what the program says now into the documents; where a line '...' stands,
only the lines before the first and behind the last one can be renewed. Read the
difference before you commit it. --extract prints a named block.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

FENCE = re.compile(r"^```([^`\s]*)[ \t]*(.*?)[ \t]*$")
TIME_LIMIT = 60  # seconds for a command


@dataclass
class Command:
    line: int  # of the document, from 1
    text: str
    begin: int  # its output is lines[begin:end]
    end: int


@dataclass
class Block:
    language: str
    name: str
    begin: int  # its lines are lines[begin:end]
    end: int
    commands: list = field(default_factory=list)


def find_blocks(lines):
    """The fenced blocks of a document."""
    blocks, opened = [], None
    for at, line in enumerate(lines):
        fence = FENCE.match(line)
        if not fence:
            continue
        if opened is None:
            opened = Block(fence[1], fence[2], at + 1, at + 1)
        else:
            opened.end = at
            blocks.append(opened)
            opened = None
    if opened is not None:
        raise SystemExit(f"line {opened.begin}: this block has no end")
    return blocks


def find_commands(lines, block):
    """The commands of a session, each with the place of its output."""
    at = block.begin
    while at < block.end:
        if not lines[at].startswith("$ "):
            raise SystemExit(f"line {at + 1}: a session begins with '$ '")
        line, text = at + 1, lines[at][2:]
        at += 1
        while at < block.end and lines[at].startswith("> "):
            text += "\n" + lines[at][2:]
            at += 1
        begin = at
        while at < block.end and not lines[at].startswith("$ "):
            at += 1
        block.commands.append(Command(line, text, begin, at))


def matches(wanted, seen):
    """True when the lines seen are those wanted, '...' being any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in wanted
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in seen)) is not None


def renew(wanted, seen):
    """What to write in place of the lines wanted; None when that is not clear."""
    if "..." not in wanted:
        return seen
    first = wanted.index("...")
    behind = len(wanted) - 1 - wanted[::-1].index("...")
    tail = len(wanted) - 1 - behind
    if first != behind or first + tail > len(seen):
        return None
    return seen[:first] + ["..."] + seen[len(seen) - tail :]


def run(text, status, folder):
    """What a command prints, in lines, and its exit status."""
    environment = {
        "PATH": os.path.join(folder, ".bin") + os.pathsep + os.environ["PATH"],
        "HOME": folder,
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(
        ["sh", "-c", f"(exit {status})\n{text}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace").splitlines(), done.returncode


def report(document, command, wanted, seen):
    print(f"{document}:{command.line}: $ {command.text}")
    print("(- the document, + the program)")
    for line in list(difflib.unified_diff(wanted, seen, lineterm="", n=2))[2:]:
        print(line)


def prepare(folder, program, examples, more):
    tools = os.path.join(folder, ".bin")
    os.mkdir(tools)
    os.symlink(os.path.abspath(program), os.path.join(tools, "detente"))
    os.symlink(os.path.abspath(examples), os.path.join(folder, "examples"))
    for path in more:
        os.symlink(os.path.abspath(path), os.path.join(folder, os.path.basename(path)))


def run_document(document, lines, folder):
    """Run all sessions: how many commands passed, and (command, new output) of the
    others."""
    passed, failed, status = 0, [], 0
    for block in find_blocks(lines):
        if block.name and block.language != "console":
            path = os.path.join(folder, block.name)
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(line + "\n" for line in lines[block.begin : block.end])
        if block.language != "console":
            continue
        find_commands(lines, block)
        for command in block.commands:
            wanted = lines[command.begin : command.end]
            seen, status = run(command.text, status, folder)
            if matches(wanted, seen):
                passed += 1
                continue
            report(document, command, wanted, seen)
            failed.append((command, renew(wanted, seen)))
    return passed, failed


def update(document, lines, failed):
    """Write the new outputs into the document, the last first; what is left."""
    left = 0
    for command, output in reversed(failed):
        if output is None:
            print(f"{document}:{command.line}: renew this one by hand")
            left += 1
        else:
            lines[command.begin : command.end] = output
    with open(document, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
    return left


def read_lines(document):
    with open(document, encoding="utf-8") as file:
        return file.read().splitlines()


def extract(name, document):
    lines = read_lines(document)
    for block in find_blocks(lines):
        if block.name == name:
            print("\n".join(lines[block.begin : block.end]))
            return 0
    print(f"{document} has no block '{name}'", file=sys.stderr)
    return 1


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "--extract":
        return extract(arguments[1], arguments[2])
    renews, more = False, []
    while arguments and arguments[0].startswith("--"):
        option = arguments.pop(0)
        if option == "--update":
            renews = True
        elif option == "--with" and arguments:
            more.append(arguments.pop(0))
        else:
            arguments = []
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, examples, *documents = arguments
    n_passed = n_failed = 0
    for document in documents:
        lines = read_lines(document)
        with tempfile.TemporaryDirectory() as folder:
            prepare(folder, program, examples, more)
            passed, failed = run_document(document, lines, folder)
        left = update(document, lines, failed) if renews and failed else len(failed)
        n_passed += passed + len(failed) - left
        n_failed += left
    print(f"{n_passed} passed, {n_failed} failed")
    return 0 if n_passed and not n_failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
