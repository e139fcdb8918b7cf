#pragma once
#include <span>

#include "core/source.hpp"
#include "serve/exposition.hpp"

namespace splitroot::serve {

/// How far each source has been read, how far behind it is, what it holds, and how its endpoints fare.
void source_figures(Exposition& out, std::span<const SourcePosition> sources, Timestamp at);

}  // namespace splitroot::serve
