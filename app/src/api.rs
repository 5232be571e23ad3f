//! Functions that islands call. Each is a public HTTP endpoint: it authenticates, calls one service and maps the error.

pub mod search;
pub mod tickets;
