"""What others say of documents: a validator of OpenAPI, and one of JSON Schema, which is asked about every example.

Arguments: `openapi FILE…` or `schema FILE…`. Says what is wrong, and how many examples were looked at.
"""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = "urn:document"


def schemas(node, path=""):
    """Every schema with its examples, by where it stands."""
    if isinstance(node, list):
        for at, item in enumerate(node):
            yield from schemas(item, f"{path}/{at}")
    elif isinstance(node, dict):
        if isinstance(node.get("schema"), dict):
            examples = [node["example"]] if "example" in node else []
            examples += [it["value"] for it in node.get("examples", {}).values()]
            examples += node["schema"].get("examples", [])
            yield f"{path}/schema", node["schema"], examples
        for key, value in node.items():
            if key not in ("example", "examples", "default"):
                yield from schemas(value, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")


def main(kind, files):
    faults, count = [], 0
    for file in files:
        document = json.load(open(file, encoding="utf-8"))
        if kind == "openapi":
            try:
                validate(document)
            except Exception as error:  # Whatever it is, the document is at fault.
                faults.append(f"{file}: {error}")
                continue
            found = list(schemas(document))
        else:
            found = [("", document, document.get("examples", []))]
        registry = Registry().with_resource(ROOT, Resource(contents=document, specification=DRAFT202012))
        for path, schema, examples in found:
            Draft202012Validator.check_schema(schema)
            # References lead into the document.
            schema = {"$ref": f"{ROOT}#{path}"}
            judge = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
            for example in examples:
                count += 1
                faults += [f"{file}#{path}: {it.message}" for it in judge.iter_errors(example)]
    for fault in faults:
        print(fault)
    print(f"{count} examples")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
