#!/usr/bin/env bash
# Without any live source: the bundled snapshot answers, says so, and claims no more than it knows.
source "$(dirname "$0")/lib.sh"

offline_configuration
config=(--config "$work/offline.toml")

status=0
splitroot "${config[@]}" run --once --no-serve >"$work/out" 2>"$work/err" || status=$?
[[ $status -eq 4 ]] || fail "run without live sources ended with $status: $(cat "$work/err")"
for source in iana-root iana-tlds-alpha iana-root-db iana-special-use icann-gtlds ens uns-ethereum uns-polygon uns-base uns-sonic basenames hns; do
  [[ $(grep -c "$source: " "$work/err") -eq 1 ]] || fail "not one line about $source: $(cat "$work/err")"
done
grep -q 'iana-root .*2026010500 .*snapshot\|iana-root .*not reached' "$work/out" || fail "no coverage of the root: $(cat "$work/out")"
ok "run --once ends with 4, one line a source that cannot be reached"

splitroot check music kids hotel --format json >"$work/check.json"
verdicts=$(jq -c '.[] | [.string.ldhName, (.collisions[] | select(.class=="exact" and .level=="tld" and .namespace=="hns")
  | .state, .verifiedLive, .status, .evidence.block, .against.standing, .severity)]' "$work/check.json")
same "three Handshake names against the root and the pipeline" "$verdicts" '["music","open",false,"unknown",13107,"delegated","critical"]
["kids","open",false,"unknown",26211,"delegated","critical"]
["hotel","open",false,"unknown",45367,"contracted","high"]'
since=$(jq -r '.[0].standing[] | select(.standing=="delegated" and .source=="iana-root") | .since' "$work/check.json")
[[ $since == 2021-* ]] || fail "music is delegated since '$since'"
ok "standings have their dates"

open=$(splitroot check com google box art pw --format json | jq '[.[].collisions[] | select(.level=="tld" and .state=="open")] | length')
same "nothing of com google box art pw is open at TLD level" "$open" 0
twins=$(splitroot check box art --format json | jq -r '.[].collisions[] | select(.state=="twin") | .name' | sort)
same "box and art show a twin" "$twins" $'art\nbox'

splitroot check wallet --format json | jq -e '.[0].collisions[] | select(.class=="cross-alt" and .against.namespace=="uns")' >/dev/null ||
  fail "wallet of Handshake and of Unstoppable is no cross-alt finding"
ok "TLD against TLD across alternatives"

expect 1 music splitroot check music --fail-on critical
expect 0 hotel splitroot check hotel --fail-on critical
expect 0 'not an ICANN name-collision assessment' splitroot check music
ok "--fail-on, and the disclaimer"

before=$(rows; sql 'select count(*) from collision'; sql 'select count(*) from change')
splitroot "${config[@]}" -q run --once --no-serve >/dev/null 2>&1 || true
splitroot -q correlate --full
after=$(rows; sql 'select count(*) from collision'; sql 'select count(*) from change')
same "a second run and a full pass add nothing" "$after" "$before"
