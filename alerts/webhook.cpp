#include "alerts/webhook.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include "core/hash.hpp"

namespace splitroot::alerts {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t shortest_key = 24;
constexpr std::size_t longest_key = 64;
constexpr std::string_view how_to_make_one = "; make one with: echo \"whsec_$(openssl rand -base64 32)\"";

bool is_base64(std::string_view text) {
  const auto padding = text.find('=');
  const auto digits = text.substr(0, padding);
  const auto tail = padding == std::string_view::npos ? std::string_view{} : text.substr(padding);
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return !digits.empty() && text.size() % 4 == 0 &&
         digits.find_first_not_of(alphabet) == std::string_view::npos &&
         (tail.empty() || tail == "=" || tail == "==");
}

Error bad_secret(std::string_view why) {
  return input_error(std::string{why} + std::string{how_to_make_one});
}

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

Result<std::string> read_secret_file(const std::string& path) {
  std::error_code failed;
  // A FIFO or a device would never end.
  if (!std::filesystem::is_regular_file(path, failed)) {
    return input_error("secret_file " + path + ": no such file, or not a regular file");
  }
  std::ifstream in{path, std::ios::binary};
  std::array<char, 4096> buffer{};
  in.read(buffer.data(), buffer.size());
  if (in.gcount() <= 0) return input_error("secret_file " + path + ": cannot be read, or is empty");
  return std::string{first_line({buffer.data(), static_cast<std::size_t>(in.gcount())})};
}

}  // namespace

Result<Secret> decode_secret(std::string_view text) {
  if (!text.starts_with(secret_prefix)) return bad_secret("a secret starts with whsec_");
  text.remove_prefix(secret_prefix.size());
  if (!is_base64(text)) return bad_secret("after whsec_ a secret is base64 (with its padding)");
  std::string key = from_base64(text);
  if (key.size() < shortest_key || key.size() > longest_key) {
    return bad_secret("a secret is 24 to 64 octets, this one has " + std::to_string(key.size()));
  }
  return Secret{std::move(key)};
}

Result<Secret> signing_key(const Webhook& webhook) {
  if (webhook.secret_file.empty()) return decode_secret(webhook.secret.reveal());
  const auto text = read_secret_file(webhook.secret_file);
  if (!text) return text.error();
  auto key = decode_secret(*text);
  if (!key) return input_error("secret_file " + webhook.secret_file + ": " + key.error().message);
  return key;
}

std::string signature(const Secret& key, std::string_view id, Timestamp at, std::string_view body) {
  std::string message{id};
  message += '.';
  message += std::to_string(to_unix(at));
  message += '.';
  message += body;
  return "v1," + to_base64(view(hmac_sha256(key.reveal(), message)));
}

}  // namespace splitroot::alerts
