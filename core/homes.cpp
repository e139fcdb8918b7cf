#include "core/homes.hpp"

#include <algorithm>
#include <tuple>

namespace splitroot {
namespace {

bool same_name(const NameRecord& a, const NameRecord& b) { return a.key == b.key && a.ns == b.ns; }

bool is_report(const NameRecord& row) { return row.home.empty() && row.origin != Origin::live; }

/// Homes that speak before others. The home's own name decides last, so that the order of rows cannot matter.
bool leads(const NameRecord& a, const NameRecord& b) {
  const auto rank = [](const NameRecord& row) {
    return std::tuple{is_report(row), row.status != NameStatus::active};
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.last.time != b.last.time) return a.last.time > b.last.time;
  return a.home < b.home;
}

bool earlier(const Evidence& a, const Evidence& b) { return a.time && (!b.time || *a.time < *b.time); }

void fill_in(NameRecord& name, const NameRecord& other) {
  if (!name.label) name.label = other.label;
  if (!name.place) name.place = other.place;
  if (!name.parent) name.parent = other.parent;
  if (earlier(other.first, name.first)) name.first = other.first;
}

Home home_of(const NameRecord& row) { return {row.home, row.holder, row.status, row.expires_at, row.last}; }

}  // namespace

NameRecord combine_homes(std::vector<NameRecord> rows) {
  if (rows.size() == 1) return std::move(rows.front());
  std::sort(rows.begin(), rows.end(), leads);
  std::vector<Home> homes;
  for (const NameRecord& row : rows) {
    if (!is_report(row)) homes.push_back(home_of(row));
  }
  NameRecord name = rows.front();
  for (const NameRecord& row : rows) fill_in(name, row);
  if (name.label) name.detail.label_hash.reset();
  if (homes.size() > 1) name.homes = std::move(homes);
  return name;
}

std::vector<NameRecord> combine_all_homes(std::vector<NameRecord> rows) {
  std::vector<NameRecord> names;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto end =
        std::find_if(first, rows.end(), [&](const auto& row) { return !same_name(*first, row); });
    names.push_back(combine_homes({std::make_move_iterator(first), std::make_move_iterator(end)}));
    first = end;
  }
  return names;
}

}  // namespace splitroot
