//! Mail going out: one structure written as text and as HTML, and the ways to send it.
//!
//! Nothing here reads a clock, makes randomness, knows a database or decides who is told what: `fyr-services` does, and
//! hands over finished words in the reader's language. The same message and the same time give the same bytes, so a
//! mail that is sent again after a doubt is recognisably the same mail.
//!
//! [`Composer::compose`] turns a [`Message`] into a [`Composed`]; [`Transport::send`] sends it.

mod clean;
mod compose;
mod html;
mod ids;
mod message;
mod text;
mod transport;

pub use self::{
    compose::{ComposeError, Composed, Composer},
    ids::{MailRef, MessageIds},
    message::{Answered, Block, Mailbox, Message, Thread, Unsubscribe},
    transport::{BadTransport, Cause, Credentials, Failure, SendError, SmtpSettings, Stage, Tls, Transport},
};
