//! Mail as recipients get it: composed, sent by SMTP or into a folder, and parsed by another library.

mod addresses;
mod compose;
mod fake_smtp;
mod file;
mod injection;
mod smtp;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_mail::{Block, ComposedEmail, Composer, EmailBranding, EmailMessage, EmailThread, Mailbox};
use uuid::Uuid;

const TICKET: Uuid = Uuid::from_u128(0x11);
const MESSAGE: Uuid = Uuid::from_u128(0x22);
const MAIL: Uuid = Uuid::from_u128(0x33);

fn composer() -> Composer {
    let from = Mailbox::named("support@fyr.example", "Fyr Stöd");
    let reply_to = Mailbox::new("svar@fyr.example");
    Composer::new(&from, Some(&reply_to), "fyr.example").expect("the sender is valid")
}

fn now() -> DateTime<Utc> {
    "2026-11-20T09:30:00.123456Z".parse().expect("is a time")
}

/// A reply to a ticket, in Swedish, to Åsa Öberg.
fn ticket_reply() -> EmailMessage {
    EmailMessage {
        branding: EmailBranding::default(),
        id: MAIL,
        to: Mailbox::named("asa@example.org", "Åsa Öberg"),
        reply_to: None,
        lang: Lang::Sv,
        subject: "Svar på ärende K7M-3Q9X: Kan inte logga in".to_owned(),
        preheader: None,
        blocks: vec![Block::Paragraph("Hej Åsa!".to_owned())],
        footer: Vec::new(),
        unsubscribe: None,
        thread: Some(EmailThread { ticket: TICKET, message: Some(MESSAGE), in_reply_to: None }),
        auto_submitted: false,
    }
}

fn compose(message: &EmailMessage) -> ComposedEmail {
    composer().compose(message, now()).expect("can be composed")
}
