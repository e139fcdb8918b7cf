#include "alerts/webhook.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "alerts/backoff.hpp"
#include "core/hash.hpp"

namespace splitroot::alerts {
namespace {

constexpr const char* spec_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

TEST_CASE("the signature is that of the Standard Webhooks specification") {
  const auto key = decode_secret(spec_secret);
  REQUIRE(key.has_value());
  CHECK(signature(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek", Timestamp{std::chrono::seconds{1614265330}},
                  R"({"test": 2432232314})") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("secrets have a prefix, base64 and 24 to 64 octets") {
  const auto of_size = [](std::size_t size) { return "whsec_" + to_base64(std::string(size, 'k')); };
  CHECK(decode_secret(of_size(24)).has_value());
  CHECK(decode_secret(of_size(64))->reveal().size() == 64);
  for (const std::string& bad :
       {of_size(23), of_size(65), std::string{"whsec_"}, std::string{""}, std::string{"abc"},
        std::string{"whsec_====AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        std::string{"whsec_ AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}) {
    INFO(bad);
    const auto key = decode_secret(bad);
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().message.find("openssl rand") != std::string::npos);
  }
}

TEST_CASE("a secret's file is read when it is needed") {
  const auto path = std::filesystem::temp_directory_path() / ("splitroot-secret-" + std::to_string(getpid()));
  const Webhook webhook{"ops", "http://h/", {}, path.string()};
  CHECK(signing_key(webhook).error().message.find(path.string()) != std::string::npos);
  std::ofstream{path} << spec_secret << "\r\nmore\n";
  CHECK(signing_key(webhook)->reveal() == decode_secret(spec_secret)->reveal());
  std::ofstream{path} << "TOPSECRET\n";
  const auto wrong = signing_key(webhook);
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().message.find("TOPSECRET") == std::string::npos);
  std::filesystem::remove(path);
  CHECK_FALSE(signing_key({"ops", "http://h/", {}, "/dev/zero"}).has_value());
}

TEST_CASE("waits grow to three days in all, vary by a tenth, and heed the receiver") {
  using namespace std::chrono_literals;
  std::chrono::seconds whole{0};
  int waits = 0;
  for (; wait_after(waits, 0, std::nullopt); ++waits) whole += *wait_after(waits, 0, std::nullopt);
  CHECK(waits == 12);
  CHECK(whole > 70h);
  CHECK(whole <= 72h);
  CHECK(wait_after(0, 0, std::nullopt) == 1s);
  CHECK(wait_after(4, 1, std::nullopt) == 132s);
  CHECK(wait_after(4, -1, std::nullopt) == 108s);
  CHECK(wait_after(0, 0, 90s) == 90s);
  CHECK(wait_after(4, 0, 90s) == 120s);
  CHECK(wait_after(0, 0, 1'000h) == 24h);
  CHECK_FALSE(wait_after(12, 0, 90s).has_value());
}

}  // namespace
}  // namespace splitroot::alerts
