#!/usr/bin/env python3
"""The answers about sound models, in JSON and CSV.

    tests/contract/answers.py PROGRAM ROOT

Each model is one test: the examples, and the foreign files of tests/formats/good. Its
answers must be valid, agree with each other, and mean what docs/json.md says.
"""
import csv
import hashlib
import io
import json
import pathlib
import sys

from schemas import once, run, told, validator

CONCEPTS = ["nash", "gmr", "smr", "seq", "sseq"]
# Stable under the first means stable under the second.
STRONGER = [("nash", "smr"), ("nash", "seq"), ("smr", "gmr"), ("seq", "gmr"),
            ("sseq", "seq"), ("sseq", "smr"), ("nash", "sseq")]
MOST_EXPLAINED = 12
MOST_VALIDATED = 200  # items of a list; those beyond look the same
UNSOUND = {"whole.json"}  # it holds one of everything, and so more than makes sense


def cut(value):
    """The beginning of every list: validating is slow."""
    if isinstance(value, list):
        return [cut(item) for item in value[:MOST_VALIDATED]]
    if isinstance(value, dict):
        return {key: cut(item) for key, item in value.items()}
    return value


class Answers:
    """What the program says about one model, with some actors cast as types."""

    def __init__(self, program, root, path, cast):
        self.program, self.root, self.path = program, root, path
        self.cast = cast
        self.options = [f"--as={actor}={name}" for actor, name in cast.items()]
        self.schemas = {name: validator(root, name)
                        for name in ("check", "solution", "states", "explanation", "local",
                                     "deals", "probe", "game")}
        self.listed = False
        self.check = self.json("check", "check")
        self.states = self.json("states", "states")
        self.solution = self.json("solution", "solve")
        self.names = [actor["name"] for actor in self.check["actors"]]
        self.rank = {s["number"]: s["rank"] for s in self.states["states"]}

    def text(self, *arguments):
        status, text = run(self.program, self.root, *arguments, *self.options, self.path)
        assert status == 0, f"{arguments}: exit status {status}"
        return text

    def json(self, schema, *arguments):
        text = self.text(*arguments, "--format", "json")
        answer = json.loads(text, object_pairs_hook=once)
        self.schemas[schema].validate(cut(answer))
        assert text.endswith("}\n"), "no line feed at the end"
        self.frame(answer)
        return answer

    def frame(self, answer):
        """Which program, which model, who is of which type."""
        bytes_read = (self.root / self.path).read_bytes()
        assert answer["program"]["version"] == self.text_of_version()
        assert answer["model"]["file"] == self.path
        assert answer["model"]["sha256"] == hashlib.sha256(bytes_read).hexdigest()
        assert answer.get("as", {}) == self.cast

    def text_of_version(self):
        return run(self.program, self.root, "--version")[1].split()[1]

    def table(self, *arguments):
        rows = list(csv.DictReader(io.StringIO(self.text(*arguments, "--format", "csv"))))
        hashed = self.check["model"]["sha256"]
        provenance = f"detente {self.text_of_version()} sha256 {hashed}"
        for row in rows:
            assert row.pop(provenance) == ""
        return rows

    def is_better(self, actor, state, than):
        return self.rank[state][actor] < self.rank[than][actor]


def check_states(a):
    """Numbers, choices and ranks."""
    numbers = [s["number"] for s in a.states["states"]]
    assert numbers == list(range(1, a.check["n_states"] + 1))
    assert a.check["sound"] and a.check["file"] == a.path
    assert a.states["status_quo"] in [None, *numbers]
    levels = {f"{c['actor']}.{c['name']}": c["levels"] for c in a.check["choices"]}
    for state in a.states["states"]:
        assert list(state["choices"]) == list(levels)
        assert list(state["rank"]) == a.names
        assert all(value in [*levels[name], "-"] for name, value in state["choices"].items())
    for actor in a.check["actors"]:
        ranks = {s["rank"][actor["name"]] for s in a.states["states"]}
        assert ranks == set(range(1, actor["tiers"] + 1))


def check_solution(a):
    """Equilibria are what is stable for all; the concepts imply one another."""
    numbers = set(a.rank)
    stable, equilibria = a.solution["stable"], a.solution["equilibria"]
    assert list(stable) == list(equilibria) == CONCEPTS
    for concept in CONCEPTS:
        assert list(stable[concept]) == a.names
        for found in [*stable[concept].values(), equilibria[concept]]:
            assert found == sorted(found) and numbers.issuperset(found)
        common = numbers.intersection(*stable[concept].values())
        assert set(equilibria[concept]) == common
    for one, other in STRONGER:
        for name in a.names:
            assert set(stable[one][name]) <= set(stable[other][name]), (one, other, name)
    without_rank = [{k: s[k] for k in ("number", "choices")} for s in a.states["states"]]
    assert a.solution["states"] == without_rank
    assert a.solution["status_quo"] == a.states["status_quo"] == a.check["status_quo"]


def check_tables(a):
    """CSV says the same as JSON."""
    sets = {}
    for concept in CONCEPTS:
        for name in a.names:
            sets[f"{concept}.{name}"] = set(a.solution["stable"][concept][name])
        sets[concept] = set(a.solution["equilibria"][concept])
    wanted = [{"state": str(s["number"]), **s["choices"],
               **{column: str(int(s["number"] in found)) for column, found in sets.items()}}
              for s in a.solution["states"]]
    assert a.table("solve") == wanted
    assert a.table("states") == [
        {"state": str(s["number"]), **s["choices"],
         **{f"rank.{name}": str(rank) for name, rank in s["rank"].items()}}
        for s in a.states["states"]]


def check_part(a):
    """With --state the same, of fewer states; with more threads the same."""
    some = a.solution["equilibria"]["gmr"][:1] or [1]
    part = a.json("solution", "solve", "--state", str(some[0]))
    assert [s["number"] for s in part["states"]] == some
    for concept in CONCEPTS:
        for name in a.names:
            whole = set(a.solution["stable"][concept][name])
            assert set(part["stable"][concept][name]) == whole & set(some)
    for threads in ("1", "3"):
        text = a.text("solve", "--format", "json", "--threads", threads)
        assert json.loads(text) == a.solution


def check_answer(a, state, actor, concept, reason):
    """A chain of moves by the others, from the improvement to where it pays no more."""
    answer = reason[concept]
    steps, escape = answer["steps"], answer["escape"]
    at, last = reason["to"], None
    for step in steps:
        assert step["from"] == at and step["mover"] not in (actor, last)
        if concept in ("seq", "sseq"):
            assert a.is_better(step["mover"], step["to"], step["from"])
        at, last = step["to"], step["mover"]
    if answer["deters"]:
        assert steps and escape is None
        assert not a.is_better(actor, at, state)
    elif steps:
        assert concept in ("smr", "sseq") and a.is_better(actor, escape, state)
    else:
        assert escape is None


def check_explanation(a, state):
    """The reasons bear out the verdicts of the solution."""
    found = a.json("explanation", "solve", "--explain", str(state))
    assert found["state"] == state
    assert found["choices"] == a.solution["states"][state - 1]["choices"]
    assert [r["actor"] for r in found["actors"]] == a.names
    for reasons in found["actors"]:
        actor = reasons["actor"]
        targets = [r["to"] for r in reasons["reasons"]]
        assert reasons["moves"] >= reasons["improvements"] == len(set(targets)) == len(targets)
        assert all(a.is_better(actor, to, state) for to in targets)
        assert [a.rank[to][actor] for to in targets] == sorted(
            a.rank[to][actor] for to in targets)
        for concept in CONCEPTS:
            is_stable = state in a.solution["stable"][concept][actor]
            assert reasons["stable"][concept] == is_stable, (concept, actor, state)
            if concept == "nash":
                assert is_stable == (not targets)
                continue
            assert is_stable == all(r[concept]["deters"] for r in reasons["reasons"])
            for reason in reasons["reasons"]:
                check_answer(a, state, actor, concept, reason)


def check_local(a, state):
    """The answer on one named state is that of the solution."""
    choices = a.solution["states"][state - 1]["choices"]
    if "-" in choices.values() or a.listed:
        return
    block = "{" + ", ".join(f"{name} = {level}" if level not in ("yes", "no") else
                            name if level == "yes" else f"not {name}"
                            for name, level in choices.items()) + "}"
    text = a.text("solve", "--state", block, "--format", "json")
    found = json.loads(text, object_pairs_hook=once)
    if found["engine"] != "local":
        a.listed = True  # states are merged, or ranked by number
        return
    a.schemas["local"].validate(found)
    assert found["choices"] == choices
    assert found["is_status_quo"] == (state == a.check["status_quo"])
    assert [actor["actor"] for actor in found["actors"]] == a.names
    for concept in CONCEPTS:
        held = state in a.solution["equilibria"][concept]
        assert found["equilibrium"][concept] == ("stable" if held else "unstable")
        for actor in found["actors"]:
            verdict = actor["verdicts"][concept]
            held = state in a.solution["stable"][concept][actor["actor"]]
            assert verdict["standing"] == ("stable" if held else "unstable")
            assert actor["counted"] and actor["moves"] >= actor["improvements"]
            assert not held or verdict["deterred"] == actor["improvements"]
            assert ("example" in verdict) == (actor["improvements"] > 0)
            assert ("answer" in verdict) == (held and actor["improvements"] > 0)


def check_verdict(a, d, deal):
    """Who accepts a deal, and whether it would hold, is what else the answers say."""
    voices = {v["name"]: v for v in d["voices"]}
    assert list(deal["voices"]) == list(voices) and list(deal["sides"]) == d["table"]
    for name, opinion in deal["voices"].items():
        assert ("gain" in opinion) == (voices[name]["measure"] == "values")
    suits = all(s["signs"] and s["ratifies"] for s in deal["sides"].values())
    for name, side in deal["sides"].items():
        assert side["signs"] == deal["voices"][name]["accepts"]
    assert deal["in_zone"] == (suits and deal["on_table"] and deal["feasible_step"])
    assert deal["in_zone"] or not deal["efficient"]
    refusing = {name for name, s in deal["sides"].items()
                if not (s["signs"] and s["ratifies"])}
    assert {r["actor"] for r in deal["refusals"]} <= refusing
    state = [s["number"] for s in a.states["states"]
             if s["choices"] == {**d["status_quo"], **deal["changes"]}]
    for concept, standing in deal.get("hold", {"equilibrium": {}})["equilibrium"].items():
        held = state[0] in a.solution["equilibria"][concept]
        assert standing in ("undecided", "stable" if held else "unstable")


def check_point(d, point):
    """Counts of packages fit each other; solutions are efficient."""
    wins = [side["wins"] for side in point["sides"].values()]
    if d["listed"]:
        assert point["zone"] <= min(wins) and max(wins) <= d["packages"]
        assert len(point["efficient"]) <= point["rational"] or "fair" not in point
        for side in point["sides"].values():
            assert side["wins"] <= min(side["signs"], side["ratifies"])
        for voice in point["voices"].values():
            lever = voice.get("lever", {"wins": 0})
            assert lever["wins"] <= voice["blocks"] <= d["packages"] - voice["accepts"]
    for answer in point.get("fair", {}).values():
        assert all(package in point["efficient"] for package in answer["packages"])
    if "raiffa" in point:
        drawn = point["raiffa"]["lottery"]
        assert abs(sum(p["probability"] for p in drawn) - 1) < 1e-6 or not drawn


def check_deals(a):
    """Deals, prices, CSV; not all models have what a negotiation needs."""
    status, text = run(a.program, a.root, "deals", "--format", "json", *a.options, a.path)
    if status == 3 and not text:
        return
    assert status == 0
    d = json.loads(text, object_pairs_hook=once)
    a.schemas["deals"].validate(cut(d))
    a.frame(d)
    for point in d["disagreements"]:
        check_point(d, point)
    for deal in d["deals"]:
        check_verdict(a, d, deal)
    titles = {deal["title"] for deal in d["deals"]}
    for price in d["prices"]:
        assert price["actor"] in d["table"] and price["choice"] in d["negotiable"]
        assert len(price["sets"]) <= price["n_sets"]
    rows = a.table("deals")
    assert [row["deal"] for row in rows if row["origin"] == "proposed"] == [
        title for title in [deal["title"] for deal in d["deals"]] if title]
    assert titles <= {None, *[row["deal"] for row in rows]}
    for row, deal in zip(rows, d["deals"], strict=True):
        assert {c: row[c] for c in d["status_quo"]} == {**d["status_quo"], **deal["changes"]}
        assert row["in_zone"] == str(int(deal["in_zone"]))
        for name, opinion in deal["voices"].items():
            assert row[f"accepts.{name}"] == str(int(opinion["accepts"]))
            assert (row[f"gain.{name}"] or None) == (
                f"{opinion['gain']:.10g}" if "gain" in opinion else None)


def is_one(values):
    return abs(sum(values) - 1) < 1e-6


def check_attempt(t):
    """What a test is worth, and that its answers and beliefs are probabilities."""
    assert -1e-9 <= t["evsi"] <= t["evpi"] + 1e-9 and -1e-9 <= t["bits"] <= t["entropy"] + 1e-9
    assert t["best_type"] in t["loss"]
    lost = [loss for name, loss in t["loss"].items() if name != t["best_type"]]
    assert abs(sum(lost) - t["trap"]) < 1e-6
    assert t["test"] is None or is_one([r["p"] for r in t["answers"]])
    for reply in t["answers"]:
        assert is_one(reply["belief"].values())
        assert not reply["next"] or is_one([n["p"] for n in reply["next"]])


def check_probe(a):
    """Beliefs, tests, trust; not all models say anything about intentions."""
    status, text = run(a.program, a.root, "probe", "--format", "json", *a.options, a.path)
    if status == 3 and not text:
        return
    assert status == 0
    q = json.loads(text, object_pairs_hook=once)
    a.schemas["probe"].validate(cut(q))
    a.frame(q)
    assert is_one([w["prior"] for w in q["worlds"]]) and is_one([w["now"] for w in q["worlds"]])
    for step in q["steps"]:
        assert all(is_one(types.values()) for types in step["beliefs"].values())
    for advice in q["advice"]:
        judged = [t for t in [*advice["attempts"], *advice["plans"]] if t["applies"]]
        for t in judged:
            check_attempt(t)
        gains = {t["test"]: t["gain"] for t in advice["attempts"] if t["applies"]}
        assert not gains or gains[advice["best"]] >= max(gains.values()) - 1e-9
    for chance in q.get("chances", []):
        assert 0 < max(chance["p"].values()) <= 1 + 1e-9
        for one, other in STRONGER:
            assert chance["p"][one] <= chance["p"][other] + 1e-9


def check_game(program, root, path):
    """Probabilities, beliefs, and what the verifier says."""
    text = run(program, root, "game", "--format", "json", path)[1]
    g = json.loads(text, object_pairs_hook=once)
    validator(root, "game").validate(cut(g))
    sets = g["game"]["sets"]
    for found in g["equilibria"]:
        proof = found["proof"]
        assert proof["bayes_error"] < 1e-6
        # The sequence form finds Nash equilibria: elsewhere nobody has a regret anywhere.
        is_nash = set(found["found_by"]) <= {"lemke", "lp"}
        reached = [c["set"] for c in found["play"] if c["reached"]]
        assert proof["regret"] < 1e-6 or is_nash and proof.get("regret_at") not in reached
        for choice in found["play"]:
            h = sets[choice["set"] - 1]
            assert len(choice["p"]) == len(h["actions"]) and is_one(choice["p"])
            assert len(choice["belief"]) == len(h["nodes"]) and is_one(choice["belief"])


def check_model(program, root, path):
    plain = Answers(program, root, path, {})
    casts = [{}] + [{actor["name"]: name} for actor in plain.check["actors"]
                    for name in actor["types"]]
    for cast in casts:
        a = Answers(program, root, path, cast) if cast else plain
        check_states(a)
        check_solution(a)
        check_tables(a)
        check_part(a)
        check_deals(a)
        check_probe(a)
        n = a.check["n_states"]
        shown = list(range(1, n + 1, max(1, n // MOST_EXPLAINED)))
        for state in {*shown, n, a.check["status_quo"] or 1}:
            check_explanation(a, state)
            check_local(a, state)


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    good = root / "tests" / "formats" / "good"
    paths = sorted([*root.glob("examples/*.conflict"), *good.glob("*.gmcr"),
                    *good.glob("*.json")])
    paths = [path for path in paths if path.name not in UNSOUND]
    failed = 0
    for path in paths:
        try:
            check_model(program, root, str(path.relative_to(root)))
        except Exception as error:  # whatever it is, the next model may be sound
            failed += 1
            print(f"{path.name}: {told(error)}")
    games = sorted(root.glob("tests/games/good/*.efg"))
    for path in games:
        try:
            check_game(program, root, str(path.relative_to(root)))
        except Exception as error:
            failed += 1
            print(f"{path.name}: {told(error)}")
    paths += games
    print(f"{len(paths) - failed} passed, {failed} failed")
    lacks_games = (root / "tests" / "games").exists() and not games
    sys.exit(bool(failed) or not paths or lacks_games)


if __name__ == "__main__":
    main()
