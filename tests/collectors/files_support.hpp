#pragma once
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

#include "tests/collectors/quiet_sink.hpp"


namespace splitroot::collectors::test {

/// A path under SPLITROOT_DATA, real files that are not part of the project; nullopt (and a word) without it.
inline std::optional<std::filesystem::path> real_data(const std::string& path) {
  const char* const folder = std::getenv("SPLITROOT_DATA");
  if (folder != nullptr && std::filesystem::exists(std::filesystem::path{folder} / path)) {
    return std::filesystem::path{folder} / path;
  }
  MESSAGE("skipped: SPLITROOT_DATA does not hold " << path);
  return std::nullopt;
}

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  REQUIRE_MESSAGE(in, path.string());
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A folder of this test's own, removed at its end.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "splitroot-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream{path_ / name, std::ios::binary} << content;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Runs a coroutine to its end.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> work) {
  auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
  context.restart();
  context.run();
  return result.get();
}

/// Keeps what it is given, or refuses the first `refusals` batches with `refusal`.
class RecordingSink : public QuietSink {
 public:
  boost::asio::awaitable<Result<void>> accept(StandingBatch batch) override {
    if (refusals-- > 0) co_return refusal;
    batches.push_back(std::move(batch));
    co_return Result<void>{};
  }

  std::vector<StandingBatch> batches;
  int refusals = 0;
  Error refusal;
};

/// True for a value; an error's message is printed.
template <class T>
bool good(const Result<T>& result) {
  if (!result.has_value()) MESSAGE(result.error().message);
  return result.has_value();
}

/// Expects an error whose message is exactly `message`.
template <class T>
void check_error(const Result<T>& result, const std::string& message) {
  REQUIRE_MESSAGE(!result.has_value(), "expected: " << message);
  CHECK(result.error().message == message);
}

}  // namespace splitroot::collectors::test
