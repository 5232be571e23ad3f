//! One file per page. A page loads what it shows through the services, as the actor, and says it in the reader's language.

pub mod account;
pub mod articles;
pub mod desk;
pub mod errors;
pub mod home;
pub mod identities;
pub mod invitation;
pub mod participants;
pub mod search;
pub mod status;
pub mod tickets;
