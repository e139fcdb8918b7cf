#include "db/connect.hpp"
#include "db/database.hpp"
#include "db/reader.hpp"
#include "db/unit_of_work.hpp"

namespace splitroot::db {
namespace {

class PgStore : public Store {
 public:
  explicit PgStore(std::shared_ptr<SessionPool> pool) : pool_(std::move(pool)) {}

  std::unique_ptr<UnitOfWork> begin() override { return std::make_unique<PgUnitOfWork>(pool_); }

  std::unique_ptr<Reader> read() override {
    return std::make_unique<PgReader>(pool_, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  }

 private:
  std::shared_ptr<SessionPool> pool_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::string& url) {
  auto session = connect(url);
  if (!session) return session.error();
  auto pool = std::make_shared<SessionPool>((*session)->info());
  pool->give_back(std::move(*session));
  return std::unique_ptr<Store>{std::make_unique<PgStore>(std::move(pool))};
}

}  // namespace splitroot::db
