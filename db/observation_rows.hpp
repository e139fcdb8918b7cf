#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/observation.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// See Reader and UnitOfWork (core/ports/store.hpp).
std::vector<Observation> observations(Session& session, const std::string& source);
std::vector<Sighting> sightings(Session& session, const std::string& source);

std::uint64_t record_observation(Session& session, const std::string& source, const Observation& observation);
void withdraw_observation(Session& session, std::uint64_t id, const std::string& reason);

/// Writes only what differs.
void replace_sightings(Session& session, const std::string& source, std::span<const Sighting> before,
                       std::span<const Sighting> after);

}  // namespace splitroot::db
