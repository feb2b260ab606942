#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Validates run files line by line against docs/record.schema.json.

usage: check_schema.py SCHEMA RUN...

Prints each fault with file, line and field; exits 1 if there is one, or if a
file has no lines at all.
"""
import json
import sys

import jsonschema


def validator(path):
    """A validator for each type of line: errors then name the very field."""
    with open(path, encoding="ascii") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker(["ipv4", "ipv6"])
    validators = {None: jsonschema.Draft202012Validator(
        schema, format_checker=checker)}
    for name in schema["$defs"]:
        if name.startswith("line_"):
            one = {"$defs": schema["$defs"], "$ref": "#/$defs/" + name}
            validators[name[5:]] = jsonschema.Draft202012Validator(
                one, format_checker=checker)
    return validators


def check(validators, path):
    """Returns how many lines were read and how many faults were found."""
    lines = faults = 0
    with open(path, encoding="ascii") as f:
        for lines, line in enumerate(f, 1):
            value = json.loads(line)
            one = validators.get(value.get("type"), validators[None])
            for error in one.iter_errors(value):
                faults += 1
                print(f"{path}:{lines}: {error.json_path}: {error.message}")
    return lines, faults


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    validators = validator(sys.argv[1])
    failed = False
    for path in sys.argv[2:]:
        lines, faults = check(validators, path)
        print(f"{path}: {lines} lines, {faults} faults")
        failed = failed or faults > 0 or lines == 0
    sys.exit(1 if failed else 0)


main()
