//! What each address does, held to by driving the very router that is served: folders and files follow addresses, as in
//! `src/routes`; `operations` for what operators do. What holds on every address is in `rules.rs`. What the store or the mail
//! promise by themselves is tested there.
//!
//! A test runs on `SQLite` and on `PostgreSQL`. `PostgreSQL` is the server that `FYR_TEST_DATABASE_URL` names; without one its
//! tests fail. `cargo xtask test` starts one.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod account;
mod article_kinds;
mod articles;
mod desk;
mod first_run;
mod health;
mod learning;
mod live_stream;
mod mail;
mod operations;
mod participants;
mod password;
mod register;
mod settings;
mod sign_in;
mod status;
mod support;
mod tickets;
mod time_zone;
