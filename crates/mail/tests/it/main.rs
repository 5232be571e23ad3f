//! Mail as receivers get it: written, sent over a real SMTP conversation or into a folder, and read by another parser.

mod compose;
mod file;
mod safety;
mod server;
mod smtp;

use chrono::{DateTime, Utc};
use fyr_domain::Lang;
use fyr_mail::{Block, Composed, Composer, Mailbox, Message, Thread};
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

/// An answer to a ticket, in Swedish, to Åsa Öberg.
fn answer() -> Message {
    Message {
        id: MAIL,
        to: Mailbox::named("asa@example.org", "Åsa Öberg"),
        reply_to: None,
        lang: Lang::Sv,
        subject: "Svar på ärende K7M-3Q9X: Kan inte logga in".to_owned(),
        preheader: None,
        blocks: vec![Block::Paragraph("Hej Åsa!".to_owned())],
        footer: Vec::new(),
        unsubscribe: None,
        thread: Some(Thread { ticket: TICKET, message: Some(MESSAGE), in_reply_to: None }),
        auto: false,
    }
}

fn compose(message: &Message) -> Composed {
    composer().compose(message, now()).expect("can be composed")
}
