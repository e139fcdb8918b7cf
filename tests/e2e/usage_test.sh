#!/usr/bin/env bash
# What a wrong command line or configuration is told, and the exit status it gets.
source "$(dirname "$0")/lib.sh"

expect 2 'rnu' splitroot rnu
expect 2 'frobnicate' splitroot check music --frobnicate
expect 2 'STRING is required' splitroot check
expect 2 "'loud' is not one of: info, low, medium, high, critical" splitroot check music --fail-on loud
expect 2 "'xml' is not one of: table, json, ndjson, csv" splitroot check music --format xml
expect 2 "'soon' is no date" splitroot collisions --since soon
expect 2 "'a b' is no TLD label" splitroot check 'a b'
ok "unknown commands, flags and words are usage errors that name what is known"

expect 0 'splitroot [0-9]+\.[0-9]+\.[0-9]+' splitroot --version
expect 0 'the main job' splitroot --help
ok "--version and --help"

cat >"$work/bad.toml" <<'TOML'
databse = "x"
log_format = 7

[source.ens]
endpoint = "http://127.0.0.1:1"

[source.namecoin]
from = 1

[alert]
x = 1
TOML
expect 2 'bad.toml:1: databse: unknown key; known here: database' splitroot --config "$work/bad.toml" check-config
expect 2 'bad.toml:2: log_format: should be text or json' splitroot --config "$work/bad.toml" check-config
expect 2 'bad.toml:5: source.ens.endpoint: unknown key' splitroot --config "$work/bad.toml" check-config
expect 2 'bad.toml:7: source.namecoin: unknown source; known: iana-root' splitroot --config "$work/bad.toml" check-config
expect 2 'bad.toml:10: alert: unknown table' splitroot --config "$work/bad.toml" check-config
ok "every error of a configuration is told at once, with its line"

printf '[source.iana-root]\ntsig_secret = "c2VjcmV0"\n' >"$work/tsig.toml"
expect 2 'tsig_secret without tsig_name' splitroot --config "$work/tsig.toml" collect iana-root --once

expect 2 'none.toml: no such configuration file' splitroot --config "$work/none.toml" check-config
printf 'a = [\n' >"$work/torn.toml"
expect 2 'torn.toml:[0-9]+:[0-9]+' splitroot --config "$work/torn.toml" check-config
expect 2 'is not ADDRESS:PORT' env SPLITROOT_LISTEN=nowhere "$splitroot_bin" --data-dir "$data" check-config
ok "files that are missing or torn, and values that make no sense"

# Registries that a configuration adds: everything wrong with any of them is told at once.
mkdir "$work/registries"
described() { sed -e "s/^id = .*/id = \"$1\"/" -e "s/^home = .*/home = \"$2\"/" "$root/schemas/registries/uns-base.toml"; }
described uns-moon moon >"$work/registries/moon.toml"
described uns-base mars >"$work/registries/same-id.toml"
described uns-more base >"$work/registries/same-home.toml"
described hns venus >"$work/registries/other-kind.toml"
sed -e 's/^chain_id = .*/chain_id = "many"/' -e 's/^title = "UNSRegistry"/titel = "x"/' "$work/registries/moon.toml" >"$work/registries/broken.toml"
cat >"$work/more.toml" <<'TOML'
registries = ["registries/moon.toml"]
[source.uns-moon]
from = 7
TOML
expect 0 '' splitroot --config "$work/more.toml" check-config
expect 2 "unknown source 'doge'; known: .*uns-moon" splitroot --config "$work/more.toml" collect doge --once
cat >"$work/clash.toml" <<'TOML'
registries = ["registries/same-id.toml", "registries/moon.toml", "registries/same-home.toml", "registries/other-kind.toml",
  "registries/broken.toml", "registries/none.toml"]
colour = "red"
TOML
expect 2 "same-id.toml: id: 'uns-base' is taken by Unstoppable Domains on Base" splitroot --config "$work/clash.toml" check-config
expect 2 "same-home.toml: home: .* give this one a home of its own" splitroot --config "$work/clash.toml" check-config
expect 2 "other-kind.toml: id: 'hns' is a source of another kind" splitroot --config "$work/clash.toml" check-config
expect 2 'broken.toml:[0-9]+:[0-9]+: .*chain_id' splitroot --config "$work/clash.toml" check-config
expect 2 'broken.toml:[0-9]+:[0-9]+: .*titel: unknown key' splitroot --config "$work/clash.toml" check-config
expect 2 'none.toml: cannot be read' splitroot --config "$work/clash.toml" check-config
expect 2 'clash.toml:3: colour: unknown key' splitroot --config "$work/clash.toml" check-config
ok "registries of the configuration's own, and every error of theirs at once"

expect 2 "unknown source 'doge'; known: iana-root" splitroot collect doge --once
expect 2 "unknown namespace 'bnb'" splitroot names --namespace bnb
expect 2 "unknown namespace 'bnb'.*--declare" splitroot import names --namespace bnb /dev/null
expect 2 'cannot be read' splitroot import names --namespace ens "$work/none.txt"
expect 2 "unknown source 'x' of strings" splitroot import strings --source x /dev/null
ok "unknown sources, namespaces and files"
