#pragma once
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Columns of `name n` that read_name takes, and how many.
extern const std::string_view name_columns;
constexpr int name_column_count = 31;

/// The name whose columns start at `first`.
NameRecord read_name(const Row& row, int first = 0);

std::vector<NameRecord> names_by_key(Session& session, const std::string& ns, std::span<const NameKey> keys);
std::vector<NameRecord> names_by_hash(Session& session, std::span<const std::uint64_t> hashes);
std::vector<NameRecord> other_tlds(Session& session, const std::string& ns,
                                   std::span<const std::uint64_t> hashes);
std::optional<std::set<std::uint64_t>> hashes_of_other_tlds(Session& session, const std::string& ns,
                                                            std::size_t most);
void visit_labels_of(Session& session, const std::string& ns, std::span<const NameKey> keys,
                     const std::function<void(const NameKey&, std::string_view label, int depth)>& visit);
void visit_names(Session& session, const Reader::NameFilter& filter,
                 const std::function<void(NameRecord)>& visit);
/// Keys of names nobody has spelled, in key order after `after`.
std::vector<NameKey> unspelled(Session& session, const std::string& ns, const NameKey& after,
                               std::size_t most);
void visit_labels(
    Session& session,
    const std::function<void(std::string_view ns, const NameKey&, std::string_view label, int depth)>& visit);
Reader::Exposure exposure(Session& session, const std::string& ns, const NameKey& tld, Timestamp at);

}  // namespace splitroot::db
