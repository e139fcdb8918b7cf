#pragma once
#include <cstdio>
#include <filesystem>
#include <string>

namespace splitroot {

/// A script of tests/peers, found from where this program lies.
inline std::string peers_script(const std::string& name) {
  auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  while (folder.has_relative_path() && !std::filesystem::exists(folder / "tests/peers" / name))
    folder = folder.parent_path();
  return (folder / "tests/peers" / name).string();
}

/// Lines of a program's output, one at a time.
class Lines {
 public:
  explicit Lines(const std::string& command) : pipe_(popen(command.c_str(), "r")) {}
  ~Lines() { close(); }
  bool next(std::string& line) {
    line.clear();
    for (int c = 0; (c = std::fgetc(pipe_)) != EOF && c != '\n';) line += static_cast<char>(c);
    return !line.empty();
  }
  int close() {
    const int status = pipe_ == nullptr ? 0 : pclose(pipe_);
    pipe_ = nullptr;
    return status;
  }

 private:
  std::FILE* pipe_;
};

}  // namespace splitroot
