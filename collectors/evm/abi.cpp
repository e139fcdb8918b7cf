#include "collectors/evm/abi.hpp"

#include <algorithm>

namespace splitroot::collectors::evm {
namespace {

constexpr std::size_t word_size = 32;
constexpr std::array<std::string_view, 15> type_names = {
    "uint256", "uint128", "uint96",  "uint64", "uint32", "uint16", "uint8",    "int256",
    "bool",    "address", "bytes32", "bytes4", "string", "bytes",  "uint256[]"};

std::optional<AbiType> parse_type(std::string_view word) {
  const auto found = std::find(type_names.begin(), type_names.end(), word);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<AbiType>(found - type_names.begin());
}

bool is_identifier(std::string_view word) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !word.empty() && letter(word.front()) && std::all_of(word.begin(), word.end(), inner);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Takes the text before `separator` (or all of it) off the front of `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const auto taken = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return trimmed(taken);
}

Result<AbiParameter> parse_parameter(std::string_view text) {
  std::string_view rest = text;
  const auto type_name = take_until(rest, ' ');
  const auto type = parse_type(type_name);
  if (!type) return input_error("'" + std::string{type_name} + "' is not a type known here");
  rest = trimmed(rest);
  const bool indexed = rest.starts_with("indexed ");
  if (indexed) rest = trimmed(rest.substr(8));
  if (!is_identifier(rest) || rest == "indexed")
    return input_error("parameter '" + std::string{text} + "' has no name");
  return AbiParameter{std::string{rest}, *type, indexed};
}

Result<void> add_parameter(EventSignature& signature, std::string_view text) {
  auto parameter = parse_parameter(text);
  if (!parameter) return parameter.error();
  if (signature.find(parameter->name))
    return input_error("two parameters are called '" + parameter->name + "'");
  signature.indexed += parameter->indexed ? 1 : 0;
  signature.parameters.push_back(std::move(*parameter));
  if (signature.indexed > 3) return input_error("more than three parameters are indexed");
  if (signature.parameters.size() > EventSignature::most_parameters)
    return input_error("more than 16 parameters");
  return {};
}

Hash256 topic_of(const EventSignature& signature) {
  std::string canonical = signature.name + "(";
  for (const AbiParameter& parameter : signature.parameters) {
    if (canonical.back() != '(') canonical += ',';
    canonical += text(parameter.type);
  }
  return keccak256(canonical + ")");
}

std::uint64_t big_endian(std::string_view octets) {
  std::uint64_t value = 0;
  for (const char c : octets) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

bool all_zero(std::string_view octets) {
  return std::all_of(octets.begin(), octets.end(), [](char c) { return c == 0; });
}

/// A static value must be what its type can hold, extended with zeros.
std::string_view check_static(AbiType type, AbiValue word) {
  const auto fits = [word](std::size_t octets) {
    return all_zero(word.substr(0, word_size - octets)) ? "" : "a number is larger than its type";
  };
  switch (type) {
    case AbiType::uint128:
      return fits(16);
    case AbiType::uint96:
      return fits(12);
    case AbiType::uint64:
      return fits(8);
    case AbiType::uint32:
      return fits(4);
    case AbiType::uint16:
      return fits(2);
    case AbiType::uint8:
      return fits(1);
    case AbiType::bytes4:
      return all_zero(word.substr(4)) ? "" : "a bytes4 has more than 4 octets";
    case AbiType::boolean:
      return all_zero(word.substr(0, 31)) && static_cast<unsigned char>(word[31]) <= 1
                 ? ""
                 : "a bool is not 0 or 1";
    case AbiType::address:
      return all_zero(word.substr(0, 12)) ? "" : "an address is longer than 20 octets";
    default:
      return "";
  }
}

/// The octets of a dynamic value whose offset stands in `head`. Tails lie behind the `heads` octets of heads.
/// A list's length counts words.
std::string_view read_dynamic(std::string_view data, std::size_t heads, AbiType type, AbiValue head,
                              AbiValue& out) {
  const auto offset = to_uint64(head);
  if (offset && *offset < heads) return "an offset points into the heads";
  if (!offset || *offset > data.size() || data.size() - *offset < word_size)
    return "an offset points outside the data";
  const std::string_view tail = data.substr(*offset);
  const auto length = to_uint64(tail.substr(0, word_size));
  const std::size_t unit = type == AbiType::uint256_list ? word_size : 1;
  if (!length || *length > (tail.size() - word_size) / unit) return "a length reaches beyond the data";
  out = tail.substr(word_size, *length * unit);
  return "";
}

}  // namespace

std::string_view text(AbiType type) { return type_names[static_cast<std::size_t>(type)]; }

std::optional<std::size_t> EventSignature::find(std::string_view parameter) const {
  const auto named = [&](const AbiParameter& candidate) { return candidate.name == parameter; };
  const auto found = std::find_if(parameters.begin(), parameters.end(), named);
  if (found == parameters.end()) return std::nullopt;
  return static_cast<std::size_t>(found - parameters.begin());
}

Result<EventSignature> parse_signature(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (!rest.ends_with(')') || rest.find('(') == std::string_view::npos) {
    return input_error("an event is written Name(type name, type indexed name)");
  }
  rest.remove_suffix(1);
  EventSignature signature;
  signature.name = take_until(rest, '(');
  if (!is_identifier(signature.name)) return input_error("'" + signature.name + "' is not an event's name");
  const bool dangling = trimmed(rest).ends_with(',');
  while (!trimmed(rest).empty()) {
    if (const auto added = add_parameter(signature, take_until(rest, ',')); !added) return added.error();
  }
  if (dangling || signature.parameters.empty()) return input_error("a parameter is missing");
  signature.topic0 = topic_of(signature);
  return signature;
}

std::string_view decode_event(const EventSignature& signature, std::span<const Hash256> topics,
                              std::string_view data, std::span<AbiValue> out) {
  if (topics.size() != signature.indexed + 1) return "the number of topics is not the event's";
  const std::size_t heads = (signature.parameters.size() - signature.indexed) * word_size;
  if (data.size() < heads) return "the data ends before the last argument";
  std::size_t topic = 1;
  std::size_t head = 0;
  for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
    const AbiParameter& parameter = signature.parameters[i];
    const AbiValue word =
        parameter.indexed ? view(topics[topic++]) : data.substr(word_size * head++, word_size);
    out[i] = word;
    const bool in_tail = is_dynamic(parameter.type) && !parameter.indexed;
    const auto fault = in_tail ? read_dynamic(data, heads, parameter.type, word, out[i])
                               : check_static(parameter.type, word);
    if (!fault.empty()) return fault;
  }
  return "";
}

std::optional<std::uint64_t> to_uint64(AbiValue word) {
  if (!all_zero(word.substr(0, 24))) return std::nullopt;
  return big_endian(word.substr(24, 8));
}

Address address_of(AbiValue word) {
  Address address;
  std::copy_n(word.begin() + 12, address.size(), address.begin());
  return address;
}

}  // namespace splitroot::collectors::evm
