#pragma once
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// Names from a file (`import names`):
/// `list`    one name a line, octets as they are, blank lines passed over;
/// `csv`     header with `name` and any of `holder`, `registered_at`, `expires_at`, `block`, `tx`;
/// `ndjson`  one object a line with the same keys, or `nameHex` for names that are not UTF-8.
/// Times are dates or RFC 3339.
enum class NameFileFormat { list, csv, ndjson };

std::optional<NameFileFormat> parse_name_file_format(std::string_view word);

/// Streams the names of one file. A name has key, label and place (its status is left open: a file is no
/// check), and what else the file says of it.
class NameFileReader {
 public:
  virtual ~NameFileReader() = default;

  /// The next name, in the order of the file; nullopt at the end. Errors (input) name line and column.
  virtual Result<std::optional<NamePatch>> next() = 0;
};

/// `ns` decides what a name is: in `hns` one label, elsewhere labels with dots between them. `in` must
/// outlive the reader. An error when a CSV has no header with `name`.
Result<std::unique_ptr<NameFileReader>> make_name_file_reader(std::istream& in, std::string origin,
                                                              NameFileFormat format, std::string ns);

}  // namespace splitroot::collectors
