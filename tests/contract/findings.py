#!/usr/bin/env python3
"""What `check --format json` says of broken models.

    tests/contract/findings.py PROGRAM ROOT

Each model of tests/lang and tests/formats/broken is one test: the answer is valid, says
whether the model is sound, and names kinds of findings that there are.
"""
import json
import pathlib
import re
import sys

from schemas import once, run, told, validator


def kinds_of(root):
    """id: severity, from the table of findings."""
    table = (root / "src" / "base" / "findings.def").read_text(encoding="utf-8")
    return {name: severity.lower() for name, severity in
            re.findall(r"DT_FINDING\((\w+), (\w+)\)", table)}


def check_place(finding):
    if "file" not in finding:
        return
    begin = (finding["line"], finding["column"])
    assert begin <= (finding["end_line"], finding["end_column"]), "it ends before it begins"


def check_model(program, root, schema, kinds, path):
    status, text = run(program, root, "check", "--format", "json", path)
    answer = json.loads(text, object_pairs_hook=once)
    schema.validate(answer)
    errors = [f for f in answer["findings"] if f["severity"] == "error"]
    assert status == (1 if errors else 0), f"exit status {status}"
    assert answer["sound"] == (not errors)
    assert answer["file"] == path
    for finding in answer["findings"]:
        assert kinds.get(finding["id"]) == finding["severity"], finding["id"]
        check_place(finding)


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    kinds = kinds_of(root)
    schema = validator(root, "check")
    paths = sorted([*root.glob("tests/lang/*.conflict"),
                    *root.glob("tests/formats/broken/*.json"),
                    *root.glob("tests/formats/broken/*.gmcr")])
    failed = 0
    for path in paths:
        try:
            check_model(program, root, schema, kinds, str(path.relative_to(root)))
        except Exception as error:  # whatever it is, the next model may be sound
            failed += 1
            print(f"{path.name}: {told(error)}")
    print(f"{len(paths) - failed} passed, {failed} failed")
    sys.exit(bool(failed) or not paths)


if __name__ == "__main__":
    main()
