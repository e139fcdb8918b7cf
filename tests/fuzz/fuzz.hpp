#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/batch.hpp"
#include "core/result.hpp"
#include "core/utf8.hpp"

/// What libFuzzer calls with each input; a target defines it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace splitroot::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, which libFuzzer takes for a finding, unless `holds`.
inline void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "expected: %s\n", what);
  std::abort();
}

/// True for text that may go to a log or a terminal as it is: UTF-8 without control characters.
inline bool is_showable(std::string_view text) {
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet == 0x7f) return false;
  }
  return is_valid_utf8(text);
}

/// What every error must be: a message that names its file, on one line, whatever the input holds.
inline void expect_error(const Error& error, std::string_view origin_name) {
  expect(error.fault == Fault::input || error.fault == Fault::source, "the input's fault");
  expect(is_showable(error.message), "a message fit to be shown");
  expect(error.message.starts_with(origin_name), "a message that names the file");
}

/// What every list must be.
inline void expect_list(const Result<StandingBatch>& batch, std::string_view origin_name) {
  if (!batch) return expect_error(batch.error(), origin_name);
  expect(!batch->source.empty() && !batch->reading.position.empty(), "a source and a position");
  expect(batch->reading.digest.size() == 64, "a digest");
  expect(batch->reading.entries == batch->entries.size(), "a count of entries");
  for (const StandingEntry& entry : batch->entries) {
    expect(!entry.ldh.empty() && entry.ldh.size() <= 63 && is_showable(entry.ldh), "a label");
    expect(!entry.since || !entry.until || *entry.since <= *entry.until,
           "a range that begins before it ends");
    for (const auto& [key, value] : entry.detail) {
      expect(is_showable(key) && is_valid_utf8(value), "details in UTF-8");
      expect(value.find('\0') == value.npos, "details without NUL");
    }
  }
}

}  // namespace splitroot::fuzz
