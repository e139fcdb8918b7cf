#!/usr/bin/env bash
# The gTLD rounds: applications by import, what a string then is, contention, ICANN's dates and their calendar.
source "$(dirname "$0")/lib.sh"

cat >"$work/2026.csv" <<'CSV'
New gTLD Program: 2026 Round
As of: 14 October 2026
String;A-Label;Applicant;Application ID;Status;Replacement String;Contact Email
shop;;One Ltd;1-2026-001;In Evaluation;;one@example.org
SHOP;;Two Inc;1-2026-002;Withdrawn;;
eden;;Three;1-2026-003;;;
eden;;Four;1-2026-004;;;
brand;;Five;1-2026-005;;brandco;
novelty;;Six;1-2026-006;Dancing;;
CSV
expect 0 '6 applications for .* 1 of them wanted by several' splitroot import strings --source icann-round-2026 "$work/2026.csv"
expect 0 "'Dancing' is not known" splitroot import strings --source icann-round-2026 --as-of 2026-10-15 "$work/2026.csv"
expect 0 'about persons, and not kept: 1 value; columns contact-email' splitroot import strings --source icann-round-2026 "$work/2026.csv"
splitroot check shop --format json >"$work/shop.json"
valid check.schema.json "$work/shop.json"
same "each application for itself" \
  "$(jq -r '.[0].standing[] | "\(.application) \(.standing) \(.detail.applicant)"' "$work/shop.json")" \
  $'1-2026-001 applied One Ltd\n1-2026-002 withdrawn Two Inc'
expect 0 'applied .*application 1-2026-001 .One Ltd.' splitroot check shop
grep -rq 'one@example' "$work/shop.json" && fail "an address of a person is kept"
ok "the applications of a round, each with its own standing"

printf 'eden.eth\n' | splitroot -q import names --namespace ens -
printf 'eden\n' | splitroot -q import names --namespace hns -
cat >"$work/dates.csv" <<'CSV'
# as-of: 2026-10-14
milestone,date,round,string,source
End of the objection period,2099-01-14,2026,,https://www.icann.org/dates
Auction,2098-05-01,2026,eden,https://www.icann.org/auction
Reveal Day,2012-06-13,2012,,https://www.icann.org/2012
CSV
expect 0 '3 dates' splitroot import deadlines "$work/dates.csv"
expect 2 'known as of 2026-10-14; this list is of 2026-10-01, and older' splitroot import deadlines --as-of 2026-10-01 "$work/dates.csv"
sed "s/^milestone/when/" "$work/dates.csv" >"$work/bad.csv"
expect 2 "bad.csv:2:1: no column for milestone" splitroot import deadlines "$work/bad.csv"
splitroot pipeline --round 2026 --format json >"$work/pipeline.json"
valid pipeline.schema.json "$work/pipeline.json"
same "strings of the round" "$(jq -r '.[] | "\(.ldhName) \(.standing) \(.contenders) \(.nextDeadline.milestone)"' "$work/pipeline.json")" \
  "brand applied 1 End of the objection period
eden applied 2 Auction
novelty applied 1 End of the objection period
shop applied 1 End of the objection period"
same "findings of a string" "$(jq -c '.[] | select(.ldhName == "eden") | .findings | [.critical + .high + .medium + .low > 1]' "$work/pipeline.json")" '[true]'
expect 0 'eden .*contention.*2098-05-01 Auction' splitroot pipeline --round 2026
expect 0 'check with ICANN' splitroot pipeline --deadlines
splitroot pipeline --deadlines --format json >"$work/deadlines.json"
valid deadlines.schema.json "$work/deadlines.json"
same "all dates" "$(jq length "$work/deadlines.json")" 3
same "none of another round" "$(splitroot pipeline --round 1999 --format json | jq length)" 0
for format in table json ndjson csv; do expect 0 '' splitroot pipeline --format $format; done
ok "a round's strings with contention, findings and next date"

cat >"$work/magnitude.csv" <<'CSV'
# as-of: 2026-09-12
source_rank,tld,status
1,com,delegated
27,internal,undelegated
233,home,undelegated
CSV
expect 0 '3 labels recorded' splitroot import strings --source icann-magnitude "$work/magnitude.csv"
expect 0 'rank 27 of the 3 labels' splitroot check internal
expect 0 'none of the 3 labels' splitroot check eden
splitroot check internal eden --format json >"$work/check.json"
valid check.schema.json "$work/check.json"
same "leakage beside registrations" "$(jq -c '.[].leakage | [.listed, .rank, .delegated, .magnitude]' "$work/check.json")" \
  $'[true,27,false,null]\n[false,null,null,null]'
same "no reading is known of that day" "$(splitroot check internal --as-of 2026-01-01 --format json | jq -c '.[0].leakage')" null

cat >"$work/icann.toml" <<TOML
[source.icann-round-2026]
urls = ["file://$work/2026.csv"]
[source.icann-magnitude]
urls = ["file://$work/magnitude.csv"]
TOML
expect 0 '' splitroot --config "$work/icann.toml" collect icann-round-2026 icann-magnitude --once
expect 3 'no address of it is known; give one .\[source.icann-round-2012\] urls., or import its file' \
  splitroot --config "$work/icann.toml" collect icann-round-2012 --once
splitroot sources --format json | jq -e 'any(.[]; .source == "icann-magnitude" and .trouble == null)' >/dev/null ||
  fail "DNS Magnitude is not among the sources: $(splitroot sources)"
ok "lists of ICANN's are collected where their address is given"

# One round in three layouts is one and the same on record.
server=$(splitroot -q db url)
standings='select ldh, standing, application, since, until, detail from standing where recorded_to is null order by 1, 2, 3, 4'
for layout in comma semicolon json; do
  node "$root/tests/peers/round.mjs" "$layout" 2300 7 >"$work/$layout"
  psql -X -q "$server" -c "create database $layout"
  splitroot -q --database "${server%/splitroot}/$layout" import strings --source icann-round-2026 --as-of 2026-10-15 "$work/$layout" 2>/dev/null
  psql -X -A -t -q "${server%/splitroot}/$layout" -c "$standings" >"$work/$layout.rows"
done
strings=$(cut -d'|' -f1 "$work/comma.rows" | sort -u | wc -l)
[[ $strings -ge 2000 ]] || fail "not 2,000 strings: $strings"
cmp -s "$work/comma.rows" "$work/semicolon.rows" || fail "$(diff "$work/comma.rows" "$work/semicolon.rows" | head -4)"
cmp -s "$work/comma.rows" "$work/json.rows" || fail "$(diff "$work/comma.rows" "$work/json.rows" | head -4)"
ok "$strings strings in three layouts: the same rows"
