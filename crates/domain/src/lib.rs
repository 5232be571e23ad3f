//! The domain model: types and pure rules shared by browser, server and database.
//!
//! Nothing here does I/O, reads a clock or makes randomness, and all of it compiles to WASM.

pub mod articles;
pub mod branding;
pub mod calendar;
pub mod channels;
pub mod clock;
mod crockford;
mod duration;
pub mod escalation;
pub mod fields;
pub mod file_name;
pub mod follow_up;
pub mod invitation_code;
pub mod lang;
pub mod live;
pub mod localised;
mod named_lines;
pub mod network;
pub mod people;
pub mod permission;
pub mod personal_number;
pub mod plans;
pub mod redaction;
pub mod reply_templates;
pub mod results;
pub mod search_outcome;
pub mod search_words;
pub mod sla;
pub mod statements;
pub mod status;
mod string_enum;
pub mod text;
pub mod tickets;
pub mod typed_date;
pub mod zone;

pub use lang::Lang;
pub use localised::Localised;
pub use network::{Network, NetworkPrefix, NetworkScope};
pub use people::{Actor, Level, Membership, Role, User};
pub use string_enum::UnknownVariant;
