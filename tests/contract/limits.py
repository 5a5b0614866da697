#!/usr/bin/env python3
"""What `check -v` foretells is what `solve` asks for: no more, no less.

    tests/contract/limits.py PROGRAM

For models of several kinds and numbers of threads, `solve --memory` must accept the very
figure that `check -v` tells with the same `--threads`, and refuse a byte less. And no
number of threads is too large.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

THREADS = 1, 2, 3, 8, 300, 3000000000
MOST_THREADS = 256  # DT_THREADS_MAX
LIMIT = 3  # exit status


def write_model(path, n_options, rules="", ways=0):
    """Four actors of so many options each, of which the first `ways` are one-way."""
    with open(path, "w", encoding="ascii") as model:
        for actor in "abcd":
            options = "; ".join(
                f"option o{k}{' permanent' if k < ways else ''}" for k in range(n_options)
            )
            model.write(f"actor {actor} {{ {options} }}\n")
        for actor, other in zip("abcd", "bcda"):
            wishes = f"{actor}.o0; not {other}.o1; {other}.o0"
            model.write(f"prefer {actor} {{ {wishes} }}\n")
        model.write(rules)


MODELS = {
    "small": {"n_options": 2},
    "dense": {"n_options": 4},
    "ruled": {"n_options": 4, "rules": "impossible a.o0 and b.o0\n"},
    "one-way": {"n_options": 4, "ways": 3},
    "sparse": {
        "n_options": 5,
        "rules": "always at most 4 of ("
        + ", ".join(f"{a}.o{k}" for a in "abcd" for k in range(5))
        + ")\nalways a.o0 implies b.o0\nimpossible c.o4 and d.o4\n",
    },
    "listed": {"n_options": 2, "rules": "merge a.o0 and b.o0 and c.o0 and d.o0\n"},
    "forbidding": {"n_options": 2, "rules": "forbid a from a.o1 to not a.o1\n"},
}


def run(program, *arguments):
    """The outcome of a run."""
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False, timeout=100
    )


def check(claim, what):
    """Fail unless it holds."""
    if not claim:
        sys.exit(f"limits.py: {what}")


def memory_of(program, model, threads):
    """What `check` foretells, as JSON; the text must speak of the same."""
    options = "-q", "-v", "--threads", str(threads), model
    told = run(program, "check", "--format", "json", *options)
    check(told.returncode == 0, f"check of {model}: {told.stderr}")
    memory = json.loads(told.stdout)["memory"]
    text = " ".join(run(program, "check", *options).stdout.split())
    words = f"with {memory['threads']} threads."
    check((words in text) == (memory["threads"] > 1), f"{model}: not '{words}': {text}")
    return memory


def figures_are_exact(program, model, threads):
    """With the figure it is solved, with a byte less it is not. The threads at work."""
    memory = memory_of(program, model, threads)
    at_most = str(memory["solve"]), str(memory["solve"] - 1)
    options = "-q", "--limit", "1", "--threads", str(threads), model
    enough, less = (run(program, "solve", "--memory", m, *options) for m in at_most)
    name = f"{model} with {threads} threads and {at_most[0]} bytes"
    check(enough.returncode == 0, f"{name} is not solved: {enough.stderr}")
    check(less.returncode == LIMIT, f"{name} less one: {less.returncode} {less.stderr}")
    return memory["threads"]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    used = set()
    with tempfile.TemporaryDirectory() as name:
        for kind, shape in MODELS.items():
            model = str(pathlib.Path(name) / f"{kind}.conflict")
            write_model(model, **shape)
            for threads in THREADS:
                used.add(figures_are_exact(program, model, threads))
    check(1 in used and max(used) <= MOST_THREADS, f"threads: {used}")


main()
