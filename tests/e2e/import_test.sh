#!/usr/bin/env bash
# Files: good ones whole, bad ones not at all, with line and column; hostile labels kept and shown safely.
source "$(dirname "$0")/lib.sh"

printf 'string,standing,date\nmusic,delegated,2021-10-29\nhotel,contracted,2025-06-06\n' >"$work/strings.csv"
expect 0 '2 standings' splitroot import strings --source strings --as-of 2026-01-05 "$work/strings.csv"
expect 0 '0 standings' splitroot import strings --source strings --as-of 2026-01-05 "$work/strings.csv"
printf 'music.eth\nnobody.eth\nHOTEL.eth\n' | splitroot -q import names --namespace ens -
found=$(splitroot collisions --class exact --format json | jq -r '.[] | "\(.name) \(.against.ldhName) \(.level) \(.severity)"' | sort)
same "imported names meet imported strings" "$found" $'HOTEL.eth hotel label low\nmusic.eth music label low'

names() { sql 'select count(*) from name'; }
before=$(names)
refused() { # refused PATTERN TEXT ARGUMENT…
  local pattern=$1 text=$2
  shift 2
  printf "$text" >"$work/bad"
  expect 2 "$pattern" splitroot import "$@" "$work/bad"
}
refused 'bad:1:1: no header with the columns name; found: nom' 'nom\nx.eth\n' names --namespace ens --format csv
refused 'bad:3:[0-9]+:.*expires_at' 'name,expires_at\na.eth,2030-01-01\nb.eth,soon\n' names --namespace ens --format csv
refused 'bad:2: .*at octet 8' '{"name":"a.eth"}\n{"name":\n' names --namespace ens --format ndjson
refused 'bad:2:[0-9]+' 'name\n"a.eth\n' names --namespace ens --format csv
refused 'bad:3:10: column .standing.' 'string,standing\na,delegated\nmusicxyz,dancing\n' strings --source strings
refused 'SOA|root' '<html>busy</html>\n' strings --source iana-root
refused 'no header with the columns' 'tld;date\n' strings --source icann-gtlds
same "nothing of a bad file is imported" "$(names)" "$before"

printf 'string,standing,date\nmusic,delegated,2021-10-29\n' >"$work/older.csv"
expect 0 '' splitroot import strings --source strings --as-of 2025-01-01 "$work/older.csv"
splitroot check music --as-of 2025-01-01 --format json | jq -e '.[0].standing | any(.standing == "delegated" and .source == "strings")' \
  >/dev/null || fail "an older list is not part of history"
for i in {1..60}; do echo "s$i,delegated,2020-01-01"; done | (echo string,standing,date; cat) >"$work/many.csv"
expect 0 '' splitroot import strings --source strings --as-of 2026-02-01 "$work/many.csv"
head -31 "$work/many.csv" >"$work/few.csv"
expect 2 'shrunk from 60 to 30' splitroot import strings --source strings --as-of 2026-03-01 "$work/few.csv"
expect 0 '' splitroot import strings --source strings --as-of 2026-03-01 --accept-shrink "$work/few.csv"
ok "older lists become history; lists that shrink are refused, with both counts"

{ printf 'nul\\u0000byte.eth\n' >/dev/null; printf '{"name":"nul\\u0000byte.eth"}\n{"nameHex":"fffe2e657468"}\n{"name":"%s.eth"}\n{"name":"\\u202etxt.eth"}\n{"name":"\\u001b[31mred.eth"}\n' \
  "$(head -c 300 /dev/zero | tr '\0' a)"; } >"$work/hostile.ndjson"
expect 0 '5 names added' splitroot import names --namespace ens --format ndjson "$work/hostile.ndjson"
splitroot names --namespace ens --format ndjson >"$work/shown.ndjson"
for hex in 6e756c0062797465 fffe2e657468 e280ae747874 1b5b33316d726564 "$(printf '61%.0s' {1..300})"; do
  grep -q "\"nameHex\":\"$hex" "$work/shown.ndjson" || fail "the octets $hex are not kept"
done
splitroot names --namespace ens | grep -qP '[\x00-\x08\x0e-\x1f]|\xe2\x80\xae' && fail "a control or bidi character is shown raw"
ok "NUL, invalid UTF-8, 300 characters, bidi and control characters: kept, counted, shown safely"

expect 0 '1 names added' splitroot import names --namespace freename --declare "Freename" <(echo s5)
splitroot check s5 --format json | jq -e '.[0].collisions | any(.namespace == "freename" and .level == "tld" and .severity == "critical")' \
  >/dev/null || fail "a declared namespace is not correlated"
ok "a namespace declared on the spot"
