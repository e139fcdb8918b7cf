#include "collectors/iana/tsig_wire.hpp"

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/zone_name.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t additional_count_at = 10;
constexpr std::uint16_t type_tsig = 250;
constexpr std::uint16_t class_any = 255;

/// Octets of a message read one after another; after a failure nothing more is read.
class Reader {
 public:
  explicit Reader(std::string_view octets, std::size_t at = 0) : octets_(octets), at_(at) {}
  bool good() const { return at_ <= octets_.size(); }
  std::size_t at() const { return at_; }
  std::string_view take(std::size_t size) {
    if (!good() || octets_.size() - at_ < size) at_ = octets_.size() + 1;
    if (!good()) return {};
    return octets_.substr((at_ += size) - size, size);
  }
  std::uint16_t u16() {
    const auto two = take(2);
    return two.empty() ? std::uint16_t{0} : u16_at(two, 0);
  }
  /// A name that may end in a pointer, which is not followed.
  void skip_name() {
    constexpr unsigned pointer = 0xc0;
    for (;;) {
      const auto one = take(1);
      if (one.empty() || one[0] == '\0') return;
      const unsigned length = static_cast<unsigned char>(one[0]);
      take(length >= pointer ? 1 : length);
      if (length >= pointer) return;
    }
  }
  /// A name without pointers, in lower case.
  std::string name() {
    const std::size_t size = good() ? name_size(octets_.substr(at_)) : 0;
    if (size == 0) at_ = octets_.size() + 1;
    return lower_ascii(take(size));
  }

 private:
  std::string_view octets_;
  std::size_t at_;
};

}  // namespace

std::int64_t TsigFields::signed_at() const {
  return static_cast<std::int64_t>(std::uint64_t{u16_at(timers, 0)} << 32 | u32_at(timers, 2));
}

std::int64_t TsigFields::fudge() const { return u16_at(timers, 6); }

std::string wire_u16(std::size_t value) {
  return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

std::string wire_u48(std::uint64_t value) {
  return wire_u16(value >> 32) + wire_u16(value >> 16) + wire_u16(value);
}

std::optional<std::string> wire_name_of(std::string_view text) {
  constexpr std::size_t longest_label = 63;
  constexpr std::size_t longest_name = 255;
  if (text.ends_with('.')) text.remove_suffix(1);
  std::string out;
  for (bool more = true; more;) {
    const std::string_view label = text.substr(0, text.find('.'));
    if (label.empty() || label.size() > longest_label ||
        label.find_first_of("\\\"() \t") != std::string_view::npos) {
      return std::nullopt;
    }
    out += static_cast<char>(label.size()) + lower_ascii(label);
    more = label.size() < text.size();
    text.remove_prefix(label.size() + (more ? 1 : 0));
  }
  out += '\0';
  if (out.size() > longest_name) return std::nullopt;
  return out;
}

std::optional<std::size_t> find_tsig(std::string_view message) {
  if (message.size() < header_size) return std::nullopt;
  Reader reader{message, header_size};
  for (int i = u16_at(message, 4); i > 0 && reader.good(); --i) {
    reader.skip_name();
    reader.take(4);
  }
  const int records = u16_at(message, 6) + u16_at(message, 8) + u16_at(message, additional_count_at);
  std::size_t last = message.size();
  std::uint16_t type = 0;
  for (int i = records; i > 0 && reader.good(); --i) {
    last = reader.at();
    reader.skip_name();
    type = reader.u16();
    reader.take(6);
    reader.take(reader.u16());
  }
  if (!reader.good()) return std::nullopt;
  const bool has_tsig =
      type == type_tsig && u16_at(message, additional_count_at) > 0 && reader.at() == message.size();
  return has_tsig ? last : message.size();
}

std::optional<TsigFields> parse_tsig(std::string_view record) {
  Reader reader{record};
  TsigFields fields;
  fields.name = reader.name();
  reader.take(2 + 2 + 4 + 2);  // type, class, TTL, length
  fields.algorithm = reader.name();
  fields.timers = reader.take(8);
  fields.mac = reader.take(reader.u16());
  fields.original_id = reader.take(2);
  fields.error = reader.u16();
  fields.other = reader.take(reader.u16());
  if (!reader.good() || reader.at() != record.size()) return std::nullopt;
  return fields;
}

void append_tsig(std::string& message, const TsigFields& fields) {
  const std::string data = fields.algorithm + fields.timers + wire_u16(fields.mac.size()) + fields.mac +
                           fields.original_id + wire_u16(fields.error) + wire_u16(fields.other.size()) +
                           fields.other;
  message += fields.name + wire_u16(type_tsig) + wire_u16(class_any) + std::string(4, '\0') +
             wire_u16(data.size()) + data;
  message.replace(additional_count_at, 2, wire_u16(u16_at(message, additional_count_at) + 1U));
}

std::string without_tsig(std::string_view message, std::size_t tsig_at, const TsigFields& fields) {
  std::string out{message.substr(0, tsig_at)};
  out.replace(0, 2, fields.original_id);
  return out.replace(additional_count_at, 2, wire_u16(u16_at(message, additional_count_at) - 1U));
}

std::string tsig_variables(const TsigFields& fields) {
  return fields.name + wire_u16(class_any) + std::string(4, '\0') + fields.algorithm + fields.timers +
         wire_u16(fields.error) + wire_u16(fields.other.size()) + fields.other;
}

std::string tsig_error_text(std::uint16_t error) {
  switch (error) {
    case 0:
      return {};
    case 16:
      return "BADSIG (its secret is another)";
    case 17:
      return "BADKEY (it does not know it)";
    case 18:
      return "BADTIME (the clocks differ)";
    default:
      return "error " + std::to_string(error);
  }
}

}  // namespace splitroot::collectors
