//! What it takes to file a ticket.

use uuid::Uuid;

use crate::{
    fields::{FieldErrors, Problem},
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::Priority,
};

/// The form as it was typed, before any check; also what a kept draft holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct RawTicket {
    /// Slug of the topic.
    pub topic: String,
    /// In one line.
    pub subject: String,
    /// What happened.
    pub description: String,
    /// Asked of guests only.
    pub name: String,
    /// Asked of guests only.
    pub email: String,
    /// Ticked: any value but empty.
    pub urgent: String,
    /// Id of the participant a counsellor files for; empty otherwise.
    pub participant: String,
    /// Id of the organisation it is about; asked of those who belong to several.
    pub organisation: String,
}

impl RawTicket {
    /// How soon it is to be answered: what is marked as urgent before the rest.
    pub const fn priority(&self) -> Priority {
        priority(!self.urgent.is_empty())
    }
}

const fn priority(urgent: bool) -> Priority {
    if urgent { Priority::P2 } else { Priority::P3 }
}

/// A ticket that can be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketDraft {
    /// Slug of the topic, known to exist.
    pub topic: String,
    /// In one line.
    pub subject: Subject,
    /// What happened.
    pub description: Body,
    /// Who asks, where it is a guest.
    pub guest: Option<Requester>,
    /// Marked as urgent by the one who files it.
    pub urgent: bool,
    /// The participant a counsellor files for.
    pub participant: Option<Uuid>,
    /// Which of their organisations it is about, as the one who files it for themselves says.
    pub organisation: Option<Uuid>,
}

/// A guest's name and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    /// As they write it.
    pub name: PersonName,
    /// Where answers go.
    pub email: EmailAddress,
}

impl TicketDraft {
    /// As [`RawTicket::priority`].
    pub const fn priority(&self) -> Priority {
        priority(self.urgent)
    }

    /// Checks everything at once, so that the person sees every problem the first time.
    ///
    /// # Errors
    /// Every problem, in the order of the fields. `topics` are the slugs on offer.
    pub fn parse(raw: &RawTicket, guest: bool, topics: &[&str]) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let topic = match raw.topic.trim() {
            "" => Err(Problem::Required),
            slug if topics.contains(&slug) => Ok(slug.to_owned()),
            _ => Err(Problem::UnknownChoice),
        };
        let topic = errors.check("topic", topic);
        let subject = errors.check("subject", Subject::parse(&raw.subject));
        let description = errors.check("description", Body::parse(&raw.description));
        let name = guest.then(|| errors.check("name", PersonName::parse(&raw.name))).flatten();
        let email = guest.then(|| errors.check("email", EmailAddress::parse(&raw.email))).flatten();
        let id = |raw: &str| match raw.trim() {
            "" => Ok(None),
            id => Uuid::parse_str(id).map(Some).map_err(|_| Problem::UnknownChoice),
        };
        let participant = errors.check("participant", id(&raw.participant)).flatten();
        let asked = if guest || participant.is_some() { "" } else { &raw.organisation };
        let organisation = errors.check("organisation", id(asked)).flatten();
        let (Some(topic), Some(subject), Some(description), true) =
            (topic, subject, description, errors.is_empty())
        else {
            return Err(errors);
        };
        let guest = name.zip(email).map(|(name, email)| Requester { name, email });
        let urgent = !raw.urgent.is_empty();
        Ok(Self { topic, subject, description, guest, urgent, participant, organisation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_said_at_once_in_the_order_of_the_form() {
        let raw = RawTicket { topic: "nope".into(), email: "x".into(), ..RawTicket::default() };
        let errors = TicketDraft::parse(&raw, true, &["login"]).expect_err("nothing was filled in");
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["topic", "subject", "description", "name", "email"]);
        assert_eq!(errors.of("topic"), Some(&Problem::UnknownChoice));
        assert_eq!(errors.of("email"), Some(&Problem::NotAnEmail));
    }

    #[test]
    fn someone_signed_in_is_not_asked_who_they_are() {
        let raw = RawTicket {
            topic: "login".into(),
            subject: "s".into(),
            description: "d".into(),
            ..RawTicket::default()
        };
        let draft = TicketDraft::parse(&raw, false, &["login"]).expect("complete");
        assert_eq!(draft.guest, None);
        assert!(!draft.urgent);
    }
}
