#!/usr/bin/env bash
# What the real lists of IANA and ICANN say, in whatever order they come: five root zones from 2014 to 2026, ICANN's
# contracted gTLDs, the reveal list of the 2012 round. Facts: IANA's and ICANN's own, of the dates in the files' names.
source "$(dirname "$0")/lib.sh"
files=${SPLITROOT_DATA:-}
[[ -d $files/iana/root-zone && -d $files/icann/round-2012 ]] || skip "SPLITROOT_DATA holds no lists of IANA and ICANN"

for zone in "$files"/iana/root-zone/*.zst; do zstd -dqc "$zone" >"$work/$(basename "$zone" .zst)"; done
zones=(2014071301 2016100801 2018060401 2020020102 2026010500)
server=$(splitroot -q db url 2>/dev/null || { splitroot -q db start >/dev/null && splitroot -q db url; })
database=
in_database() { "$splitroot_bin" --data-dir "$data" --database "$database" -q "$@"; }
begin() { psql -X -q "$server" -c "create database $1"; database=${server%/splitroot}/$1; }
query() { psql -X -A -t -q "$database" -c "$1"; }
zone() { in_database import strings --source iana-root "$work/root.zone.$1"; }

timeline="select ldh, standing, application, since_after, since, until_after, until, detail from standing where recorded_to is null order by 1, 2, 3, 5"
begin forward
for serial in "${zones[@]}"; do zone "$serial" || fail "the zone of $serial is refused"; done
first=$(query "$timeline")
for order in '2026010500 2018060401 2014071301 2020020102 2016100801' '2020020102 2014071301 2026010500 2016100801 2018060401'; do
  begin "order${order%% *}"
  for serial in $order; do zone "$serial" || fail "the zone of $serial is refused"; done
  [[ $(query "$timeline") == "$first" ]] || fail "the zones in the order $order give another timeline"
done
ok "five zones in three orders: the same timeline"

same "delegated after 2020-02-01" \
  "$(query "select string_agg(ldh, ' ' order by ldh) from standing where recorded_to is null and standing = 'delegated' and since_after >= '2020-02-01'")" \
  'amazon kids music spa xn--4dbrk0ce xn--cckwcxetd xn--jlq480n2rg'
same "gone since" "$(query "select count(*) from standing where recorded_to is null and standing = 'retired' and since_after >= '2020-02-01'")" 85
same "how the zones were verified" \
  "$(query "select string_agg(concat_ws(' ', as_of::date, verification), '; ' order by as_of) from observation where source = 'iana-root'")" \
  '2014-07-13 verified; 2016-10-08 verified; 2018-06-04 verified; 2020-02-01 verified; 2026-01-05 verified'
standing_on() { in_database check "$1" --as-of "$2" --format json | jq -c '[.[0].standing[].standing]'; }
same "music before" "$(standing_on music 2020-03-01)" '[]'
same "music after" "$(standing_on music 2026-01-06)" '["delegated"]'

# A zone that lacks 155 of its TLDs, and one of another octet, followed and as history.
newest=$work/root.zone.2026010500
awk '$4 == "NS" && $1 ~ /^[^.]+\.$/ {print $1}' "$newest" | sort -u | awk 'NR % 9 == 3' | head -155 >"$work/dropped"
awk 'NR == FNR {gone[$1]; next} {n = split($1, part, "."); if (!((part[n - 1] ".") in gone)) print}' "$work/dropped" "$newest" >"$work/cut"
sed '0,/65\.22\./s//65.23./' "$newest" >"$work/altered"
cut='the zone as read has 1283 TLDs; the last good one, of 2026-01-05, has 1438 entries, and stays'
expect 2 "$cut" in_database import strings --source iana-root "$work/cut"
expect 2 'ZONEMD' in_database import strings --source iana-root "$work/altered"
node -e 'require("http").createServer((q, a) => require("fs").createReadStream(process.argv[1]).pipe(a)).listen(0, "127.0.0.1", function () { console.log(this.address().port) })' "$work/cut" >"$work/port" &
pids+=($!)
wait_for 10 test -s "$work/port"
printf '[source.iana-root]\nurls = ["http://127.0.0.1:%s/"]\n' "$(cat "$work/port")" >"$work/live.toml"
expect 3 "$cut" "$splitroot_bin" --data-dir "$data" --database "$database" --config "$work/live.toml" collect iana-root --once
same "what was refused changes nothing" "$(query "$timeline")" "$first"

for file in "$files"/icann/newgtlds/*.csv; do in_database import strings --source icann-gtlds "$file"; done
reveal=("$files"/icann/round-2012/*.csv)
in_database import strings --source icann-round-2012 --as-of 2012-06-13 "${reveal[0]}"
in_database pipeline --round 2012 --format json >"$work/2012.json"
same "applications, strings, contested" \
  "$(jq -r '[([.[].applications[] | select(.source == "icann-round-2012")] | length), ([.[] | select(any(.applications[]; .source == "icann-round-2012"))] | length), ([.[] | select([.applications[] | select(.source == "icann-round-2012")] | length > 1)] | length)] | map(tostring) | join(" ")' "$work/2012.json")" \
  '1930 1409 230'
same "corp, home and mail" \
  "$(jq -r '.[] | select(.ldhName | IN("corp", "home", "mail")) | "\(.ldhName) \(.standing) \(.outcomeUnknown)"' "$work/2012.json")" \
  $'corp not-approved false\nhome not-approved false\nmail not-approved false'
same "whose application it was" \
  "$(jq -r '.[] | select(.ldhName == "kids") | .standing, (.applications[] | "\(.detail.outcome) \(.until)")' "$work/2012.json")" \
  $'delegated\ncontracted 2021-08-13T00:00:00Z\nunknown null'
[[ $(jq '[.[].applications[] | select(.detail.outcome == "contracted")] | length' "$work/2012.json") -gt 1000 ]] || fail "contracts are not found by their applications"

# What the sources hold, from their own files.
awk '$4 == "NS" && $1 ~ /^[^.]+\.$/ {print tolower(substr($1, 1, length($1) - 1))}' "$work/root.zone.2026010500" | sort -u >"$work/root"
tail -n +3 "$files/icann/newgtlds/newgtlds-2026-01-05.csv" | cut -d'"' -f2 | sort -u >"$work/contracted"
standing_of() { query "select distinct ldh from standing where recorded_to is null and standing = '$1' ${2:-}" | sort; }
diff <(standing_of delegated 'and until is null') "$work/root" >/dev/null || fail "what is delegated is not what the root holds"
[[ -z $(comm -13 <(standing_of contracted) "$work/contracted") ]] || fail "a contract that ICANN lists is not on record"
same "contracted and not delegated" "$(standing_of contracted 'and until is null' | xargs)" 'hotel merck'
same "the same by the two lists" "$(comm -13 "$work/root" "$work/contracted" | xargs)" 'hotel merck'
same "no other standing" "$(query "select string_agg(distinct standing, ' ' order by standing) from standing where recorded_to is null")" \
  'applied contracted delegated retired'
ok "no standing contradicts a source, and none is invented"

lint() { in_database lint reserved --namespace hns --as-of 2026-01-06 --format json; }
lint >"$work/lint.json"
missing() { jq -r --arg list "$1" '[.[] | select(.list == $list and .drift == "missing" and .standing == "delegated") | .ldhName] | sort | join(" ")' "$work/lint.json"; }
same "missing of the reserve of 2020" "$(missing hns-reserve-2020)" 'kids music xn--4dbrk0ce xn--cckwcxetd xn--jlq480n2rg'
same "missing under the rules in force" "$(missing hns-lockup-2023)" 'desi kids music xn--4dbrk0ce xn--cckwcxetd xn--jlq480n2rg'
# Resolvers' fallback list has the root labels of 2020 alone: amazon and spa were reserved as popular names.
same "stale lists on record" \
  "$(in_database collisions --class stale-list --standing delegated --format json | jq -r '[.[].against.ldhName] | sort | join(" ")')" \
  'amazon desi kids music spa xn--4dbrk0ce xn--cckwcxetd xn--jlq480n2rg'
