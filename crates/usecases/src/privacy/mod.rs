//! What people may have done with data about them: taken out of a ticket, shown to them, removed.

mod archive;
mod deletion;
pub(crate) mod letters;
mod own;
mod readable;
mod redact;
pub mod retention;

pub use archive::archive;
pub use deletion::{Wish, ask, wish, withdraw};
pub use own::{OwnData, own_data};
pub use redact::{
    Findings, Number, Redacted, Wanted, last_redacted, look, numbers, redact, remove_bytes, try_out,
};
