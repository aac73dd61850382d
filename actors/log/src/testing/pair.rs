//! A PostgreSQL server with a synchronous standby: what is acknowledged is on both, and one is enough.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::time::{Instant, sleep};

use super::postgres::{PostgresServer, TestDatabase};
use super::proxy::Proxy;

const WITHIN: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(20);

/// Two servers behind one address, which leads to the one that takes writes.
#[derive(Debug)]
pub struct PostgresPair {
    primary: PostgresServer,
    standby: Option<PostgresServer>,
    door: Proxy,
}

impl PostgresPair {
    /// Makes and starts both.
    ///
    /// # Panics
    /// When no PostgreSQL is installed, with the line that installs it.
    pub async fn start() -> Self {
        let primary = PostgresServer::start().await;
        let door = Proxy::before(primary.address()).await;
        let mut pair = Self {
            primary,
            standby: None,
            door,
        };
        pair.add_standby().await;
        pair
    }

    /// The address of whichever server takes writes, and what can be done to the connections there.
    #[must_use]
    pub fn door(&self) -> &Proxy {
        &self.door
    }

    /// The server that takes writes, itself.
    #[must_use]
    pub fn primary(&mut self) -> &mut PostgresServer {
        &mut self.primary
    }

    /// A fresh, empty database, by the address that stays.
    ///
    /// # Panics
    /// When the server is away.
    pub async fn database(&self) -> TestDatabase {
        let database = self.primary.database().await;
        TestDatabase::at(self.door.url(database.url()))
    }

    /// Ends the primary for good, in the middle of whatever it does; then the standby takes over,
    /// and the address leads to it. Nothing that the old one could still say would be heard.
    ///
    /// # Panics
    /// When there is no standby, or it does not take over.
    pub async fn fail_over(&mut self) {
        let standby = self.standby.take().unwrap();
        // Fenced before anybody else takes writes.
        self.primary.kill();
        self.door.hang_up();
        let mut admin = PgConnection::connect(&standby.url("postgres"))
            .await
            .unwrap();
        let promoted = sqlx::query_scalar::<_, bool>("select pg_promote(true, 60)");
        assert!(
            promoted.fetch_one(&mut admin).await.unwrap(),
            "no promotion"
        );
        self.door.lead_to(standby.address());
        self.primary = standby;
    }

    /// Gives the primary a standby, without which it acknowledges nothing from now on.
    ///
    /// # Panics
    /// When it has one, or none comes up.
    pub async fn add_standby(&mut self) {
        assert!(self.standby.is_none(), "there is a standby");
        self.standby = Some(self.primary.standby().await);
        let mut admin = PgConnection::connect(&self.primary.url("postgres"))
            .await
            .unwrap();
        // Only now, so that the standby has not copied it: alone it would wait for a standby of its own.
        for sql in [
            "alter system set synchronous_standby_names = '*'",
            "select pg_reload_conf()",
        ] {
            let set = sqlx::query(AssertSqlSafe(sql));
            set.execute(&mut admin).await.unwrap();
        }
        admin.close().await.unwrap();
        self.is_in_step().await;
    }

    /// Waits until the standby has all that the primary has, as after a start of the primary.
    ///
    /// # Panics
    /// When it does not come to that.
    pub async fn is_in_step(&self) {
        let mut admin = PgConnection::connect(&self.primary.url("postgres"))
            .await
            .unwrap();
        let synchronous = "select count(*) from pg_stat_replication where sync_state = 'sync' \
            and flush_lsn >= pg_current_wal_flush_lsn()";
        let start = Instant::now();
        while sqlx::query_scalar::<_, i64>(synchronous)
            .fetch_one(&mut admin)
            .await
            .unwrap()
            == 0
        {
            assert!(start.elapsed() < WITHIN, "the standby does not follow");
            sleep(POLL).await;
        }
        admin.close().await.unwrap();
    }
}
