#pragma once
#include <string_view>

namespace splitroot {

/// Ends the process on the spot (no destructors, no flush) when SPLITROOT_ABORT_AT names this point.
/// The crash tests use it: `after-fetch`, `after-staging`, `before-commit`, `after-commit`,
/// `between-send-and-mark`. `SPLITROOT_ABORT_AT=before-commit:3` lets the point pass twice first.
void failpoint(std::string_view name);

}  // namespace splitroot
