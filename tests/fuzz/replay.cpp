// Runs a fuzz target over files, without libFuzzer: replay FOLDER|FILE…
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz.hpp"

namespace {

int replay(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  const std::string octets{std::istreambuf_iterator<char>{in}, {}};
  splitroot::fuzz::expect(!in.bad(), "a file that can be read");
  return LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
}

}  // namespace

int main(int count, char** arguments) {
  int files = 0;
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::is_directory(arguments[i])) {
      files += replay(arguments[i]) == 0;
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator{arguments[i]}) files += replay(entry) == 0;
  }
  std::printf("ok - %d inputs\n", files);
  return files > 0 ? 0 : 1;
}
