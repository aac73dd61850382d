//! Both transports pass one suite.

use arena_bus::Bus;
use arena_bus::conformance::{Bench, CHECKS};
use arena_bus::testing::NatsServer;
use arena_log::OwnerId;
use async_trait::async_trait;
use uuid::Uuid;

struct InProcess;

#[async_trait]
impl Bench for InProcess {
    async fn pair(&self) -> (Bus, Bus) {
        let bus = Bus::default();
        (bus.clone(), bus)
    }
}

struct Nats(NatsServer);

#[async_trait]
impl Bench for Nats {
    async fn pair(&self) -> (Bus, Bus) {
        (connect(&self.0).await, connect(&self.0).await)
    }
}

/// Another process's bus.
pub(crate) async fn connect(server: &NatsServer) -> Bus {
    Bus::connect(&server.options(), OwnerId(Uuid::new_v4()))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bus_within_a_process_passes() {
    for (name, check) in CHECKS {
        println!("{name}");
        check(&InProcess).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bus_over_nats_passes() {
    let bench = Nats(NatsServer::start().await);
    for (name, check) in CHECKS {
        println!("{name}");
        check(&bench).await;
    }
}
