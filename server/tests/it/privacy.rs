//! What people may have done with data about them: taken out of tickets, given to them, removed.

mod deletion;
mod own_data;
mod redact;
mod retention;
