//! What protects people, whatever they ask for.

mod documented;
mod ended;
mod mail;
mod pages;
mod passwords;
mod proof;
mod senders;
mod sessions;
mod strangers;
