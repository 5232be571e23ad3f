//! The program `fyr` as a library, so that tests use the router that is served: configuration, command line, routes,
//! middleware, background jobs. The portal's rules are in `fyr-usecases`. `main` only calls [`cli::run`].

mod clock;
mod data_lock;
mod descriptors;
mod erased_handler;
mod metrics;
mod serve;
mod service_manager;

pub mod app;
pub mod assets;
pub mod cli;
pub mod config;
pub mod connections;
pub mod jobs;
pub mod routes;
pub mod web;
