#!/usr/bin/env bash
# The DNS side over time: zones and lists of any date in any order, questions about any day, reserved lists.
source "$(dirname "$0")/lib.sh"

# zone SERIAL TLD…: an unsigned root zone, padded to the size of one.
zone() {
  local serial=$1
  shift
  echo ". 86400 IN SOA a.root-servers.net. nstld.verisign-grs.com. $serial 1800 900 604800 86400"
  printf '%s. 172800 IN NS ns.nic.%s.\n' $(for tld in $(seq -f 'tld%g' 1 150 | tr '0-9' 'a-j') "$@"; do echo "$tld" "$tld"; done)
}
zone 2014071301 com abarth >"$work/2014"
zone 2020020102 com desi >"$work/2020"
zone 2026010500 com desi music kids >"$work/2026"

timeline() {
  sql "select string_agg(concat_ws(' ', ldh, standing, since_after::date, since::date, until_after::date, until::date), '; ' order by ldh, standing, first_seen)
       from standing where recorded_to is null and ldh !~ '^tld'"
}
expected='abarth delegated 2014-07-13 2020-02-01; abarth retired 2014-07-13 2020-02-01; com delegated; desi delegated 2014-07-13 2020-02-01; kids delegated 2020-02-01 2026-01-05; music delegated 2020-02-01 2026-01-05'
for order in '2014 2020 2026' '2026 2014 2020' '2020 2026 2014'; do
  sql 'truncate standing, sighting, observation, change' 2>/dev/null || true
  for one in $order; do expect 0 '' splitroot import strings --source iana-root "$work/$one"; done
  same "zones in the order $order" "$(timeline)" "$expected"
done

standing_on() { splitroot check "$1" --as-of "$2" --format json | jq -c '[.[0].standing[].standing], [.[0].between[].standing]'; }
same "a day between two zones that differ" "$(standing_on music 2020-03-01)" $'[]\n["delegated"]'
same "a day after" "$(standing_on music 2026-01-06)" $'["delegated"]\n[]'
same "a day before" "$(standing_on music 2020-01-31)" $'[]\n[]'
expect 0 'Not known for 2020-03-01' splitroot check music --as-of 2020-03-01
expect 0 'between 2020-02-01 and 2026-01-05' splitroot check music
known() { splitroot check music --known-at "$1" --format json | jq -c '[.[0].standing[].standing]'; }
same "before anything was known" "$(known 2020-01-01)" '[]'
splitroot check music --as-of 2020-03-01 --format json >"$work/check.json"
valid check.schema.json "$work/check.json"

splitroot -q import names --namespace hns - <<<music
splitroot check music --format json | jq -e '.[0].collisions[0].severity == "critical"' >/dev/null || fail "music of Handshake does not collide"
same "no collision before the name is known" "$(splitroot collisions --class exact --as-of 2026-01-06 --format json | jq length)" 0
splitroot collisions --class exact --format json --as-of "$(date -u -d tomorrow +%F)" | jq -e 'length == 1' >/dev/null || fail "no collision of tomorrow"

same "no name before it was known" "$(splitroot names --namespace hns --as-of 2026-01-06 --format json | jq length)" 0
same "the names of today" "$(splitroot names --namespace hns --as-of "$(date -u -d tomorrow +%F)" --format json | jq -r '.[].name')" music

stale() { splitroot collisions --class stale-list "$@" --format json | jq -r '[.[].against.ldhName | select(startswith("tld") | not)] | sort | join(" ")'; }
same "Handshake's lists in 2020: what they held in vain" "$(stale --as-of 2020-02-02)" abarth
same "now: what they lack too" "$(stale)" 'abarth desi kids music'
expect 0 'reserved list of Handshake, on .kids of the DNS .delegated.' splitroot check kids
expect 2 'neither --as-of nor --known-at' splitroot collisions --since 2026-01-01 --as-of 2026-01-01

zone 2023010100 com >"$work/cut" # lacks desi; and of the padding
sed -i '/tldb[a-j][a-j]\./d' "$work/cut"
expect 2 'not believed: it has [0-9]+ entries and lacks [0-9]+ that its neighbours in time both have: 152 .2020-02-01. and 154 .2026-01-05.' \
  splitroot import strings --source iana-root "$work/cut"
same "a truncated zone changes nothing" "$(timeline)" "$expected"

printf 'String,Application ID,Applicant\ngizmo,1-2026-1,Maker\n' >"$work/round"
expect 0 '' splitroot import strings --source icann-round-2026 --as-of 2026-05-15 "$work/round"
expect 0 '' splitroot import strings --source iana-root --as-of 2026-06-01 <(zone 2026060100 com desi music kids widget gizmo)
same "an applied-for label new in the root" "$(standing_on gizmo 2026-06-02)" $'["in-root-unclassified","applied"]\n[]'
same "a label new in the root" "$(standing_on widget 2026-06-02)" $'["in-root-unclassified"]\n[]'
expect 0 '' splitroot import strings --source iana-root --as-of 2026-09-29 <(zone 2026092900 com desi music kids)
splitroot check widget --format json | jq -e '.[0].standing | all(.standing == "in-root-unclassified" and .until != null)' >/dev/null ||
  fail "what has only left the root is called otherwise: $(splitroot check widget)"
same "120 days later it is applied for, as before" "$(standing_on gizmo 2026-09-30)" $'["applied","in-root-unclassified"]\n[]'
same "every standing it ever had" "$(sql "select string_agg(distinct standing, ' ' order by standing) from standing where ldh = 'gizmo'")" 'applied in-root-unclassified'
ok "a string that enters the root and leaves it is never delegated, nor retired"

expect 0 'code of Ethiopia' splitroot check eth
for string in x 888 go web3 my-app; do
  splitroot check "$string" --format json | jq -e '.[0].standing[0].standing == "ineligible"' >/dev/null || fail "$string is not told to be ineligible"
done
ok "why a string may be no gTLD"

splitroot lint reserved --namespace hns --as-of 2026-01-06 --format json >"$work/lint.json"
valid reserved.schema.json "$work/lint.json"
missing() { jq -r --arg list "$1" '[.[] | select(.list == $list and .drift == "missing" and (.ldhName | startswith("tld") | not)) | .ldhName] | join(" ")' "$work/lint.json"; }
same "what the reserve of 2020 lacks" "$(missing hns-reserve-2020)" 'kids music'
same "what the lock-up lacks" "$(missing hns-lockup-2023)" 'desi kids music'
printf 'com\nsh\nnone\n' >"$work/list"
expect 0 'music .*missing .*delegated .*between 2020-02-01 and 2026-01-05' splitroot lint reserved --namespace "$work/list" --as-of 2026-01-06
expect 1 'lacks' splitroot lint reserved --namespace "$work/list" --fail-on medium
printf 'com\nnot a label\n' >"$work/list"
expect 2 'list:2:' splitroot lint reserved --namespace "$work/list"
expect 2 '' splitroot lint reserved --namespace "$work/nowhere"
ok "reserved lists against the root of a day"
