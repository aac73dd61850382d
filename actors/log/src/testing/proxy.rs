//! A TCP proxy that breaks a connection at the worst moment, on order.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};

/// What happens to the request that carries the ordered bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// It never reaches the server.
    BeforeRequest,
    /// The server does what it says; the answer never reaches the client.
    BeforeAnswer,
    /// The client loses its connection at once; the request reaches the server later, when
    /// [`Proxy::deliver`] says so.
    Delay,
    /// The client waits, and so does all that it sends after it, until [`Proxy::deliver`] lets the request go on.
    Hold,
}

/// One-shot orders: a needle, and what happens to the request that has it.
type Orders = Arc<Mutex<Vec<(Vec<u8>, Break)>>>;

/// What does not flow.
#[derive(Debug, Clone, Copy, Default)]
struct Stalled {
    requests: bool,
    answers: bool,
}

/// A request that was held back, and where to report that the server has answered it.
type Held = (oneshot::Sender<()>, oneshot::Receiver<()>);

/// The proxy; it ends when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    server: Arc<Mutex<SocketAddr>>,
    orders: Orders,
    door: Arc<AtomicBool>,
    /// Every new number ends the connections that there are.
    hung_up: watch::Sender<u64>,
    stalled: watch::Sender<Stalled>,
    held: tokio::sync::Mutex<mpsc::UnboundedReceiver<Held>>,
    acceptor: AbortHandle,
}

/// PostgreSQL's last message after a statement: ready for the next, outside a transaction.
const READY: &[u8] = b"Z\0\0\0\x05I";

impl Proxy {
    /// Stands before a server.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let orders = Orders::default();
        let (holder, held) = mpsc::unbounded_channel();
        let door = Arc::new(AtomicBool::new(true));
        let server = Arc::new(Mutex::new(server));
        let (stalled, stalling) = watch::channel(Stalled::default());
        let (hung_up, hanging_up) = watch::channel(0);
        let house = House {
            server: Arc::clone(&server),
            orders: Arc::clone(&orders),
            door: Arc::clone(&door),
            stalling,
            hanging_up,
            holder,
        };
        let acceptor = tokio::spawn(accept(listener, house));
        let (held, acceptor) = (tokio::sync::Mutex::new(held), acceptor.abort_handle());
        Self {
            address,
            server,
            orders,
            door,
            hung_up,
            stalled,
            held,
            acceptor,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Leads new connections to another server; those that there are stay where they are.
    pub fn lead_to(&self, server: SocketAddr) {
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = server;
    }

    /// Ends every connection, in whatever is under way on it.
    pub fn hang_up(&self) {
        self.hung_up.send_modify(|number| *number += 1);
    }

    /// `url` with the proxy in the place of its server.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let (_, database) = url.rsplit_once('/').unwrap_or(("", url));
        format!("postgres://postgres@{}/{database}", self.address)
    }

    /// Orders what happens to the first request that contains `needle`.
    pub fn order(&self, needle: &[u8], what: Break) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        orders.push((needle.to_vec(), what));
    }

    /// Lets new connections in, or hangs up on them; those that there are stay.
    pub fn let_in(&self, open: bool) {
        self.door.store(open, Ordering::SeqCst);
    }

    /// Holds up everything in both directions, on every connection, or lets it go on. Nothing is
    /// lost: what a client sent before it gave up arrives when the stall ends.
    pub fn stall(&self, stalled: bool) {
        self.stalled.send_replace(Stalled {
            requests: stalled,
            answers: stalled,
        });
    }

    /// Holds up what clients send, and nothing that they are sent.
    pub fn stall_requests(&self, stalled: bool) {
        self.stalled.send_modify(|now| now.requests = stalled);
    }

    /// Holds up what clients are sent, and nothing that they send.
    pub fn stall_answers(&self, stalled: bool) {
        self.stalled.send_modify(|now| now.answers = stalled);
    }

    /// Waits until every order has met its request.
    pub async fn is_spent(&self) {
        let left = || {
            !self
                .orders
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_empty()
        };
        while left() {
            tokio::task::yield_now().await;
        }
    }

    /// Waits for a request that was delayed or held, hands it to the server, and returns when the server has
    /// answered it or ended its connection.
    ///
    /// # Panics
    /// When the proxy has ended.
    pub async fn deliver(&self) {
        let (go, answered) = self.held.lock().await.recv().await.unwrap();
        go.send(()).unwrap();
        // A server that ended the connection has answered too.
        drop(answered.await);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.acceptor.abort();
    }
}

/// What every connection needs to know.
#[derive(Clone)]
struct House {
    server: Arc<Mutex<SocketAddr>>,
    orders: Orders,
    door: Arc<AtomicBool>,
    stalling: watch::Receiver<Stalled>,
    hanging_up: watch::Receiver<u64>,
    holder: mpsc::UnboundedSender<Held>,
}

async fn accept(listener: TcpListener, house: House) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        if !house.door.load(Ordering::SeqCst) {
            continue;
        }
        let mut house = house.clone();
        house.hanging_up.mark_unchanged();
        connections.spawn(async move {
            let mut hanging_up = house.hanging_up.clone();
            tokio::select! {
                () = serve(client, house) => {}
                // Also when the proxy is gone.
                _ = hanging_up.changed() => {}
            }
        });
    }
}

async fn serve(client: TcpStream, mut house: House) {
    // Nobody is let in while everything stands still; a proxy that has ended stalls nobody.
    let stands_still = |stalled: &Stalled| stalled.requests && stalled.answers;
    drop(
        house
            .stalling
            .wait_for(|stalled| !stands_still(stalled))
            .await,
    );
    let server = *house.server.lock().unwrap_or_else(PoisonError::into_inner);
    // Without its server a client is simply hung up on.
    if let Ok(server) = TcpStream::connect(server).await {
        drop(relay(client, server, &mut house).await);
    }
}

async fn relay(
    mut client: TcpStream,
    mut server: TcpStream,
    house: &mut House,
) -> std::io::Result<()> {
    let House {
        orders,
        stalling,
        holder,
        ..
    } = house;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let mut request = vec![0; 64 * 1024];
    let mut answer = vec![0; 64 * 1024];
    loop {
        let stalled = *stalling.borrow_and_update();
        tokio::select! {
            // First, so that nothing slips through after a stall was ordered.
            biased;
            changed = stalling.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
            }
            read = client.read(&mut request), if !stalled.requests => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                let request = &request[..count];
                match take_order(orders, request) {
                    None => server.write_all(request).await?,
                    Some(Break::BeforeRequest) => return Ok(()),
                    Some(Break::BeforeAnswer) => {
                        server.write_all(request).await?;
                        return until_ready(&mut server, &mut answer, None).await;
                    }
                    Some(Break::Delay) => {
                        drop(client);
                        let Some(report) = released(holder).await else {
                            return Ok(());
                        };
                        server.write_all(request).await?;
                        until_ready(&mut server, &mut answer, None).await?;
                        report.send(()).ok();
                        return Ok(());
                    }
                    Some(Break::Hold) => {
                        let Some(report) = released(holder).await else {
                            return Ok(());
                        };
                        server.write_all(request).await?;
                        until_ready(&mut server, &mut answer, Some(&mut client)).await?;
                        report.send(()).ok();
                    }
                }
            }
            read = server.read(&mut answer), if !stalled.answers => {
                let count = read?;
                if count == 0 {
                    return Ok(());
                }
                client.write_all(&answer[..count]).await?;
            }
        }
    }
}

/// Waits until a request that was held back may go on; gives where to report that it was answered. None if the proxy ends.
async fn released(holder: &mpsc::UnboundedSender<Held>) -> Option<oneshot::Sender<()>> {
    let (go, may_go) = oneshot::channel();
    let (report, answered) = oneshot::channel();
    drop(holder.send((go, answered)));
    may_go.await.is_ok().then_some(report)
}

fn take_order(orders: &Orders, request: &[u8]) -> Option<Break> {
    let mut orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    let contains = |needle: &[u8]| request.windows(needle.len()).any(|window| window == needle);
    let index = orders.iter().position(|(needle, _)| contains(needle))?;
    Some(orders.remove(index).1)
}

/// Reads the server's whole answer, and passes it on if there is a client that still waits.
async fn until_ready(
    server: &mut TcpStream,
    buffer: &mut [u8],
    mut client: Option<&mut TcpStream>,
) -> std::io::Result<()> {
    let mut answer = Vec::new();
    while !answer.ends_with(READY) {
        let count = server.read(buffer).await?;
        if count == 0 {
            break;
        }
        answer.extend_from_slice(&buffer[..count]);
        if let Some(client) = &mut client {
            client.write_all(&buffer[..count]).await?;
        }
    }
    Ok(())
}
