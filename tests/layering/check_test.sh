#!/usr/bin/env bash
# The layering test, and the test of the test: a broken include must be found.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

"$here/check" "$root"
echo "ok - every include points down"

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir -p "$copy/correlate" "$copy/core"
printf '#include "core/name.hpp"\n' >"$copy/correlate/fine.hpp"
"$here/check" "$copy"
echo "ok - a lawful include passes"

printf '#include <string>\n#  include "db/database.hpp"\n' >"$copy/correlate/breach.cpp"
if found=$("$here/check" "$copy"); then
  echo "not ok - an include that breaks a layer went unseen"
  exit 1
fi
[[ $found == "correlate/breach.cpp:2: correlate/ may not include db/"* ]] || { echo "not ok - unclear: $found"; exit 1; }
echo "ok - an include that breaks a layer is found, with its place"

printf '#include "ingest/ingest.hpp"\n' >"$copy/core/breach.hpp"
found=$("$here/check" "$copy" || true)
if [[ $found == *"core/breach.hpp:1: core/ may not include ingest/ (it may include: nothing of ours)"* ]]; then
  echo "ok - core includes nothing of ours"
else
  echo "not ok - core was let include ingest"
  exit 1
fi
