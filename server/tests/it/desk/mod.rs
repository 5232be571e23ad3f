//! `/desk`: support's tickets, people and organisations, the audit log; changing what was posted on the status page.

mod audit;
pub mod people;
mod status;
mod tickets;
