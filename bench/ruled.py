#!/usr/bin/env python3
"""Write a tightly ruled model: many choices, few feasible states.

    bench/ruled.py [ACTORS [OPTIONS [SEED]]]

ACTORS actors (5) of OPTIONS options (8) each, under the kinds of rules that real models
have: within an actor options that exclude each other, options that need another, at most
so many at a time; across actors options that need or exclude one of somebody else. The
same arguments give the same model. The defaults leave 4,912,736 states of
2^40; seed 2 leaves 7,619,520.
"""
import random
import sys


def rules_of(dice, actor, options):
    """The rules within an actor."""
    first, second, third = dice.sample(options, 3)
    yield f"impossible {actor}.{first} and {actor}.{second}"
    yield f"always {actor}.{third} if {actor}.{second}"
    both = ", ".join(f"{actor}.{o}" for o in dice.sample(options, len(options) - 2))
    yield f"always at most {max(2, len(options) // 3)} of ({both})"
    some = ", ".join(f"{actor}.{o}" for o in dice.sample(options, len(options) // 2))
    yield f"always at least 1 of ({some})"


def rules_between(dice, actors, options):
    """The rules that join two actors, or three."""
    for k, actor in enumerate(actors):
        other = actors[(k + 1) % len(actors)]
        third = actors[(k + 2) % len(actors)]
        a, b, c, d = (dice.choice(options) for _ in range(4))
        yield f"always {actor}.{a} implies {other}.{b}"
        yield f"impossible {actor}.{c} and {other}.{d}"
        yield f"impossible {actor}.{b} and {third}.{c} and not {other}.{a}"
        yield f"always any of ({actor}.{a}, {actor}.{d}, {third}.{b}, {third}.{d})"


def main():
    numbers = [int(word) for word in sys.argv[1:]]
    n_actors, n_options, seed = (numbers + [5, 8, 1][len(numbers) :])[:3]
    dice = random.Random(seed)
    actors = [f"a{k}" for k in range(1, n_actors + 1)]
    options = [f"o{k}" for k in range(1, n_options + 1)]
    for actor in actors:
        print(f"actor {actor} {{")
        for option in options:
            print(f"    option {option}")
        print("}")
    for actor in actors:
        for rule in rules_of(dice, actor, options):
            print(rule)
    for rule in rules_between(dice, actors, options):
        print(rule)
    for actor in actors:
        print(f"prefer {actor} {{")
        for _ in range(4):
            who, what = dice.choice(actors), dice.choice(options)
            print(f"    {dice.choice(['', 'not '])}{who}.{what}")
        print("}")


main()
