#pragma once
#include "core/batch.hpp"

namespace splitroot::ingest {

/// What a batch brings. A registration is an event that says when its name was registered.
Activity activity_of(const NameBatch& batch);

}  // namespace splitroot::ingest
