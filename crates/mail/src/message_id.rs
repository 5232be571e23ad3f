//! Message-IDs that say what they belong to, so that mail programs thread a ticket and an answer finds its way back.

use uuid::Uuid;

use crate::message::{Answered, Message};

/// The longest foreign Message-ID that is repeated in a header.
const LONGEST_FOREIGN: usize = 400;

/// Makes and reads the Message-IDs of one installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageIds {
    domain: String,
}

/// What a Message-ID of Fyr stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailRef {
    /// The ticket as a whole: the root of its thread, carried by no mail of its own.
    Ticket(Uuid),
    /// A message of a ticket.
    Message {
        /// The ticket's id.
        ticket: Uuid,
        /// The message's id.
        message: Uuid,
    },
    /// News about a ticket.
    News {
        /// The ticket's id.
        ticket: Uuid,
        /// The mail's id.
        mail: Uuid,
    },
    /// A mail that belongs to no ticket.
    Mail(Uuid),
}

impl MessageIds {
    /// Ids under a domain, which is the same for the life of the installation; `None` where it cannot be a domain.
    pub fn new(domain: &str) -> Option<Self> {
        let Ok(url::Host::Domain(domain)) = url::Host::parse(domain.trim()) else { return None };
        let fits = domain.len() <= 253
            && domain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        fits.then_some(Self { domain })
    }

    /// The Message-ID, with its angle brackets.
    pub fn write(&self, what: MailRef) -> String {
        let domain = &self.domain;
        match what {
            MailRef::Ticket(ticket) => format!("<ticket.{ticket}@{domain}>"),
            MailRef::Message { ticket, message } => format!("<ticket.{ticket}.message.{message}@{domain}>"),
            MailRef::News { ticket, mail } => format!("<ticket.{ticket}.mail.{mail}@{domain}>"),
            MailRef::Mail(mail) => format!("<mail.{mail}@{domain}>"),
        }
    }

    /// What one of our own Message-IDs stands for; `None` for anybody else's.
    ///
    /// Anyone can write such an id: it says where an answer belongs, not who may give it.
    pub fn read(&self, id: &str) -> Option<MailRef> {
        let id = id.trim();
        let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
        let (local, domain) = id.rsplit_once('@')?;
        if !domain.eq_ignore_ascii_case(&self.domain) {
            return None;
        }
        let uuid = |text: &str| Uuid::parse_str(text).ok();
        match local.split('.').collect::<Vec<_>>().as_slice() {
            ["ticket", ticket] => Some(MailRef::Ticket(uuid(ticket)?)),
            ["ticket", ticket, "message", message] => {
                Some(MailRef::Message { ticket: uuid(ticket)?, message: uuid(message)? })
            }
            ["ticket", ticket, "mail", mail] => {
                Some(MailRef::News { ticket: uuid(ticket)?, mail: uuid(mail)? })
            }
            ["mail", mail] => Some(MailRef::Mail(uuid(mail)?)),
            _ => None,
        }
    }

    pub(crate) fn of(&self, message: &Message) -> String {
        self.write(match &message.thread {
            None => MailRef::Mail(message.id),
            Some(thread) => match thread.message {
                Some(message) => MailRef::Message { ticket: thread.ticket, message },
                None => MailRef::News { ticket: thread.ticket, mail: message.id },
            },
        })
    }

    /// What the mail answers, and all that leads there: every mail of a ticket names the ticket's root, so that
    /// programs show them together whichever arrived first.
    pub(crate) fn ancestors(&self, message: &Message) -> Option<Ancestors> {
        let thread = message.thread.as_ref()?;
        let root = self.write(MailRef::Ticket(thread.ticket));
        let parent = match &thread.in_reply_to {
            None => None,
            Some(Answered::Message(message)) => {
                Some(self.write(MailRef::Message { ticket: thread.ticket, message: *message }))
            }
            Some(Answered::Mail(id)) => is_message_id(id).then(|| id.clone()),
        };
        Some(match parent {
            Some(parent) => Ancestors { references: format!("{root} {parent}"), in_reply_to: parent },
            None => Ancestors { references: root.clone(), in_reply_to: root },
        })
    }
}

pub(crate) struct Ancestors {
    pub(crate) references: String,
    pub(crate) in_reply_to: String,
}

/// Whether a foreign text has the form of a Message-ID, and so may stand in a header.
fn is_message_id(id: &str) -> bool {
    let Some(inner) = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')) else { return false };
    id.len() <= LONGEST_FOREIGN
        && inner.contains('@')
        && inner.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_reads_back_as_what_it_stands_for() {
        let ids = MessageIds::new("Fyr.Example").expect("is a domain");
        let (ticket, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for what in [
            MailRef::Ticket(ticket),
            MailRef::Message { ticket, message: other },
            MailRef::News { ticket, mail: other },
            MailRef::Mail(other),
        ] {
            assert_eq!(ids.read(&ids.write(what)), Some(what));
            assert_eq!(ids.read(&ids.write(what).replace("fyr.example", "FYR.Example")), Some(what));
        }
        for strange in [
            "",
            "<>",
            "<a@b>",
            "<ticket.1@fyr.example>",
            "<ticket.x.message.y@fyr.example>",
            "<mail@fyr.example>",
        ] {
            assert_eq!(ids.read(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_domain_is_a_domain() {
        assert!(MessageIds::new("localhost").is_some());
        assert!(MessageIds::new("stöd.example").is_some_and(|ids| ids.domain == "xn--std-tna.example"));
        for bad in ["", "a b", "a@b", "a>b", "10.0.0.1", "a\r\nb"] {
            assert_eq!(MessageIds::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_what_can_be_a_message_id_is_repeated() {
        assert!(is_message_id("<CAF=x+1@mail.example.org>"));
        for bad in ["a@b", "<ab>", "<a b@c>", "<a@b>\r\nBcc: <x@y>", "<a@b><c@d>", "<å@b>"] {
            assert!(!is_message_id(bad), "{bad}");
        }
        assert!(!is_message_id(&format!("<{}@b>", "a".repeat(LONGEST_FOREIGN))));
    }
}
