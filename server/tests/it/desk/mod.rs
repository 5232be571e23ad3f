//! `/desk`: support's tickets, people and organisations, the audit log.

mod audit;
pub mod people;
mod tickets;
