//! What protects people, whatever they ask for.

mod documented;
mod ended;
mod headers;
mod mail;
mod opened_by;
mod pages;
mod passwords;
mod proof;
mod senders;
mod sessions;
mod strangers;
mod unconfirmed;
