#!/usr/bin/env bash
# A rule, a name minted while `run` follows, and the message: signed, in time, at least once, under one id.
source "$(dirname "$0")/lib.sh"
needs_lab

receiver() { # receiver FILE [--fail N]: prints the port
  node "$root/tests/peers/webhook.mjs" 0 "$@" >"$1.port" &
  pids+=($!)
  wait_for 10 grep -q listening "$1.port" || fail "the receiver does not start"
  awk '{print $2}' "$1.port" >"$1.number"
}

secret=whsec_$(openssl rand -base64 32)
receiver "$work/received"
receiver "$work/flaky" --fail 2
port=$(cat "$work/received.number") flaky=$(cat "$work/flaky.number")
{ echo '[alerts]'; echo 'allow_private_addresses = true'; cat "$SPLITROOT_LAB/lab.toml"; } >"$work/lab.toml"
printf '%s\n' "$secret" >"$work/secret"
chmod 600 "$work/secret"
cat >"$work/rules.toml" <<TOML
[[webhook]]
name = "ops"
url = "http://127.0.0.1:$port/hook"
secret_file = "$work/secret"

[[webhook]]
name = "flaky"
url = "http://127.0.0.1:$flaky/hook"
secret = "$secret"

[[rule]]
name = "below wallet"
on = ["name"]
strings = ["*.wallet"]
to = ["webhook:ops", "webhook:flaky"]
TOML
splitroot --config "$work/lab.toml" run --once --no-serve >/dev/null 2>"$work/err" || fail "run ended with $?: $(cat "$work/err")"
expect 0 '1 rules? and 2 webhooks?' splitroot rules apply "$work/rules.toml"
expect 0 'below wallet' splitroot rules list
splitroot rules list --format json | grep -qF "$secret" && fail "rules list shows a secret"
ok "rules apply and list, without secrets"

"$splitroot_bin" --data-dir "$data" --config "$work/lab.toml" run --no-serve >/dev/null 2>"$work/follow" &
pids+=($!)
sleep 2
name=x$RANDOM$RANDOM
"$root/tests/peers/lab" mint "$SPLITROOT_LAB" uns "$name.wallet" >/dev/null 2>&1 || fail "the lab does not mint"
"$root/tests/peers/lab" mine "$SPLITROOT_LAB" eth 4 >/dev/null 2>&1
final_at=$(date +%s%N)
wait_for 12 grep -q "$name" "$work/received" || fail "no message within 12 s: $(cat "$work/follow")"
took=$((($(date +%s%N) - final_at) / 1000000))
[[ $took -lt 10000 ]] || fail "the message took $took ms"
ok "the message comes $took ms after finality"

wait_for 30 grep -q '"status":204' "$work/flaky" || fail "the third attempt was not made: $(cat "$work/flaky")"
node "$here/verify_webhook.mjs" "$secret" "$name.wallet" "$work/received" 204 || fail "the signature or body is wrong"
ok "the signature verifies, the body is what the schema says"
node "$here/verify_webhook.mjs" "$secret" "$name.wallet" "$work/flaky" 500 500 204 || fail "the repetition is wrong"
ok "refused twice, delivered the third time under the same id"

# Between the answer and the mark: sent again, under the same id.
kill "${pids[-1]}"
wait "${pids[-1]}" 2>/dev/null || true
: >"$work/received"
name=y$RANDOM$RANDOM
"$root/tests/peers/lab" mint "$SPLITROOT_LAB" uns "$name.wallet" >/dev/null 2>&1
"$root/tests/peers/lab" mine "$SPLITROOT_LAB" eth 4 >/dev/null 2>&1
status=0
SPLITROOT_ABORT_AT=between-send-and-mark splitroot --config "$work/lab.toml" run --once --no-serve >/dev/null 2>&1 || status=$?
[[ $status -eq 134 ]] || fail "between-send-and-mark was not reached ($status)"
splitroot --config "$work/lab.toml" run --once --no-serve >/dev/null 2>&1 || fail "run after the abort ended with $?"
ids=$(jq -r '.headers["webhook-id"]' "$work/received" "$work/flaky" | sort | uniq -c | awk '{print $1}' | sort -u)
[[ $(jq -r --arg n "$name" 'select(.body | contains($n)) | .headers["webhook-id"]' "$work/received" | sort -u | wc -l) -eq 1 ]] ||
  fail "one change came under several ids: $ids"
total=$(cat "$work/received" "$work/flaky" | grep -c "$name")
[[ $total -ge 3 ]] || fail "aborted between send and mark, the message was not sent again ($total)"
ok "aborted between send and mark: sent again, under the same id"
