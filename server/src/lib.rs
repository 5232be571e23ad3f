//! The program `fyr` as a library, so that tests drive the very router that is served: configuration, command line,
//! routes, middleware, background jobs. No rules of the portal; those are `fyr-services`'. `main` only calls [`cli::run`].

mod client;
mod clock;
mod forms;
mod limits;
mod metrics;
mod request;
mod security;
mod serve;
mod sessions;
mod unsent;

pub mod app;
pub mod assets;
pub mod cli;
pub mod config;
pub mod jobs;
pub mod routes;
