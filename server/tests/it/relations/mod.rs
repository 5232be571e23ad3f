//! Who may see whose tickets: counsellors, stand-ins, colleagues.

mod access;
mod bulk;
mod codes;
mod hand_over;
mod private;
mod replaced;
