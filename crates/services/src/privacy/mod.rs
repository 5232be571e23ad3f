//! What people may have done with data about them: taken out of a ticket, shown to them, removed.

mod redact;

pub use redact::{
    Findings, Number, Redacted, Wanted, last_redacted, look, numbers, redact, remove_bytes, try_out,
};
