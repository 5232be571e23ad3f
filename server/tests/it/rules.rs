//! What holds on every address, of the very router that is served: `matrix` for who may what, `security` and `bad_input` for what
//! anyone may send, `broken_parts` for what happens when something is away, `binary` for the program itself. What an address does
//! is in `main.rs`: two programs, because a compiler works on one with a single core for most of its time.
//!
//! A test runs on `SQLite` and on `PostgreSQL`, as those of `main.rs` do.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod after_press;
mod bad_input;
mod binary;
mod broken_parts;
mod connections;
mod matrix;
mod oidc;
mod permission;
mod security;
mod support;
mod words;
