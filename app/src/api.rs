//! Server functions that islands call. Each is a public HTTP endpoint: it reads the request context, calls one use case and
//! maps the error.

pub mod search;
pub mod tickets;
