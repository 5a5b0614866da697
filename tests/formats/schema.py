#!/usr/bin/env python3
"""The JSON form of a model keeps to its schema.

    tests/formats/schema.py DIAGNOSE SCHEMA FOLDER...

Every model in the folders, written as JSON by DIAGNOSE --json, and every JSON model itself,
must be valid. A folder called "broken" holds files that are no models; of those, the schema
must refuse what the reader refuses before it looks at names and formulas.
"""
import json
import pathlib
import subprocess
import sys

import jsonschema

# What only the reader can tell: whether formulas and numbers are any, and names known.
BEYOND_SCHEMA = {
    "constituency-names", "intentions-names", "outcome-sums", "signal-no-day", "table-unseated",
    "formula-deep", "formula-forms", "formula-split", "formula-unknown", "names-twice",
    "orders-both", "orders-twice", "status-quo-kinds", "status-quo-unknown",
}


def no_twins(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands there twice")
    return members


def load(text):
    """The JSON value, or None when it is none."""
    try:
        return json.loads(text, object_pairs_hook=no_twins)
    except (ValueError, RecursionError):
        return None


def main():
    diagnose, schema, *folders = sys.argv[1:]
    schema = json.loads(pathlib.Path(schema).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong, n = [], 0

    def check(path, value, valid):
        nonlocal n
        n += 1
        errors = [e.message[:100] for e in validator.iter_errors(value)]
        if valid and errors:
            wrong.append(f"{path}: {errors[0]}")
        if not valid and not errors:
            wrong.append(f"{path}: the schema finds nothing wrong with it")

    for folder in map(pathlib.Path, folders):
        for path in sorted(folder.iterdir()):
            if folder.name == "broken":
                if path.suffix == ".json" and path.stem not in BEYOND_SCHEMA:
                    value = load(path.read_bytes().decode("utf-8-sig", "replace"))
                    if value is not None:
                        check(path, value, valid=False)
                continue
            if path.suffix == ".json":
                check(path, load(path.read_bytes()), valid=True)
            if path.suffix in (".conflict", ".gmcr", ".json"):
                written = subprocess.run([diagnose, "--json", path], check=True,
                                         stdout=subprocess.PIPE).stdout
                check(path, load(written), valid=True)
    print(f"{n} values")
    sys.exit("\n".join(wrong) if wrong or not n else 0)


if __name__ == "__main__":
    main()
