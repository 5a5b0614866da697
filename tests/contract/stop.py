#!/usr/bin/env python3
"""Long work can be stopped, and says how far it is.

    tests/contract/stop.py PROGRAM

Runs PROGRAM on models that take it minutes. A signal must end it soon, with its own
action, and leave no file behind. On a terminal, after a second, there is a line that
tells the progress, and it is erased in the end; elsewhere and with -q there is none.
"""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time

SOON = 2.0  # seconds; a tenth of that where the machine is idle, without sanitizers
LONG = ["solve", "--engine", "definition", "long.conflict"]
LAZY = ["solve", "--state", "{ }", "--memory", "64G", "sixty.conflict"]  # a minute
PHASES = {"solving": LONG, "judging the state": LAZY}


def write_model(path, n_options):
    """Four actors of so many options each."""
    with open(path, "w", encoding="ascii") as model:
        for actor in "abcd":
            options = "; ".join(f"option o{k}" for k in range(n_options))
            model.write(f"actor {actor} {{ {options} }}\n")
        for actor, other in zip("abcd", "bcda"):
            wishes = f"{actor}.o0; not {other}.o1; {other}.o0"
            model.write(f"prefer {actor} {{ {wishes} }}\n")


def check(claim, what):
    """Fail unless it holds."""
    if not claim:
        sys.exit(f"stop.py: {what}")


def stop(command, number, folder, before):
    """Start, wait, send the signal: what the program wrote, to where."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder
    ) as process:
        time.sleep(before)
        check(process.poll() is None, f"{command} ended by itself")
        begin = time.monotonic()
        process.send_signal(number)
        process.wait(timeout=60)
        took = time.monotonic() - begin
        check(took < SOON, f"{command} took {took:.2f} s to end")
        check(
            process.returncode == -number,
            f"{command} ended with {process.returncode}, not by signal {number}",
        )
        return process.stdout.read(), process.stderr.read()


def files_are_whole_or_not_at_all(program, folder, words):
    """Signals during the search: no file, one line of message."""
    command = [program, *words, "-o", "answer"]
    models = {"long.conflict", "sixty.conflict", "wide.conflict"}
    (folder / "answer").write_text("the old answer\n", encoding="ascii")
    for number in signal.SIGINT, signal.SIGTERM:
        out, err = stop(command, number, folder, 1.3)
        check(out == b"", "something was written")
        check(err == b"detente: stopped; nothing was written\n", f"message: {err}")
        names = {p.name for p in folder.iterdir()}
        check(names == {"answer", *models}, f"left: {names}")
        old = (folder / "answer").read_text(encoding="ascii")
        check(old == "the old answer\n", "the old answer is gone")


def a_full_pipe_does_not_hold_it(program, folder):
    """A signal while a report waits for a reader: it says that something is missing."""
    command = [program, "states", "--format", "csv", "wide.conflict"]
    out, err = stop(command, signal.SIGINT, folder, 3)
    check(len(out) > 1000, "there was no output")
    check(err == b"detente: stopped; the answer is not complete\n", f"message: {err}")


def read_soon(descriptor, seconds, enough):
    """What comes from the terminal until it is enough."""
    got, end = b"", time.monotonic() + seconds
    while not enough(got) and time.monotonic() < end:
        ready, _, _ = select.select([descriptor], [], [], 0.1)
        try:
            got += os.read(descriptor, 4096) if ready else b""
        except OSError:
            break  # the other side is closed
    return got


def run_on_terminal(command, folder, seconds, enough):
    """Run with a terminal of its own, press Ctrl-C when it is enough: what it showed."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(command[0], command)
    shown = read_soon(descriptor, seconds, enough)
    os.write(descriptor, b"\x03")
    shown += read_soon(descriptor, 10, lambda got: b"stopped" in got)
    _, status = os.waitpid(pid, 0)
    os.close(descriptor)
    check(os.WIFSIGNALED(status), f"{command} was not ended by Ctrl-C: {shown}")
    return shown


def progress_is_shown_on_a_terminal(program, folder, phase, words):
    """A line with per cent and time, erased before the message."""
    line = re.compile(
        rb"\r%s \d+ %%(, about \d+ (s|min|h) left)? *" % phase.encode("ascii")
    )
    shown = run_on_terminal(
        [program, *words], folder, 30, lambda got: len(line.findall(got)) > 2
    )
    check(len(line.findall(shown)) > 2, f"no progress: {shown}")
    last = shown.split(b"\r\n")[0].split(b"^C")[-1]
    check(re.search(rb"\r +\rdetente: stopped", last), f"not erased: {shown}")


def quiet_is_quiet(program, folder):
    """With -q nothing is shown but the end."""
    command = [program, *LONG, "-q"]
    shown = run_on_terminal(command, folder, 2, lambda got: got)
    check(b"%" not in shown, f"progress in spite of -q: {shown}")


def ignored_signals_stay_ignored(program, folder):
    """Who starts us in the background may want SIGINT ignored."""
    script = 'trap "" INT; mkfifo pipe; "$0" check -q - <pipe >/dev/null & p=$!'
    script += "; exec 3>pipe; sleep 0.3; kill -INT $p; cat wide.conflict >&3; exec 3>&-"
    script += "; wait $p"
    done = subprocess.run(
        ["sh", "-c", script, program], cwd=folder, check=False, timeout=60
    )
    check(done.returncode == 0, f"ended with {done.returncode} by an ignored signal")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_model(folder / "long.conflict", 4)
        write_model(folder / "wide.conflict", 4)
        write_model(folder / "sixty.conflict", 15)
        for phase, words in PHASES.items():
            files_are_whole_or_not_at_all(program, folder, words)
            progress_is_shown_on_a_terminal(program, folder, phase, words)
        a_full_pipe_does_not_hold_it(program, folder)
        quiet_is_quiet(program, folder)
        ignored_signals_stay_ignored(program, folder)


main()
