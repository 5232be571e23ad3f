//! One file per page. A page is an async function that loads data through use cases, as the actor, and returns a
//! [`Page`](crate::Page) in the reader's language. Folders follow URL paths.

pub mod about;
pub mod account;
pub mod articles;
pub mod desk;
pub mod errors;
pub mod first_run;
pub mod home;
pub mod invitation;
pub mod opened_by;
pub mod participants;
pub mod password;
pub mod register;
pub mod search;
pub mod sign_in;
pub mod status;
pub mod tickets;
pub mod time_zone;
