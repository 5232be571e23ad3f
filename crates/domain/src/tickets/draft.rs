//! The form that files a ticket: its raw input and the validated [`TicketDraft`].

use uuid::Uuid;

use crate::{
    fields::{FieldErrors, Problem},
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::Priority,
};

/// The unvalidated fields of the form; also the payload of a saved draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct RawTicket {
    /// The slug of the topic.
    pub topic: String,
    /// The subject.
    pub subject: String,
    /// The body of the first message.
    pub description: String,
    /// The requester's name; guests only.
    pub name: String,
    /// The requester's email address; guests only.
    pub email: String,
    /// The checkbox for urgent tickets: any value but the empty one is ticked.
    pub urgent: String,
    /// The id of the participant for whom a counsellor files; empty otherwise.
    pub participant: String,
    /// The id of the organisation of the ticket; only for members of several organisations.
    pub organisation: String,
}

impl RawTicket {
    /// The initial priority: P2 for urgent tickets, else P3.
    pub const fn priority(&self) -> Priority {
        priority(!self.urgent.is_empty())
    }
}

const fn priority(urgent: bool) -> Priority {
    if urgent { Priority::P2 } else { Priority::P3 }
}

/// A validated form, ready to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketDraft {
    /// The slug of an existing topic.
    pub topic: String,
    /// The subject.
    pub subject: Subject,
    /// The body of the first message.
    pub description: Body,
    /// The contact details of the requester, where a guest files.
    pub guest: Option<GuestContact>,
    /// Whether the person who files marked the ticket as urgent.
    pub urgent: bool,
    /// The id of the participant for whom a counsellor files.
    pub participant: Option<Uuid>,
    /// The id of the organisation that a person chose for their own ticket.
    pub organisation: Option<Uuid>,
}

/// The contact details of a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestContact {
    /// The guest's name.
    pub name: PersonName,
    /// The email address for replies.
    pub email: EmailAddress,
}

impl TicketDraft {
    /// The initial priority; see [`RawTicket::priority`].
    pub const fn priority(&self) -> Priority {
        priority(self.urgent)
    }

    /// Validates all fields of the form at once. `guest` says whether the form is a guest's, `topics` are the slugs on offer.
    ///
    /// # Errors
    /// The problems of all fields, in the order of the form.
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
        let organisation = if guest || participant.is_some() { "" } else { &raw.organisation };
        let organisation = errors.check("organisation", id(organisation)).flatten();
        let (Some(topic), Some(subject), Some(description), true) =
            (topic, subject, description, errors.is_empty())
        else {
            return Err(errors);
        };
        let guest = name.zip(email).map(|(name, email)| GuestContact { name, email });
        let urgent = !raw.urgent.is_empty();
        Ok(Self { topic, subject, description, guest, urgent, participant, organisation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_reported_at_once_in_the_order_of_the_form() {
        let raw = RawTicket { topic: "nope".into(), email: "x".into(), ..RawTicket::default() };
        let errors = TicketDraft::parse(&raw, true, &["login"]).expect_err("nothing was filled in");
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["topic", "subject", "description", "name", "email"]);
        assert_eq!(errors.get("topic"), Some(&Problem::UnknownChoice));
        assert_eq!(errors.get("email"), Some(&Problem::InvalidEmail));
    }

    #[test]
    fn a_signed_in_person_gives_no_contact_details() {
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
