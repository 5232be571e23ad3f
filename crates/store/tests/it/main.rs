//! Tests of the store, run on `SQLite` and on `PostgreSQL`: one file per module, `text` for case folding, `visibility` for
//! the visibility conditions, and `schema` for the migrations. Rules of the portal are tested with the use cases.
//!
//! `PostgreSQL` is the server that `FYR_TEST_DATABASE_URL` names; without one its tests fail. `cargo xtask test` starts one.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod account_deletion;

mod accounts;
mod affected_readers;
mod article_desk;
mod article_lists;
mod article_ratings;
mod articles;
mod attachments;
mod audit;
mod claims;
mod connect;
mod deactivation;
mod devices;
mod digests;
mod directory;
mod drafts;
mod email_changes;
mod fixtures;
mod guest_browsers;
mod heartbeats;
mod identities;
mod invitations;
mod jobs;
mod live;
mod mailboxes;
mod moving;
mod organisations;
mod outbox;
mod people;
mod planner_statistics;
mod privacy;
mod relations;
mod results;
mod retention;
mod schema;
mod searches;
mod second_factors;
mod sessions;
mod setting_versions;
mod settings;
mod shared_tickets;
mod sign_in_failures;
mod status;
mod status_updates;
mod surveys;
mod takeover;
mod text;
mod ticket_events;
mod ticket_queue;
mod ticket_reads;
mod tickets;
mod titled_item;
mod tokens;
mod visibility;
