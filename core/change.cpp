#include "core/change.hpp"

#include "core/hex.hpp"

namespace splitroot {

std::string subject_of(const Change& change) {
  if (change.name) return "name " + change.name->ns + " " + to_hex(view(change.name->key.bytes));
  if (change.collision) return "collision " + change.collision->id;
  return "";
}

}  // namespace splitroot
