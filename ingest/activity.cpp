#include "ingest/activity.hpp"

#include <algorithm>

namespace splitroot::ingest {
namespace {

void widen(Activity& activity, Timestamp at) {
  activity.first_event = std::min(activity.first_event.value_or(at), at);
  activity.last_event = std::max(activity.last_event.value_or(at), at);
}

}  // namespace

Activity activity_of(const NameBatch& batch) {
  Activity activity;
  activity.events = batch.events.size();
  for (const NameEvent& event : batch.events) {
    const Timestamp at = event.evidence.time.value_or(batch.block_time);
    widen(activity, at);
    if (event.registered_at)
      activity.last_registration = std::max(activity.last_registration.value_or(at), at);
  }
  return activity;
}

}  // namespace splitroot::ingest
