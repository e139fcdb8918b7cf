#include "serve/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "core/log.hpp"
#include "serve/connection.hpp"
#include "serve/metrics.hpp"
#include "serve/router.hpp"
#include "serve/workers.hpp"

namespace splitroot::serve {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr unsigned worker_count = 2;
/// Below the usual limit of 1,024 descriptors, so that the database still gets some.
constexpr long most_connections = 512;
constexpr std::chrono::milliseconds accept_pause{200};

Error cannot_listen(const ServerSettings& settings, std::string_view why) {
  const bool v6 = settings.address.find(':') != std::string::npos && !settings.address.starts_with('[');
  return usage_error("cannot listen on " + (v6 ? "[" + settings.address + "]" : settings.address) + ":" +
                     std::to_string(settings.port) + ": " + std::string{why} +
                     "; choose another with --listen ADDRESS:PORT");
}

Result<tcp::endpoint> endpoint_of(const ServerSettings& settings) {
  std::string address = settings.address == "localhost" ? "127.0.0.1" : settings.address;
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  error_code error;
  const auto ip = boost::asio::ip::make_address(address, error);
  if (error) return cannot_listen(settings, "that is no IP address");
  return tcp::endpoint{ip, settings.port};
}

class HttpServer final : public Server {
 public:
  explicit HttpServer(ServerSettings settings)
      : metrics_(std::move(settings.extra_metrics)),
        router_(std::move(settings.rules), metrics_),
        workers_(worker_count, std::move(settings.open_store)),
        handler_(std::make_shared<Handler>(
            [this](Request request, Reply reply) { handle(std::move(request), std::move(reply)); })) {}

  ~HttpServer() override { stop(); }

  error_code listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return error;
  }

  void start() override {
    if (thread_.joinable()) return;
    workers_.start();
    accept();
    thread_ = std::thread{[this] { io_.run(); }};
  }

  void stop() override {
    workers_.stop();
    io_.stop();
    if (thread_.joinable()) thread_.join();
    error_code ignored;
    acceptor_.close(ignored);
  }

  unsigned short port() const override { return port_; }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      const bool full = alive_.use_count() > most_connections;
      if (!error && !full) serve_connection(std::move(socket), handler_, alive_);
      return error || full ? accept_later(error) : accept();
    });
  }

  /// Descriptors run out and come back: wait, then go on.
  void accept_later(const error_code& error) {
    log::warning(error ? "cannot accept a connection: " + error.message()
                       : "too many connections; one was turned away");
    pause_.expires_after(accept_pause);
    pause_.async_wait([this](error_code stopped) {
      if (!stopped) accept();
    });
  }

  void handle(Request request, Reply reply) {
    Routed routed = router_.route(request);
    if (routed.answer) return finish(std::move(*routed.answer), routed.route, request, reply);
    const auto route = routed.route;
    const auto failed = routed.failed;
    const bool taken = workers_.post([this, routed = std::move(routed), request, reply](StoreSlot& slot) {
      finish(answer(routed, slot), routed.route, request, reply);
    });
    if (taken) return;
    Response response = failed(503, "too many requests are waiting");
    response.headers.emplace_back("Retry-After", "5");
    finish(std::move(response), route, request, reply);
  }

  void finish(Response response, std::string_view route, const Request& request, const Reply& reply) {
    metrics_.count_request(route, response.status);
    revalidate(response, request);
    reply(std::move(response));
  }

  boost::asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  boost::asio::steady_timer pause_{io_};
  unsigned short port_ = 0;
  Metrics metrics_;
  Router router_;
  Workers workers_;
  std::shared_ptr<const Handler> handler_;
  std::shared_ptr<void> alive_ = std::make_shared<int>();
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Server>> make_server(ServerSettings settings) {
  const auto endpoint = endpoint_of(settings);
  if (!endpoint) return endpoint.error();
  auto server = std::make_unique<HttpServer>(settings);
  if (const auto error = server->listen(*endpoint)) return cannot_listen(settings, error.message());
  return std::unique_ptr<Server>{std::move(server)};
}

}  // namespace splitroot::serve
