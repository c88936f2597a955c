#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A plug-in for scs-check in POSIX shell: it judges the names of the roles that the credential holds.
set -eu

describe() {
    cat <<'END'
{
  "protocol": 1,
  "standard": {
    "id": "scs-9102",
    "version": "scs-9102-v1",
    "name": "Example: roles",
    "url": "https://example.org/scs-9102",
    "summary": "A customer's credential holds the role member and is no administrator."
  },
  "testcases": [
    {
      "id": "scs-9102-member",
      "title": "The credential holds the role member",
      "target": "main",
      "facts": ["roles"],
      "steps": [
        {"title": "read the roles", "role": "prepares"},
        {"title": "find the role member", "role": "requires"}
      ]
    }
  ]
}
END
}

run() {
    # One line, one JSON object. The only list of it that holds names is the one of the roles.
    IFS= read -r request
    echo '{"do": "step-began", "step": 1}'
    roles=$(printf '%s' "$request" | sed -n 's/.*"roles": *\[\([^]]*\)\].*/\1/p')
    count=$(printf '%s' "$roles" | tr ',' '\n' | grep -c '"' || :)
    echo "{\"do\": \"evidence\", \"text\": \"the credential holds $count roles\"}"
    echo '{"do": "step-ended", "step": 1}'
    echo '{"do": "step-began", "step": 2}'
    case ",$roles," in
    *'"member"'*)
        echo '{"do": "step-ended", "step": 2}'
        echo '{"do": "verdict", "testcase": "scs-9102-member", "verdict": "PASS"}'
        ;;
    *)
        echo '{"do": "verdict", "testcase": "scs-9102-member", "verdict": "FAIL",' \
            '"reason": "demand-not-met", "message": "The credential lacks the role member.",' \
            '"advice": "Give it the role member in the project."}'
        ;;
    esac
}

case "${1-}" in
describe) describe ;;
run) run ;;
*)
    echo "usage: $0 describe | run" >&2
    exit 64
    ;;
esac
