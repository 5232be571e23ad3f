//! What the store promises, held to on `SQLite` and on `PostgreSQL` by the same tests: one file per module of the store,
//! and `schema` for what the migrations and the sources owe each other. No rules of the portal; those are `services`'.
//!
//! `SQLite` runs in a temporary file. `PostgreSQL` runs in a fresh database on the server that `FYR_TEST_DATABASE_URL`
//! names, which is removed again; `cargo xtask test` always names one.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod accounts;
mod articles;
mod attachments;
mod audit;
mod bed;
mod cases;
mod catalogue;
mod claims;
mod connect;
mod database;
mod devices;
mod directory;
mod drafts;
mod email_changes;
mod entries;
mod factors;
mod failures;
mod identities;
mod invitations;
mod make;
mod organisations;
mod outbox;
mod people;
mod privacy;
mod relations;
mod removal;
mod retention;
mod schema;
mod sessions;
mod settings;
mod status;
mod surveys;
mod text;
mod tickets;
mod tokens;
mod visibility;
