#!/usr/bin/env bash
# Reorganisations of a real node: after each the rows are those of a fresh reading; one below the final block
# stops the source and changes nothing.
source "$(dirname "$0")/lib.sh"
needs_lab
anvil=$peers/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
# The final block lies 64 below the head.
"$anvil" --host 127.0.0.1 --port "$port" --chain-id 1 --slots-in-an-epoch 32 --no-mining --auto-impersonate \
  --gas-limit 1000000000 --load-state "$SPLITROOT_LAB/anvil-ethereum.json" --silent >"$work/anvil.log" 2>&1 &
pids+=($!)
change() { node "$here/evm_reorg.mjs" "$port" "$@" >"$work/change" || fail "the node was not changed: $*"; }
wait_for 20 node "$here/evm_reorg.mjs" "$port" look 0 || fail "anvil does not start: $(cat "$work/anvil.log")"

printf '[source.ens]\nendpoints = ["http://127.0.0.1:%s"]\nfrom = 0\nquiet_days = 0\n' "$port" >"$work/ens.toml"
of() { "$splitroot_bin" --data-dir "$work/$1" --config "$work/ens.toml" "${@:2}"; }
names() { of "$1" names --namespace ens --format ndjson | sort; }
# A reading of a chain from nothing.
fresh() {
  of fresh -q collect ens --once || fail "the fresh reading failed"
  names fresh
  of fresh -q db stop >/dev/null
  rm -rf "$work/fresh"
}
trap 'of kept -q db stop >/dev/null 2>&1 || true; of fresh -q db stop >/dev/null 2>&1 || true; cleanup $?' EXIT

# Enough blocks, made since the node's start, for all that is taken back below.
for seed in 1 2 3 4 5 6 7 8; do change grow "$seed"; done
of kept -q collect ens --once || fail "the first reading failed"
seed=10
for step in fork grow bounce fork fork bounce grow fork; do
  change "$step" "$((seed++))"
  of kept -q collect ens --once || fail "reading failed after $(cat "$work/change")"
done
of kept sources --format json >"$work/sources.json"
jq -e '.[] | select(.source == "ens") | .final == false and .trouble == null' "$work/sources.json" >/dev/null ||
  fail "the source's state: $(cat "$work/sources.json")"
before=$(names kept)
same "after eight changes of the chain every name is as a fresh reading has it" "$before" "$(fresh)"

change deep 1
expect 3 'reorganised below its final block.*read it anew' of kept collect ens --once
same "a reorganisation below the final block stops the source and changes nothing" "$before" "$(names kept)"
