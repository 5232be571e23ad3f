//! Every rule of HTTP, held to by driving the very router that is served: folders and files
//! follow addresses, as in `src/routes`; `matrix`
//! for who may what, `security` and `bad_input` for what holds on every path, `broken_parts` for what happens when something
//! is away, `binary` for the program itself. What the store or the mail promise by themselves is tested there.
//!
//! A test runs on `SQLite` and on `PostgreSQL`. `PostgreSQL` is the server that `FYR_TEST_DATABASE_URL` names; without one its
//! tests fail. `cargo xtask test` starts one.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod account;
mod after_press;
mod articles;
mod bad_input;
mod binary;
mod broken_parts;
mod connections;
mod desk;
mod health;
mod mail;
mod matrix;
mod oidc;
mod operations;
mod participants;
mod password;
mod permission;
mod register;
mod security;
mod settings;
mod sign_in;
mod status;
mod support;
mod tickets;
mod words;
