#include "core/result.hpp"

namespace splitroot {

int exit_status(Fault fault) {
  switch (fault) {
    case Fault::usage:
    case Fault::input:
      return 2;
    case Fault::source:
    case Fault::database:
    case Fault::lock:
    case Fault::disk:
      return 3;
    case Fault::internal:
      return 70;
  }
  return 70;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) { throw Failure(error); }

}  // namespace splitroot
