#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "alerts/rules.hpp"

namespace splitroot::alerts {

std::string_view text(Topic topic);
std::optional<Topic> parse_topic(std::string_view word);

/// `name, collision, standing, source`.
std::string topic_list();

}  // namespace splitroot::alerts
