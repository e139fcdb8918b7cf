#pragma once
#include <array>
#include <cstdio>
#include <map>
#include <string>

#include "collectors/icann/pipeline/round_2012.hpp"
#include "collectors/icann/pipeline/round_2026.hpp"
#include "collectors/icann/pipeline/summary.hpp"
#include "files_support.hpp"

namespace splitroot::collectors::test {

using Detail = std::map<std::string, std::string>;

/// Expects an error whose message begins so.
template <class T>
void check_error_begins(const Result<T>& result, const std::string& message) {
  REQUIRE_MESSAGE(!result.has_value(), "expected: " << message);
  CHECK_MESSAGE(result.error().message.starts_with(message), result.error().message);
  CHECK(result.error().fault == Fault::input);
}

inline Result<ApplicationBatch> parse_2026(const std::string& text,
                                           std::optional<Timestamp> as_of = parse_time("2026-10-15")) {
  return parse_round_2026(text, "round.csv", as_of);
}

/// The only entry of a list; an empty one after a failed check.
inline ApplicationEntry only(const Result<ApplicationBatch>& batch) {
  CHECK(good(batch));
  if (!batch) return {};
  CHECK(batch->entries.size() == 1);
  return batch->entries.empty() ? ApplicationEntry{} : batch->entries.front();
}

/// All a command writes, and whether it ended well.
inline std::optional<std::string> output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string out;
  std::array<char, 1 << 16> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    out.append(block.data(), n);
  return pclose(pipe) == 0 ? std::optional{out} : std::nullopt;
}

}  // namespace splitroot::collectors::test
