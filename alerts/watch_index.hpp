#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "alerts/rules.hpp"

namespace splitroot::alerts {

/// A rule that a change fits, and by which of its strings.
struct Hit {
  static constexpr std::uint32_t no_string = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t rule = 0;
  std::uint32_t string = no_string;
  auto operator<=>(const Hit&) const = default;
};

/// The watched strings of all rules on one topic, by canonical label.
class WatchIndex {
 public:
  void add(std::uint32_t rule, const std::vector<WatchedString>& strings);
  bool empty() const { return all_.empty(); }

  /// These append what they find to `hits`.
  void find(const std::string& canonical, std::vector<Hit>& hits) const { append(exact_, canonical, hits); }
  void find_below(const std::string& canonical, std::vector<Hit>& hits) const {
    append(below_, canonical, hits);
  }
  void without_strings(std::vector<Hit>& hits) const;
  void all(std::vector<Hit>& hits) const;

 private:
  using Map = std::unordered_map<std::string, std::vector<Hit>>;
  static void append(const Map& map, const std::string& canonical, std::vector<Hit>& hits);

  Map exact_;
  Map below_;
  std::vector<Hit> all_;
  std::vector<Hit> without_strings_;
};

}  // namespace splitroot::alerts
