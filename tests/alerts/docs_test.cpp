#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "alerts/rules.hpp"

namespace splitroot::alerts {
namespace {

/// The first block of docs/alerts.md in this language.
std::string documented(const std::string& language) {
  std::ifstream in{SPLITROOT_SOURCE_DIR "/docs/alerts.md"};
  std::stringstream whole;
  whole << in.rdbuf();
  const std::string text = whole.str();
  const auto fence = text.find("```" + language + "\n");
  REQUIRE(fence != std::string::npos);
  const auto begin = fence + language.size() + 4;
  return text.substr(begin, text.find("```", begin) - begin);
}

/// A folder of its own, gone afterwards.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("splitroot-docs-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directory(path); }
  ~Folder() { std::filesystem::remove_all(path); }

  void write(const char* name, const std::string& text) const { std::ofstream{path / name} << text; }
  int run(const std::string& command) const {
    return std::system(("cd '" + path.string() + "' && " + command).c_str());
  }
};

TEST_CASE("the documented rule file is valid") {
  const auto rules = parse_rules(documented("toml"), "/etc/splitroot/rules.toml");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  CHECK(rules->rules.size() == 1);
}

TEST_CASE("the documented shell lines sign the specification's example") {
  const Folder folder;
  folder.write("body.json", R"({"test": 2432232314})");
  folder.write("sign.sh",
               "secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nid=msg_p5jXN8AQM9LWM0D4loKWxJek\n"
               "timestamp=1614265330\n" +
                   documented("sh"));
  CHECK(folder.run("test \"$(sh sign.sh)\" = v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") == 0);
}

TEST_CASE("the documented receiver takes the specification's example and nothing else") {
  const Folder folder;
  if (folder.run("node --version >/dev/null 2>&1") != 0) {
    std::cout << "skipped: there is no node\n";
    return;
  }
  folder.write("verified.mjs", documented("js"));
  folder.write("test.mjs", R"(import { verified } from "./verified.mjs";
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const at = 1614265330;
const body = Buffer.from('{"test": 2432232314}');
const headers = (signature) => ({ "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": String(at), "webhook-signature": signature });
const checks = [
  verified(secret, headers(good), body, at),
  verified(secret, headers("v1,other " + good), body, at),
  !verified(secret, headers(good), body, at + 600),
  !verified(secret, headers(good), Buffer.from("{}"), at),
  !verified(secret, headers("v1,"), body, at),
];
process.exit(checks.every(Boolean) ? 0 : 1);
)");
  CHECK(folder.run("node test.mjs") == 0);
}

}  // namespace
}  // namespace splitroot::alerts
