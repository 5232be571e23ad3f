//! The program itself: its command line, starting and stopping, and that nothing a person was told is lost when it dies.

mod alarms;
mod commands;
mod data_lock;
mod load;
mod moving;
mod operator;
mod program;
mod serving;
mod users;
