//! A world for a test: a database, a data folder, and a clock that is only a number.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

use arena_accounts::{Accounts, Client, Database, Error, Options, Rejection, Session};
use arena_log::testing::TestDatabase;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// When every test begins.
pub(crate) const NOW: i64 = 1_700_000_000_000;
pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// A password that nobody minds.
pub(crate) const PASSWORD: &str = "violet umbrella 42";

pub(crate) struct World {
    pub(crate) accounts: Accounts,
    data: TempDir,
    postgres: Option<TestDatabase>,
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        Self::new(None).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::on(arena_log::testing::postgres().await).await
    }

    pub(crate) async fn on(database: TestDatabase) -> Self {
        Self::new(Some(database)).await
    }

    async fn new(postgres: Option<TestDatabase>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let accounts = open(&data, postgres.as_ref(), NOW).await;
        Self {
            accounts,
            data,
            postgres,
        }
    }

    /// Another process on the same database and keys.
    pub(crate) async fn another(&self, now_ms: i64) -> Accounts {
        open(&self.data, self.postgres.as_ref(), now_ms).await
    }

    /// The same arena after a restart.
    pub(crate) async fn restarted(self, now_ms: i64) -> Self {
        self.accounts.close().await;
        let accounts = open(&self.data, self.postgres.as_ref(), now_ms).await;
        Self { accounts, ..self }
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.postgres.is_none()
    }

    /// Runs a statement behind the accounts' back; says how many rows it changed.
    pub(crate) async fn execute(&self, statement: &str) -> u64 {
        let statement = AssertSqlSafe(statement.to_owned());
        match &self.postgres {
            Some(database) => {
                let mut connection = PgConnection::connect(database.url()).await.unwrap();
                sqlx::query(statement)
                    .execute(&mut connection)
                    .await
                    .unwrap()
                    .rows_affected()
            }
            None => {
                let mut connection = self.sqlite_connection().await;
                sqlx::query(statement)
                    .execute(&mut connection)
                    .await
                    .unwrap()
                    .rows_affected()
            }
        }
    }

    /// Runs several statements on one connection.
    pub(crate) async fn execute_all(&self, statements: &str) {
        let statements = sqlx::raw_sql(AssertSqlSafe(statements.to_owned()));
        match &self.postgres {
            Some(database) => {
                let mut connection = PgConnection::connect(database.url()).await.unwrap();
                statements.execute(&mut connection).await.unwrap();
            }
            None => {
                let mut connection = self.sqlite_connection().await;
                statements.execute(&mut connection).await.unwrap();
            }
        }
    }

    /// The texts that a query answers.
    pub(crate) async fn texts(&self, query: &str) -> Vec<String> {
        let query = AssertSqlSafe(query.to_owned());
        match &self.postgres {
            Some(database) => {
                let mut connection = PgConnection::connect(database.url()).await.unwrap();
                sqlx::query_scalar(query)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap()
            }
            None => {
                let mut connection = self.sqlite_connection().await;
                sqlx::query_scalar(query)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap()
            }
        }
    }

    async fn sqlite_connection(&self) -> SqliteConnection {
        let path = self.data.path().join("accounts.db");
        SqliteConnection::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap()
    }

    pub(crate) async fn register(&self, name: &str) -> Session {
        self.accounts
            .register(name, PASSWORD, &client(1), NOW)
            .await
            .unwrap()
    }

    pub(crate) async fn guest(&self) -> Session {
        self.accounts.guest(&client(1), NOW).await.unwrap()
    }

    pub(crate) async fn refresh(&self, token: &str, now_ms: i64) -> Result<Session, Rejection> {
        rejected(self.accounts.refresh(token, &client(1), now_ms).await)
    }

    pub(crate) async fn log_in(
        &self,
        name: &str,
        password: &str,
        from: u32,
        now_ms: i64,
    ) -> Result<Session, Rejection> {
        rejected(
            self.accounts
                .log_in(name, password, &client(from), now_ms)
                .await,
        )
    }
}

async fn open(data: &TempDir, postgres: Option<&TestDatabase>, now_ms: i64) -> Accounts {
    let database = match postgres {
        Some(database) => Database::Postgres(database.url().to_owned()),
        None => Database::Sqlite(data.path().join("accounts.db")),
    };
    Accounts::open(database, Options::new(data.path().join("keys")), now_ms)
        .await
        .unwrap()
}

/// A client at one of many addresses.
pub(crate) fn client(n: u32) -> Client {
    let address = IpAddr::V4(Ipv4Addr::from_bits(
        Ipv4Addr::new(198, 18, 0, 0).to_bits() + n,
    ));
    Client {
        address,
        user_agent: format!("test client {n}"),
    }
}

/// Faults fail the test.
pub(crate) fn rejected<T>(result: Result<T, Error>) -> Result<T, Rejection> {
    result.map_err(|error| match error {
        Error::Rejected(rejection) => rejection,
        Error::Fault(fault) => panic!("{fault:?}"),
    })
}
