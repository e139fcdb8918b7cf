#include "collectors/files/name_object.hpp"

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"

namespace splitroot::collectors {
namespace {

/// Reads the members of one object; the first that is wrong leaves its error here.
class Members {
 public:
  Members(const rapidjson::Value& object, const std::string& place) : object_(object), place_(place) {}

  /// Text; nullopt where absent or null.
  std::optional<std::string> text(const char* key) {
    const auto* value = present(key);
    if (value == nullptr) return std::nullopt;
    if (!value->IsString()) return wrong(key, "is no string");
    const std::string_view text = text_of(*value);
    if (text.find('\0') != std::string_view::npos) return wrong(key, "holds a NUL");
    return std::string{text};
  }

  std::optional<std::uint64_t> number(const char* key) {
    const auto* value = present(key);
    if (value == nullptr) return std::nullopt;
    if (value->IsUint64()) return value->GetUint64();
    wrong(key, "is no whole number");
    return std::nullopt;
  }

  std::optional<Timestamp> time(const char* key) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    const auto time = parse_time(*written);
    if (!time) wrong(key, "is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
    return time;
  }

  /// Octets of the name, from `name` or `nameHex`; nullopt when neither gives them.
  std::optional<std::string> name() {
    std::optional<std::string> octets;
    if (const auto* value = present("name"); value != nullptr) {
      if (!value->IsString()) return wrong("name", "is no string");
      octets = text_of(*value);
    }
    const auto hex = text("nameHex");
    if (!hex) return octets ? octets : wrong("name", "is missing, and so is 'nameHex'");
    const auto decoded = from_hex(*hex);
    if (!decoded) return wrong("nameHex", "is no hex");
    if (octets && octets != decoded) return wrong("nameHex", "is not the hex of 'name'");
    return decoded;
  }

  std::optional<std::string> wrong(std::string_view key, std::string_view why) {
    if (!error_) error_ = input_error(place_ + ":1: '" + std::string{key} + "' " + std::string{why});
    return std::nullopt;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  const rapidjson::Value* present(const char* key) const {
    const auto* value = member(object_, key);
    return value == nullptr || value->IsNull() ? nullptr : value;
  }

  const rapidjson::Value& object_;
  const std::string& place_;
  std::optional<Error> error_;
};

}  // namespace

Result<NameEvent> parse_name_object(std::string_view line, const std::string& place, NameMaker& names) {
  const auto document = parse_json(line, place);
  if (!document) return input_error(document.error().message);
  if (!document->IsObject()) return input_error(place + ":1: not a JSON object");
  Members members{*document, place};
  const auto name = members.name();
  if (!name) return *members.error();
  if (const auto flaw = names.flaw(*name)) {
    members.wrong("name",
                  std::string{"has at octet "} + std::to_string(flaw->at + 1) + " " + std::string{flaw->why});
    return *members.error();
  }
  NameEvent event = names.make(*name);
  event.holder = members.text("holder");
  event.registered_at = members.time("registered_at");
  event.expires_at = members.time("expires_at");
  event.evidence.block = members.number("block");
  event.evidence.tx = members.text("tx").value_or("");
  if (members.error()) return *members.error();
  return event;
}

}  // namespace splitroot::collectors
