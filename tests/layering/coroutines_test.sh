#!/usr/bin/env bash
# g++ 12 frees a capturing lambda twice when it is a temporary inside a co_await expression: name it first.
set -euo pipefail
cd "$(dirname "$0")/../.."
if grep -rnE 'co_await[^;]*\[[^]]+\][[:space:]]*(\(|\{|mutable)' --include='*.cpp' --include='*.hpp' \
  core net db correlate collectors ingest alerts serve app | grep -vE '\[[0-9a-z_]+\][[:space:]]*[;),.]'; then
  echo "not ok - a capturing lambda stands inside a co_await expression"
  exit 1
fi
echo "ok - no capturing lambda inside a co_await expression"
