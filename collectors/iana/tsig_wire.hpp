#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace splitroot::collectors {

/// A TSIG record (RFC 8945, section 4.2).
struct TsigFields {
  std::string name;       ///< wire form, lower case
  std::string algorithm;  ///< likewise
  std::string timers;     ///< time signed (48 bits) and fudge (16): what later messages of an answer digest
  std::string mac;
  std::string original_id;  ///< two octets
  std::uint16_t error = 0;
  std::string other;

  std::int64_t signed_at() const;  ///< Unix seconds
  std::int64_t fudge() const;      ///< seconds
};

std::string wire_u16(std::size_t value);
std::string wire_u48(std::uint64_t value);

/// The lower-case wire form of a name in text form without escapes, with or without its last dot; nullopt
/// when it is none.
std::optional<std::string> wire_name_of(std::string_view text);

/// Where the TSIG record of a message begins, which is its last one; the message's size when it has none.
/// nullopt: no DNS message.
std::optional<std::size_t> find_tsig(std::string_view message);

/// The record that is all of `record`. nullopt: malformed.
std::optional<TsigFields> parse_tsig(std::string_view record);

/// Appends the record and counts it.
void append_tsig(std::string& message, const TsigFields& fields);

/// The message as it was before it was signed: its own id, and without the record.
std::string without_tsig(std::string_view message, std::size_t tsig_at, const TsigFields& fields);

/// What is digested of the record itself (RFC 8945, section 4.3.3).
std::string tsig_variables(const TsigFields& fields);

/// What an error means, `BADKEY (it does not know it)`; empty for none.
std::string tsig_error_text(std::uint16_t error);

}  // namespace splitroot::collectors
