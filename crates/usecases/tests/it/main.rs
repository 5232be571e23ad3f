//! Tests of the use cases, one file per noun.
#![expect(
    clippy::expect_used,
    reason = "a test that cannot go on says where; helpers outside of #[test] are tests as well"
)]

mod architecture;
mod articles;
mod desk;
mod files;
mod import;
mod mail_outage;
mod presets;
mod search;
mod settings;
mod status;
mod status_changes;
mod support;
mod ticket_events;
mod timers;
