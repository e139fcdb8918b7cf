#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::db {

/// The URL of splitroot's own PostgreSQL in `data_dir/postgresql`: made when there is none, started when it
/// does not run. It listens on a Unix socket only, lets in its own user, the caller and root (peer
/// authentication), and stays up when this process ends. `say` gets a sentence for everything that takes time
/// or changes something. Errors: disk (no room, no rights), database (no server programs, another version, no
/// start).
Result<std::string> ensure_private_server(const std::filesystem::path& data_dir,
                                          const std::function<void(std::string_view)>& say);

/// Stops it and waits; false when it did not run.
Result<bool> stop_private_server(const std::filesystem::path& data_dir);

struct PrivateServerStatus {
  bool exists = false;  ///< has been made
  bool running = false;
  int process = 0;  ///< of the running server
  std::string url;  ///< valid while it runs
  std::filesystem::path log;
};

Result<PrivateServerStatus> private_server_status(const std::filesystem::path& data_dir);

}  // namespace splitroot::db
