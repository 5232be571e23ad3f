//! What Fyr is about: types and pure rules shared by browser, server and database.
//!
//! Nothing here does I/O, reads a clock or makes randomness, and all of it compiles to WASM.

pub mod calendar;
mod choice;
pub mod clock;
pub mod code;
pub mod csv;
pub mod fields;
pub mod lang;
pub mod localised;
pub mod people;
pub mod permission;
pub mod personal_number;
pub mod promise;
pub mod redaction;
pub mod status;
pub mod text;
pub mod tickets;
pub mod zone;

pub use choice::UnknownChoice;
pub use lang::Lang;
pub use localised::Localised;
pub use people::{Actor, Level, Membership, Role, User};
