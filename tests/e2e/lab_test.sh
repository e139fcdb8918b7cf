#!/usr/bin/env bash
# The main job against real nodes: every name they hold is there, as they hold it, and once only.
source "$(dirname "$0")/lib.sh"
needs_lab
config=(--config "$SPLITROOT_LAB/lab.toml")

splitroot "${config[@]}" run --once --no-serve >"$work/out" 2>"$work/err" || fail "run ended with $?: $(cat "$work/err")"
ok "run --once against the lab ends with 0"

for namespace in ens uns hns; do
  splitroot names --namespace "$namespace" --format ndjson >"$work/$namespace.ndjson"
done
node "$here/compare_names.mjs" "$SPLITROOT_LAB/manifest.json" "$work" || fail "names differ from what the nodes say"
ok "every name of the nodes is there, with raw octets, holder, expiry, block and transaction"

splitroot sources --format json >"$work/sources.json"
# In a large lab, and in no other, names came so often that two days without any are told of.
large=$(jq '.counts.ens > 10000' "$SPLITROOT_LAB/manifest.json")
jq -e --argjson large "$large" '[.[] | select(.source | IN("ens", "basenames", "hns") or startswith("uns-"))] | length == 7 and all(.trouble == null or ($large and (.trouble | startswith("no event since"))))' \
  "$work/sources.json" >/dev/null || fail "coverage: $(cat "$work/sources.json")"
ok "coverage names the position of each chain"

before=$(rows; sql 'select count(*) from change'; sql 'select count(*) from collision')
homes() { jq -c "select(.name == \"$1\") | [.homes[].home]" "$work/uns.ndjson"; }
same "a name moved to Polygon lives there" "$(homes moved.crypto)" '["polygon","ethereum"]'
same "and one moved there and back at home" "$(homes returned.crypto)" '["ethereum","polygon"]'
same "names that lead somewhere say so" "$(jq -r 'select(.name | IN("hotel.x", "kids.wallet", "merck.nft", "early.crypto")) | "\(.name) \(.resolves)"' "$work/uns.ndjson" | sort)" \
  "early.crypto true
hotel.x true
kids.wallet false
merck.nft false"

splitroot "${config[@]}" run --once --no-serve >/dev/null 2>&1 || fail "the second run ended with $?"
same "run again, it adds nothing" "$(rows; sql 'select count(*) from change'; sql 'select count(*) from collision')" "$before"

splitroot -q correlate --full
same "a full pass gives the rows of the increments" "$(rows; sql 'select count(*) from collision')" \
  "$(head -n -2 <<<"$before"; tail -1 <<<"$before")"

# Cut the same history into other increments: the strings after the names.
sql "truncate standing, observation, sighting, collision"
splitroot "${config[@]}" -q collect iana-root icann-gtlds --once
splitroot check google --format json | jq -e '.[0].collisions | any(.name == "google.eth" and .level == "label" and .severity == "low")' \
  >/dev/null || fail "google.eth is not found once the strings come"
ok "strings that come after the names find them"

expect 0 '' splitroot names --namespace ens --format csv
hostile=$(splitroot names --namespace ens --format csv | grep -cP '[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae' || true)
same "no control or bidi character of a hostile label reaches the terminal" "$hostile" 0
