//! What many gateways cost the owner of a battle.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::client::{Client, battle};
use super::nodes::{Nodes, Part};

const GATEWAYS: usize = 10;

/// Listens to a subject as a stranger would, and counts.
struct Ear(BufReader<TcpStream>);

impl Ear {
    async fn on(server: SocketAddr, subject: &str) -> Self {
        let mut line = BufReader::new(TcpStream::connect(server).await.unwrap());
        let hello =
            format!("CONNECT {{\"verbose\":false,\"headers\":true}}\r\nSUB {subject} 1\r\n");
        line.write_all(hello.as_bytes()).await.unwrap();
        let mut ear = Self(line);
        assert_eq!(ear.count().await, 0);
        ear
    }

    /// Messages since the last call: everything that the server has routed before it answers.
    async fn count(&mut self) -> usize {
        self.0.write_all(b"PING\r\n").await.unwrap();
        let mut heard = 0;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            let mut words = line.split_whitespace();
            match words.next() {
                Some("PONG") => return heard,
                Some("MSG" | "HMSG") => {
                    let bytes: usize = words.next_back().unwrap().parse().unwrap();
                    let mut body = vec![0; bytes + 2];
                    self.0.read_exact(&mut body).await.unwrap();
                    heard += 1;
                }
                Some("PING") => self.0.write_all(b"PONG\r\n").await.unwrap(),
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn spectators_at_ten_gateways_cost_the_owner_one_message_an_event() {
    let nodes = Nodes::new().await;
    let owner = nodes.add(Part::Battles, None).await;
    nodes.settled(&[&owner]).await;
    let guests = [owner.world.guest().await, owner.world.guest().await];
    let (mut one, _) = Client::enter(owner.address, guests[0].token()).await;
    let (mut two, _) = Client::enter(owner.address, guests[1].token()).await;
    let battle = battle(&mut one, &mut two).await;
    one.event("battle:started").await;
    let topic = format!("battle/{battle}");

    let mut gateways = Vec::new();
    let mut spectators = Vec::new();
    for number in 0..GATEWAYS {
        let gateway = nodes.add(Part::GatewayAlone, None).await;
        // More at some than at others.
        for _ in 0..=number % 3 {
            let guest = gateway.world.guest().await;
            let (mut client, _) = Client::enter(gateway.address, guest.token()).await;
            assert_eq!(client.follow(&topic, 0).await, "ack");
            spectators.push(client);
        }
        gateways.push(gateway);
    }
    let followed = |gateways: &[super::nodes::Node]| -> Vec<usize> {
        let buses = gateways
            .iter()
            .map(|gateway| gateway.world.tree.arena.bus());
        buses.map(|bus| bus.followed_streams()).collect()
    };
    assert_eq!(followed(&gateways), [1; GATEWAYS]);

    let mut ear = Ear::on(nodes.nats.address(), &format!("arena.v1.evt.{battle}")).await;
    for text in 1..=5 {
        let say = json!({ "battleId": battle, "text": text.to_string() });
        assert_eq!(one.say("chat:say", say).await, "ack");
    }
    for spectator in &mut spectators {
        loop {
            let frame = spectator.frame().await;
            if frame["event"] == "chat:said" && frame["data"]["text"] == "5" {
                break;
            }
        }
    }
    assert_eq!(ear.count().await, 5);

    // Whose last spectator has left, listens no more.
    drop(spectators);
    while followed(&gateways) != [0; GATEWAYS] {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
