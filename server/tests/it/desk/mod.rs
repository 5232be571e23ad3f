//! `/desk`: support's tickets, people and organisations, the audit log, settings; changing what was posted on the status
//! page.

mod articles;
mod audit;
mod branding;
pub mod people;
mod plans;
mod results;
mod settings;
mod status;
mod templates;
mod tickets;
