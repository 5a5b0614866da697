#!/usr/bin/env python3
"""Functions stay small.

    tests/checks/lengths.py [TREE]

Of the functions in src/ half are within 12 lines, nine in ten within 40. None is over 80
lines or has over six parameters or three levels of nesting (an else-if is not nested in
its if), unless the comment above it says "Exception:" and why. No file is over 600 lines.
A function's lines are those from its opening to its closing brace, both included.
"""
import pathlib
import re
import sys

MEDIAN, MOST, LONGEST = 12, 40, 80
NESTING, PARAMETERS, FILE_LINES = 3, 6, 600

HIDDEN = re.compile(
    r"""/\*.*?\*/ | //[^\n]* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
        | ^[ \t]*\#(?:\\\n|[^\n])*""",
    re.S | re.X | re.M,
)
TOKEN = re.compile(r"\w+|\S")
HEAD = re.compile(r"(\w+)\s*\(")


def blank(match):
    """Spaces in place of the text, so that lines and offsets stay what they were."""
    return re.sub(r"[^\n]", " ", match.group())


class Body:
    """The statements of one function, read for how deep they nest."""

    def __init__(self, code):
        self.tokens = TOKEN.findall(code)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip_group(self):
        """Skip one bracketed group that starts here."""
        depth = 0
        while self.at < len(self.tokens):
            depth += self.tokens[self.at] in "([{"
            depth -= self.tokens[self.at] in ")]}"
            self.at += 1
            if depth == 0:
                return

    def skip_expression(self):
        while self.peek() not in (";", "}", ""):
            if self.peek() in "([{":
                self.skip_group()
            elif self.peek() == ":" and self.is_label:
                self.at += 1
                return
            else:
                self.at += 1
        if self.peek() == ";":
            self.at += 1

    def block(self):
        self.at += 1
        deepest = 0
        while self.peek() not in ("}", ""):
            deepest = max(deepest, self.statement())
        self.at += 1
        return deepest

    def statement(self):
        """How many levels of control flow the statement that starts here has."""
        word = self.peek()
        after = self.tokens[self.at + 1 : self.at + 2]
        self.is_label = word in ("case", "default") or after == [":"]
        if word == "{":
            return self.block()
        if word == "if":
            return self.conditional()
        # A macro such as DT_BITS_EACH(s, set) heads a loop too: no `;` follows it.
        if word in ("for", "while", "switch") or word.endswith("_EACH"):
            self.at += 1
            self.skip_group()
            return 1 + self.statement()
        if word == "do":
            self.at += 1
            inner = self.statement()
            self.skip_expression()
            return 1 + inner
        self.skip_expression()
        return 0

    def conditional(self):
        self.at += 1
        self.skip_group()
        deepest = 1 + self.statement()
        if self.peek() == "else":
            self.at += 1
            chained = self.peek() == "if"
            deepest = max(deepest, self.statement() + (0 if chained else 1))
        return deepest


def closing(code, start, pair):
    depth = 0
    for at in range(start, len(code)):
        depth += (code[at] == pair[0]) - (code[at] == pair[1])
        if depth == 0:
            return at
    return len(code) - 1


def n_parameters(code):
    depth = count = 0
    for c in code:
        depth += (c in "([{") - (c in ")]}")
        count += c == "," and depth == 0
    return 0 if code.strip() in ("", "void") else count + 1


def functions(text):
    """Yield (name, offset, lines, nesting, parameters) of each function of a file."""
    code = HIDDEN.sub(blank, text)
    at = 0
    while (brace := code.find("{", at)) >= 0:
        end = closing(code, brace, "{}")
        start = max(code.rfind(";", 0, brace), code.rfind("}", 0, brace)) + 1
        head = HEAD.search(code, start, brace)
        is_function = head and "=" not in code[start:brace]
        if is_function and head.group(1).startswith("DT_"):  # an attribute comes first
            after = closing(code, head.end() - 1, "()")
            head = HEAD.search(code, after, brace) or head
        if is_function:
            close = closing(code, head.end() - 1, "()")
            yield (
                head.group(1),
                start,
                code.count("\n", brace, end) + 1,
                Body(code[brace : end + 1]).statement(),
                n_parameters(code[head.end() : close]),
            )
        at = end + 1


def comment_above(text, start):
    """The comment that stands directly above what follows offset `start`."""
    match = re.match(r"\s*/\*(.*?)\*/", text[start:], re.S)
    return match.group(1) if match else ""


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    root = root if root.is_dir() else root.resolve().parents[2]
    wrong, lengths = [], []
    for path in sorted([*root.glob("src/**/*.[ch]"), *root.glob("include/**/*.h")]):
        text = path.read_text(encoding="utf-8")
        shown = path.relative_to(root)
        if text.count("\n") > FILE_LINES:
            wrong.append(f"{shown}: over {FILE_LINES} lines")
        for name, start, lines, nesting, parameters in functions(text):
            lengths.append(lines)
            if "Exception:" in comment_above(text, start):
                continue
            if lines > LONGEST:
                wrong.append(f"{shown}: {name}: {lines} lines, at most {LONGEST}")
            if nesting > NESTING:
                wrong.append(f"{shown}: {name}: nested {nesting} deep, at most {NESTING}")
            if parameters > PARAMETERS:
                wrong.append(f"{shown}: {name}: {parameters} parameters, at most {PARAMETERS}")

    lengths.sort()
    if not lengths:
        sys.exit("no functions found")
    median, most = lengths[len(lengths) // 2], lengths[(len(lengths) * 9 - 1) // 10]
    if median > MEDIAN:
        wrong.append(f"half of all functions are over {median - 1} lines, the aim is {MEDIAN}")
    if most > MOST:
        wrong.append(f"one function in ten is over {most - 1} lines, the aim is {MOST}")
    print(f"{len(lengths)} functions: half within {median} lines, 90 % within {most}, "
          f"the longest {lengths[-1]}")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
