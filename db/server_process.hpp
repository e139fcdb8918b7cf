#pragma once
#include <sys/types.h>

#include <optional>

#include "db/server_layout.hpp"

namespace splitroot::db {

/// Process of the server that runs on this cluster; nullopt when none does, whatever postmaster.pid says.
std::optional<pid_t> running_server(const ServerLayout& layout);

/// Removes what a crash left behind and what would keep a server from starting. Precondition:
/// running_server() is nullopt. Nothing is touched while any process still works in the cluster: PostgreSQL
/// then refuses by itself.
void remove_leftovers(const ServerLayout& layout);

}  // namespace splitroot::db
