#include "core/standing.hpp"

namespace splitroot {
namespace {

Holding at_the_end(const StandingRecord& standing, Timestamp at) {
  if (standing.until && at >= *standing.until) return Holding::no;
  if (standing.until_after && at > *standing.until_after) return Holding::unknown;
  return Holding::yes;
}

Holding at_the_beginning(const StandingRecord& standing, Timestamp at) {
  if (standing.since) {
    if (at >= *standing.since) return Holding::yes;
    return standing.since_after && at > *standing.since_after ? Holding::unknown : Holding::no;
  }
  return !standing.first_seen || at >= *standing.first_seen ? Holding::yes : Holding::unknown;
}

}  // namespace

Holding holding(const StandingRecord& standing, Timestamp at) {
  const Holding begun = at_the_beginning(standing, at);
  return begun == Holding::yes ? at_the_end(standing, at) : begun;
}

}  // namespace splitroot
