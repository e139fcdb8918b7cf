#pragma once
#include <span>
#include <vector>

#include "core/change.hpp"

namespace splitroot {

/// Turns changes into messages, inside the transaction that makes the changes true. Pure: no I/O.
class ChangeListener {
 public:
  virtual ~ChangeListener() = default;

  /// False when no rule could match any change to a name: then names are not read back at all.
  virtual bool wants_names() const = 0;
  virtual std::vector<OutboxItem> messages(std::span<const Change> changes) const = 0;
};

}  // namespace splitroot
