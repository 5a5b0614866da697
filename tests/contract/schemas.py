"""The schemas of docs/, and the program that must keep to them."""
import json
import pathlib
import subprocess
import traceback

import jsonschema


def closed(schema):
    """The same schema, but members that it does not name are no longer allowed."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    # Under `if`, `then` and `else` stand conditions on an object that is closed already.
    if "properties" in schema and schema.get("type") == "object":
        result.setdefault("additionalProperties", False)
    return result


def validator(root, name):
    schema = json.loads((root / "docs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(closed(schema))


def run(program, root, *arguments):
    """Exit status and standard output; messages are somebody else's business."""
    done = subprocess.run([program, *arguments], cwd=root, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout.decode("utf-8")


def once(pairs):
    """For json.loads: no member of an object stands there twice."""
    members = dict(pairs)
    assert len(members) == len(pairs), f"a member stands there twice: {list(members)}"
    return members


def told(error):
    """What failed, in which line of these tests."""
    here = pathlib.Path(__file__).parent
    frames = [f for f in traceback.extract_tb(error.__traceback__)
              if pathlib.Path(f.filename).parent == here]
    line = frames[-1].line if frames else ""
    return f"{type(error).__name__}: {error}"[:500] + f"\n    in: {line}"
