//! Outgoing mail: composing a message as text and HTML, and sending it by SMTP or into a folder.
//!
//! Nothing here reads the clock, generates randomness, knows the database or decides who is notified of what:
//! `fyr-usecases` does, and passes finished texts in the recipient's language. The same message and the same time give the
//! same bytes, so a retry after an unclear result sends the identical mail.
//!
//! [`Composer::compose`] turns an [`EmailMessage`] into a [`ComposedEmail`]; [`Transport::send`] sends it.

mod compose;
mod html;
mod message;
mod message_id;
mod sanitize;
mod text;
mod transport;

pub use self::{
    compose::{ComposeError, ComposedEmail, Composer},
    message::{Block, EmailBranding, EmailMessage, EmailThread, InReplyTo, Mailbox, Unsubscribe},
    message_id::{MailRef, MessageIds},
    transport::{
        FailureCause, SendError, SendFailure, SendStage, SmtpCredentials, SmtpSettings, Tls, Transport,
        TransportConfigError,
    },
};
