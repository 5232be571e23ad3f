//! The program `fyr` as a library, so that tests use the router that is served: configuration, command line, routes,
//! middleware, background jobs. The portal's rules are in `fyr-usecases`. `main` only calls [`cli::run`].

mod client;
mod clock;
mod erased_handler;
mod forms;
mod limits;
mod metrics;
mod pending_submission;
mod request;
mod security;
mod serve;
mod sessions;

pub mod app;
pub mod assets;
pub mod cli;
pub mod config;
pub mod jobs;
pub mod routes;
