#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/time.hpp"

namespace splitroot::collectors {

/// A key that a name server and we share (RFC 8945).
struct TsigKey {
  std::string name;  ///< as the server calls it, `transfer.example`
  std::string algorithm = "hmac-sha256";
  Secret secret;  ///< octets
};

/// A key as configurations write it, the secret in base64. Errors (usage) do not repeat the secret.
Result<TsigKey> make_tsig_key(std::string_view name, std::string_view algorithm, std::string_view secret);

/// One exchange under a key: the query signed, then the messages of the answer checked in order. Errors
/// (source) are bare reasons.
class TsigSession {
 public:
  explicit TsigSession(const TsigKey& key);

  /// The query with its TSIG record.
  std::string sign(std::string query, Timestamp at);

  /// Checks the next message of the answer. The first is signed, and at least each hundredth of the others
  /// (RFC 8945, section 5.3.1).
  Result<void> check(std::string_view message, Timestamp at);

  /// After the last message, which is signed too.
  Result<void> finish() const;

 private:
  Result<void> check_signed(std::string_view message, std::size_t tsig_at, Timestamp at);

  std::string name_;  ///< wire form, lower case
  std::string shown_;
  Secret secret_;
  std::string mac_;       ///< of the message signed last
  std::string unsigned_;  ///< messages since then
  int unsigned_count_ = 0;
  bool is_first_ = true;
};

}  // namespace splitroot::collectors
