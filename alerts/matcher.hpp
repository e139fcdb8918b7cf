#pragma once
#include <memory>

#include "alerts/rules.hpp"
#include "core/ports/change_listener.hpp"

namespace splitroot::alerts {

/// Rules made ready: strings are hashed once, so that a change costs a look-up or two however many rules
/// there are. One message a rule and target; `matched` is the first of the rule's strings that fits.
///
/// | topic     | `wallet` fits                                   | `*.wallet` fits           | filters |
/// |-----------|-------------------------------------------------|---------------------------|------------------|
/// | name      | own label, of a TLD or right under one          | TLD of a name below       | namespaces |
/// | collision | either side: the string, or the name's own label | TLD of the name, below it | all | |
/// standing  | the string                                      | –                         | none | | source
/// | (strings are not asked)                         |                           | none             |
///
/// Labels fit when their canonical forms are equal (core/label.hpp). A collision that closes is graded info,
/// so `min_severity` asks its severity before; of one that changed, it asks whether this change crossed it.
std::unique_ptr<ChangeListener> make_matcher(RuleSet rules);

}  // namespace splitroot::alerts
