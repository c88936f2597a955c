# SPDX-License-Identifier: Apache-2.0
"""usage: validate.py SCHEMA DOCUMENT    Prints what is wrong with a document; nothing if it is valid."""
import json
import sys

import jsonschema


def understood(schema):
    """The schema with patterns of ECMAScript as Python knows them."""
    if isinstance(schema, dict):
        return {
            key: value.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d")
            if key == "pattern" and isinstance(value, str) else understood(value)
            for key, value in schema.items()
        }
    return [understood(item) for item in schema] if isinstance(schema, list) else schema


with open(sys.argv[1]) as file:
    schema = understood(json.load(file))
with open(sys.argv[2]) as file:
    document = json.load(file)
kind = jsonschema.validators.validator_for(schema)
# Definitions refer to each other by "#name", which old validators resolve by $id alone.
for error in sorted(kind(schema).iter_errors(document), key=str)[:20]:
    print("/".join(map(str, error.absolute_path)), error.message[:300])
