//! Who may do what with whose tickets, and that nobody sees too much anywhere. The expected answers come from one table of
//! what everyone is to every ticket and from the one rule in `fyr_domain::permission`.

pub mod fixture;
mod foreign;
pub mod leaks;
mod tickets;
