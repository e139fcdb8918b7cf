#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "db/account.hpp"

namespace splitroot::db {

/// Where the private server keeps its things, all under `DATA_DIR/postgresql`, which belongs to the caller:
///   data/  the cluster, run/  its log and socket: both the server account's own, mode 0700;
///   pg_hba.conf, pg_ident.conf  written by the caller, read by the server; lock  held while starting or
///   stopping.
struct ServerLayout {
  std::filesystem::path home;
  std::filesystem::path data;
  std::filesystem::path run;
  std::filesystem::path socket_folder;  ///< `run`, or a short path below /tmp where that of `run` is too long

  /// Name and password-less URL of the server's database.
  std::string url(std::string_view database = "splitroot") const;
  std::filesystem::path socket() const;
  std::filesystem::path log() const { return run / "postgresql.log"; }
};

/// `account` names the fallback for the socket.
ServerLayout layout_of(const std::filesystem::path& data_dir, const Account& account);

/// `data_dir/postgresql/data`, made absolute.
std::filesystem::path cluster_of(const std::filesystem::path& data_dir);

using Say = std::function<void(std::string_view)>;

/// Makes the folders, and sees to it that the account can reach them (`say` tells when a right had to be
/// given).
Result<void> prepare_folders(const ServerLayout& layout, const Account& account, const Say& say);

/// A folder of mode 0700 that belongs to the account. One that is there already must be just that.
Result<void> own_folder(const std::filesystem::path& folder, const Account& account);

/// True when the socket's folder belongs to the account, so that nobody else can answer there.
bool is_private(const std::filesystem::path& folder, const Account& account);

/// Fault::disk: `what` failed at `path`.
Error disk_error(const std::filesystem::path& path, std::string_view what, const std::error_code& code);

}  // namespace splitroot::db
