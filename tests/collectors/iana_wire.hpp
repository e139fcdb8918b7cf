#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace splitroot::collectors::test {

/// DNS messages written by hand.

constexpr std::uint16_t test_id = 0x1234;

inline std::string u16(unsigned value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

/// `com` as `\3com\0`; empty for the root.
inline std::string wire(const std::string& label) {
  if (label.empty()) return std::string(1, '\0');
  return static_cast<char>(label.size()) + label + '\0';
}

inline std::string record(const std::string& owner, unsigned type, const std::string& data) {
  return wire(owner) + u16(type) + u16(1) + std::string("\0\0\1\0", 4) +
         u16(static_cast<unsigned>(data.size())) + data;
}

inline std::string soa(unsigned serial = 7) {
  return record("", 6, wire("a") + wire("b") + u16(0) + u16(serial) + std::string(16, '\1'));
}
inline std::string ns(const std::string& tld) { return record(tld, 2, wire("ns")); }

struct Header {
  std::uint16_t id = test_id;
  unsigned flags = 0x8400;
};

inline std::string message(const std::vector<std::string>& records, Header header = {}) {
  std::string out = u16(header.id) + u16(header.flags) + u16(0) + u16(static_cast<unsigned>(records.size())) +
                    u16(0) + u16(0);
  for (const auto& one : records) out += one;
  return out;
}

/// With the length that precedes it on TCP.
inline std::string framed(const std::string& text) { return u16(static_cast<unsigned>(text.size())) + text; }

}  // namespace splitroot::collectors::test
