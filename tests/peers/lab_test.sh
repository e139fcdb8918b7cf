#!/usr/bin/env bash
# The lab itself: filled from nothing, untouched by a second start, the same after a restart or a kill.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/splitroot-lab.XXXXXX")
finish() { "$here/lab" down "$dir" >/dev/null || true; rm -rf "$dir"; }
trap finish EXIT

checks=0
fail() { echo "FAILED: $*" >&2; exit 1; }
check() { checks=$((checks + 1)); [[ $2 == "$3" ]] || fail "$1: got '$2', expected '$3'"; }
lab() { "$here/lab" "$@" >/dev/null; }
port() { jq -r ".$1" "$dir/ports.json"; }
evm() { curl -sf -H 'content-type: application/json' "http://127.0.0.1:$(port "$1")" \
  -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":$3}" | jq -c .result; }
eth() { evm eth "$@"; }
hns() { curl -sf -u x:splitroot-lab "http://127.0.0.1:$(port hns)/" -d "{\"method\":\"$1\",\"params\":$2}" | jq -c .result; }
manifest() { jq -c "$1" "$dir/manifest.json"; }

# Everything a restart must keep: tips, every log, old blocks, the finalized block, the zone's serial.
snapshot() {
  eth eth_blockNumber '[]'
  eth eth_getLogs '[{"fromBlock":"0x0","toBlock":"latest"}]' | sha256sum
  eth eth_getBlockByNumber '["0x0",true]' | sha256sum
  eth eth_getBlockByNumber '["0x20",true]' | sha256sum
  eth eth_getBlockByNumber '["finalized",false]' | sha256sum
  for chain in polygon base sonic; do
    evm $chain eth_getLogs '[{"fromBlock":"0x0","toBlock":"latest"}]' | sha256sum
    evm $chain eth_getBlockByNumber '["latest",false]' | sha256sum
  done
  hns getbestblockhash '[]'
  hns getnameinfo '["kids"]'
  kdig +short +tcp @127.0.0.1 -p "$(port dns)" SOA .
  sha256sum "$dir/manifest.json" "$dir/ports.json" "$dir/lab.toml" "$dir/root.zone"
}

started=$SECONDS
lab up "$dir"
echo "up from nothing: $((SECONDS - started)) s"
check 'under 90 s' "$((SECONDS - started < 90))" 1
check 'more than 400 names' "$(manifest '.names | length > 400')" true
check 'all three namespaces' "$(manifest '[.names[].namespace] | unique')" '["ens","hns","uns"]'
check 'hostile labels' "$(manifest '[.names[] | select(.hostile and .namespace == "ens")] | length > 30')" true
check 'a label of NUL bytes' "$(manifest 'any(.names[]; .labelHex == "6e756c000000000000")')" true
check 'holders as addresses' "$(manifest 'all(.names[] | select(.namespace != "hns" and .holder != null); .holder | test("^0x[0-9a-f]{40}$"))')" true
check 'wrapped names' "$(manifest '[.names[] | select(.wrapped)] | length > 100')" true
check 'burned names have no holder' "$(manifest '[.names[] | select(.burned) | .holder] | unique')" '[null]'
check 'UNS on four chains' "$(manifest '[.names[] | select(.namespace == "uns") | .home] | unique')" '["base","ethereum","polygon","sonic"]'
home() { manifest "[.names[] | select(.name == \"$1\") | {(.home): (if .burned then \"burned\" elif .locked then \"locked\" else \"held\" end)}] | add"; }
check 'Basenames' "$(manifest '.counts.basenames > 20')" true
check 'moved to Polygon' "$(home moved.crypto)" '{"ethereum":"locked","polygon":"held"}'
check 'moved there and back' "$(home returned.crypto)" '{"ethereum":"held","polygon":"burned"}'
check 'minted on Polygon, moved to Ethereum' "$(home traveller.wallet)" '{"ethereum":"held","polygon":"burned"}'
check 'on every chain' "$(home twice.x)" '{"ethereum":"held","polygon":"held","base":"held","sonic":"held"}'
check 'chain ids' "$(for chain in eth polygon base sonic; do evm $chain eth_chainId '[]'; done | tr '\n' ' ')" '"0x1" "0x89" "0x2105" "0x92" '
check 'TLDs' "$(manifest '[.tlds[].tld] | contains(["crypto","wallet","888","com"])')" true
check 'auction states' "$(manifest '[.names[] | select(.namespace == "hns") | .state] | unique')" \
  '[null,"BIDDING","CLOSED","OPENING","REVEAL","REVOKED"]'

tip=$(($(eth eth_blockNumber '[]' | tr -d '"')))
check 'finalized is two below the tip' "$(($(eth eth_getBlockByNumber '["finalized",false]' | jq -r .number)))" $((tip - 2))
check 'every name is final' "$(manifest "[.names[] | select(.namespace != \"hns\") | .lastBlock] | max <= $((tip - 2))")" true
ahead=$(($(eth eth_getBlockByNumber '["latest",false]' | jq -r .timestamp) - $(date +%s)))
check 'chain time is near the clock' "$((ahead > -120 && ahead < 120))" 1

delegated() { awk '$4 == "NS" {print $1}' "$dir/root.zone" | sort -u | grep -cx "$1\." || true; }
for tld in kids music amazon com xn--fiqs8s; do check "$tld is delegated" "$(delegated "$tld")" 1; done
for tld in hotel merck wallet; do check "$tld is not delegated" "$(delegated "$tld")" 0; done
ldns-verify-zone -ZZ -k "$dir/root-anchor.ds" "$dir/root.zone" >/dev/null 2>&1 || fail 'the root zone does not verify'
check 'one SOA in the file' "$(awk '$4 == "SOA"' "$dir/root.zone" | wc -l)" 1
check 'hotel is under contract' "$(grep -c '^"hotel",.*,""$' "$dir/newgtlds.csv")" 1

before=$(snapshot)
lab up "$dir"
check 'a second up changes nothing' "$(snapshot)" "$before"
lab down "$dir"
lab status "$dir" && fail 'status after down must fail'
lab up "$dir"
check 'a restart keeps the chains' "$(snapshot)" "$before"

lab mint "$dir" uns freshly.wallet 0x00000000000000000000000000000000000000aa
lab mint "$dir" uns freshly.smobler 0x00000000000000000000000000000000000000bb --chain base
lab mint "$dir" ens freshly
lab mint "$dir" ens hex:616263ff00
lab mint "$dir" hns freshly
check 'minted names' "$(manifest '[.names[] | select(.name | startswith("freshly")) | .namespace] | sort')" '["ens","hns","uns","uns"]'
check 'minted holder' "$(manifest '.names[] | select(.name == "freshly.wallet") | .holder')" '"0x00000000000000000000000000000000000000aa"'
check 'raw bytes' "$(manifest 'any(.names[]; .namespace == "ens" and .labelHex == "616263ff00")')" true
check 'a mint is a block' "$(($(eth eth_blockNumber '[]' | tr -d '"')))" $((tip + 3))
check 'minted on Base' "$(manifest '.names[] | select(.name == "freshly.smobler") | [.home, .holder]')" '["base","0x00000000000000000000000000000000000000bb"]'
lab mine "$dir" polygon 3
lab mine "$dir" eth 2
check 'mined' "$(($(eth eth_blockNumber '[]' | tr -d '"')))" $((tip + 5))
height=$(hns getblockcount '[]')
lab mine "$dir" hns 7
check 'mined on Handshake' "$(hns getblockcount '[]')" $((height + 7))

old=$(eth eth_getBlockByNumber '["latest",false]' | jq -r .hash)
lab reorg "$dir" eth 3
lab reorg "$dir" polygon 2
check 'reorganised' "$([[ $(eth eth_getBlockByNumber '["latest",false]' | jq -r .hash) != "$old" ]] && echo yes)" yes
check 'as high as before' "$(($(eth eth_blockNumber '[]' | tr -d '"')))" $((tip + 5))
old=$(hns getbestblockhash '[]')
lab reorg "$dir" hns 3
check 'Handshake reorganised' "$([[ $(hns getbestblockhash '[]') != "$old" ]] && echo yes)" yes

before=$(snapshot)
for server in anvil anvil-polygon anvil-base anvil-sonic hsd knotd; do kill -9 "$(<"$dir/$server.pid")"; done
sleep 0.3
lab up "$dir"
check 'a kill loses nothing' "$(snapshot)" "$before"

echo "lab: $checks checks passed in $((SECONDS - started)) s"
