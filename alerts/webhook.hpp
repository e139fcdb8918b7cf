#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "alerts/rules.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

namespace splitroot::alerts {

/// The key behind a secret as Standard Webhooks write it: `whsec_` and base64 of 24 to 64 octets. The error
/// says what is wrong without repeating any of it.
Result<Secret> decode_secret(std::string_view text);

/// The key a webhook signs with now: from its secret, or from its file (first line, at most 4 KiB).
Result<Secret> signing_key(const Webhook& webhook);

/// `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0.0, symmetric signature).
std::string signature(const Secret& key, std::string_view id, Timestamp at, std::string_view body);

}  // namespace splitroot::alerts
