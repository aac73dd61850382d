//! Which process folds: of several on one PostgreSQL database one leads each projection, and the others stand by.
//!
//! A leader holds an advisory lock of the projection, in a session that does nothing else. The session ends with its
//! process, and also when nothing was heard of it for [`SILENCE`]: a leader that was stopped or cut off is followed.
//! The lock saves work and nothing rests on it: a fold commits only on top of the checkpoint that it began from, so a
//! leader that wakes up after another took over commits nothing.
//!
//! A projection that is halted here is given up, so that a newer build can have it.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::task::AbortOnDropHandle;

use crate::projection::Projection;
use crate::store::Store;

/// How often a leader is heard of, and others try.
const BEAT: Duration = Duration::from_millis(250);
/// The server ends a leader's session after so long without a beat.
const SILENCE: Duration = Duration::from_secs(2);
/// First half of the locks' numbers ("proj").
const LOCKS: i32 = 0x7072_6f6a;
const APPLICATION: &str = "arena-projector";

/// For each of [`Projection::ALL`].
pub(crate) type Lanes = [bool; Projection::ALL.len()];

/// This process's part in the leadership; given up when it is dropped.
pub(crate) struct Leadership {
    pub(crate) leads: watch::Receiver<Lanes>,
    wants: watch::Sender<Lanes>,
    _keeper: AbortOnDropHandle<()>,
}

impl Leadership {
    /// Begins to ask for every projection of `store`. A SQLite file has one process, which leads at once.
    pub(crate) fn of(store: &Store) -> Self {
        let wants = watch::Sender::new([true; Projection::ALL.len()]);
        let wanted = wants.subscribe();
        let connect = store.session();
        let (leading, leads) = watch::channel([connect.is_none(); Projection::ALL.len()]);
        let keeper = tokio::spawn(async move {
            match connect {
                Some(connect) => keep(connect, wanted, leading).await,
                None => leading.closed().await,
            }
        });
        Self {
            leads,
            wants,
            _keeper: AbortOnDropHandle::new(keeper),
        }
    }

    /// Gives up what is halted.
    pub(crate) fn wants(&self, lanes: Lanes) {
        self.wants.send_if_modified(|wanted| {
            let changed = *wanted != lanes;
            *wanted = lanes;
            changed
        });
    }
}

async fn keep(
    connect: PgConnectOptions,
    wanted: watch::Receiver<Lanes>,
    leading: watch::Sender<Lanes>,
) {
    let connect = connect
        .application_name(APPLICATION)
        .options([("idle_session_timeout", SILENCE.as_millis())]);
    loop {
        let Err(reason) = hold(&connect, &wanted, &leading).await;
        if leading
            .send_replace([false; Projection::ALL.len()])
            .contains(&true)
        {
            tracing::warn!(%reason, "no longer leads the projections");
        } else {
            tracing::debug!(%reason, "cannot ask for the projections' leadership");
        }
        sleep(BEAT).await;
    }
}

/// Asks for what is wanted, and beats, until the session ends.
async fn hold(
    connect: &PgConnectOptions,
    wanted: &watch::Receiver<Lanes>,
    leading: &watch::Sender<Lanes>,
) -> Result<std::convert::Infallible, String> {
    let mut session = answered(PgConnection::connect_with(connect)).await?;
    let mut held: Lanes = [false; Projection::ALL.len()];
    loop {
        // A primary that was demoted has locks still, but nothing to lead.
        let read_only = sqlx::query_scalar::<_, String>("show transaction_read_only");
        if answered(read_only.fetch_one(&mut session)).await? == "on" {
            return Err("the server takes no writes".to_owned());
        }
        let wanted = *wanted.borrow();
        for (lane, (held, wanted)) in (0_i32..).zip(held.iter_mut().zip(wanted)) {
            let sql = match (*held, wanted) {
                (false, true) => "select pg_try_advisory_lock($1, $2)",
                (true, false) => "select not pg_advisory_unlock($1, $2)",
                (true, true) | (false, false) => continue,
            };
            let lock = sqlx::query_scalar::<_, bool>(sql).bind(LOCKS).bind(lane);
            *held = answered(lock.fetch_one(&mut session)).await?;
        }
        leading.send_if_modified(|leads| {
            let changed = *leads != held;
            *leads = held;
            changed
        });
        sleep(BEAT).await;
    }
}

async fn answered<T>(asking: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, String> {
    match timeout(SILENCE, asking).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err("the server does not answer".to_owned()),
    }
}
