#pragma once
#include <map>
#include <string>
#include <string_view>

namespace splitroot::db {

/// The `detail` of a standing or a sighting as jsonb has it: one object of texts.
std::string detail_json(const std::map<std::string, std::string>& detail);
std::map<std::string, std::string> read_detail(std::string_view json);

}  // namespace splitroot::db
