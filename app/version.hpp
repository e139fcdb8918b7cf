#pragma once

namespace splitroot::app {

constexpr const char* version = "0.1.0";

}  // namespace splitroot::app
