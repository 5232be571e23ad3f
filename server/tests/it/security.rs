//! What protects people, whatever they ask for.

mod mail;
mod pages;
mod senders;
mod sessions;
