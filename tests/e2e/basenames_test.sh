#!/usr/bin/env bash
# A registry that is a file alone: Basenames as shipped, and a description that the binary has never seen.
source "$(dirname "$0")/lib.sh"
needs_lab

splitroot --config "$SPLITROOT_LAB/lab.toml" -q collect basenames --once || fail "collect basenames ended with $?"
splitroot names --namespace ens --under base.eth --format ndjson >"$work/ens.ndjson"
node "$here/compare_basenames.mjs" "$SPLITROOT_LAB/manifest.json" "$work/ens.ndjson" || fail "names differ from what the registrar says"
ok "every Basename is there with raw octets, holder, expiry, status and evidence"

# The same registrar under another name and parent, described by a file beside the configuration.
sed -e 's/^id = .*/id = "othernames"/' -e 's/^namespace = .*/namespace = "other"/' -e '/^home = /d' -e 's/^title = "Basenames"/title = "Others"/' \
  -e 's/under = "base.eth"/under = "other.test"/' "$root/schemas/registries/basenames.toml" >"$work/others.toml"
endpoint=$(sed -n '/source.basenames/,$p' "$SPLITROOT_LAB/lab.toml" | grep -m1 -o 'http://127.0.0.1:[0-9]*')
cat >"$work/more.toml" <<TOML
registries = ["others.toml"]
[source.othernames]
endpoints = ["$endpoint"]
from = 0
TOML
more() { splitroot --config "$work/more.toml" "$@"; }
more -q collect othernames --once || fail "collect othernames ended with $?"
more names --namespace other --format ndjson >"$work/other.ndjson"
same "a description of one's own brings as many names" "$(wc -l <"$work/other.ndjson")" "$(wc -l <"$work/ens.ndjson")"
same "under the parent it names" "$(jq -r 'select(.name | startswith("music.")) | [.namespace, .name, .status] | join(" ")' "$work/other.ndjson")" \
  "other music.other.test active"
