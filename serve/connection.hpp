#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>

#include "serve/message.hpp"

namespace splitroot::serve {

/// Takes an answer, on any thread, once.
using Reply = std::function<void(Response)>;
/// Answers a request through its reply, now or later.
using Handler = std::function<void(Request, Reply)>;

/// Serves one client until it leaves, errs, is slow, or `handler`'s io_context ends. `alive` is held
/// meanwhile.
void serve_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<const Handler> handler,
                      std::shared_ptr<void> alive);

}  // namespace splitroot::serve
