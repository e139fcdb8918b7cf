#include "collectors/evm/endpoint.hpp"

namespace splitroot::collectors::evm {
namespace {

constexpr int most_doublings = 6;
constexpr std::chrono::seconds longest_rest{60};

}  // namespace

void Endpoint::succeeded() {
  in_a_row_ = 0;
  trouble_.clear();
  rests_until_ = Clock::time_point::min();
}

void Endpoint::failed(const Error& error) {
  ++failures_;
  trouble_ = error.message;
  const std::chrono::seconds rest{1 << std::min(in_a_row_++, most_doublings)};
  rests_until_ = Clock::now() + std::min(rest, longest_rest);
}

EndpointHealth Endpoint::health() const {
  EndpointHealth out;
  out.name = name();
  out.healthy = trouble_.empty() && standing != Standing::wrong;
  out.trouble = trouble_;
  out.requests = rpc_.requests() + rpc_.replaced();
  out.failures = failures_ + rpc_.replaced();
  out.window = window_.size();
  out.head = head;
  return out;
}

}  // namespace splitroot::collectors::evm
