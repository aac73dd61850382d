//! How a cluster is asked for.

/// What a cluster is made of.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) processes: Vec<String>,
    pub(super) standby: bool,
    pub(super) nats: usize,
    pub(super) redis: bool,
    pub(super) direct: bool,
    pub(super) more: Vec<String>,
}

impl Plan {
    /// So many processes that do everything, one PostgreSQL, one NATS, no Redis.
    pub(crate) fn of(processes: usize) -> Self {
        Self {
            processes: vec!["gateway,battles,judge,projector".to_owned(); processes],
            standby: false,
            nats: 1,
            redis: false,
            direct: false,
            more: Vec::new(),
        }
    }

    /// One more process, with these roles.
    pub(crate) fn and(mut self, roles: &str) -> Self {
        self.processes.push(roles.to_owned());
        self
    }

    /// PostgreSQL has a synchronous standby.
    pub(crate) fn with_standby(mut self) -> Self {
        self.standby = true;
        self
    }

    /// So many NATS servers that are one.
    pub(crate) fn nats(mut self, servers: usize) -> Self {
        self.nats = servers;
        self
    }

    pub(crate) fn with_redis(mut self) -> Self {
        self.redis = true;
        self
    }

    /// Processes reach their servers themselves, over nothing that can be cut: for measuring.
    pub(crate) fn direct(mut self) -> Self {
        self.direct = true;
        self
    }

    /// What each process is told besides.
    pub(crate) fn told(mut self, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        self.more.extend(arguments);
        self
    }
}
