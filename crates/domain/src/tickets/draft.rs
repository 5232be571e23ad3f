//! The form that files a ticket: its raw input and the validated [`TicketDraft`].

use uuid::Uuid;

use super::{Impact, Priority, TicketKind, Triage, triage::NOT_URGENT};
use crate::{
    channels::ChannelKind,
    fields::{FieldErrors, Problem},
    text::{Body, Effect, EmailAddress, PersonName, PhoneNumber, Subject},
};

/// Declares [`RawTicket`] with its fields, so that each is listed once.
macro_rules! raw_ticket {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        /// The unvalidated fields of the form; also the payload of a saved draft.
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct RawTicket { $($(#[$doc])* pub $field: String,)+ }

        impl RawTicket {
            /// The names of the fields, in the order of the form.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// The ticket with what `value` gives for each field.
            pub fn from_fields(mut value: impl FnMut(&'static str) -> String) -> Self {
                Self { $($field: value(stringify!($field)),)+ }
            }

            /// The name and the value of each field, in the order of [`Self::FIELDS`].
            pub fn into_fields(self) -> impl Iterator<Item = (&'static str, String)> {
                [$((stringify!($field), self.$field)),+].into_iter()
            }
        }
    };
}

raw_ticket! {
    /// The slug of the topic.
    topic,
    /// What kind of ticket it is; empty for the kind that is chosen beforehand.
    kind,
    /// The subject.
    subject,
    /// The body of the first message.
    description,
    /// The requester's name; where a guest files, or support for somebody.
    name,
    /// The requester's email address; likewise.
    email,
    /// Whom it affects; empty for the requester alone.
    impact,
    /// Why it is urgent: the slug of an urgent cause, [`OTHER_CAUSE`](super::triage::OTHER_CAUSE) for a reason that does not count, or
    /// `yes` without one; [`NOT_URGENT`] or empty where it is not urgent.
    urgent,
    /// What follows from the urgent cause.
    effect,
    /// A telephone number at which the person can be reached, where it is urgent.
    phone,
    /// The id of the participant for whom a counsellor files; empty otherwise.
    participant,
    /// The id of the organisation of the ticket; only for members of several organisations.
    organisation,
    /// By which channel somebody reached support, who then files the ticket for them; empty where people file it themselves.
    channel,
}

impl RawTicket {
    /// The initial priority, as far as the fields that decide on it are filled in.
    pub fn priority(&self, triage: &Triage) -> Priority {
        let kind = self.kind.parse().unwrap_or(triage.default_kind());
        let impact = self.impact.parse().unwrap_or_default();
        triage.priority(kind, impact, triage.counts_as_urgent(&self.urgent))
    }
}

/// A validated form, ready to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketDraft {
    /// The slug of an existing topic; empty where there are none.
    pub topic: String,
    /// What kind of ticket it is.
    pub kind: TicketKind,
    /// Whom it affects.
    pub impact: Impact,
    /// The initial priority.
    pub priority: Priority,
    /// The subject.
    pub subject: Subject,
    /// The body of the first message.
    pub description: Body,
    /// The contact details of the requester, where a guest files, or support for somebody.
    pub guest: Option<GuestContact>,
    /// By which channel it came; but for the form, support files it for somebody.
    pub channel: ChannelKind,
    /// Whether it is urgent by the rules of the service.
    pub urgent: bool,
    /// What the person says about an urgent cause.
    pub urgent_details: UrgentDetails,
    /// The id of the participant for whom a counsellor files.
    pub participant: Option<Uuid>,
    /// The id of the organisation that a person chose for their own ticket.
    pub organisation: Option<Uuid>,
}

/// What a person says about an urgent cause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrgentDetails {
    /// The slug of the urgent cause; `None` where it is not urgent, or no cause was named.
    pub cause: Option<String>,
    /// What follows from it.
    pub effect: Option<Effect>,
    /// A telephone number at which the person can be reached.
    pub phone: Option<PhoneNumber>,
}

/// Whoever sends the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody who is not signed in.
    Guest,
    /// Somebody with an account.
    Account,
    /// Somebody with an account who may file tickets for others who called, wrote or chatted.
    Support,
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
    /// Validates all fields of the form at once. `sender` says whose form it is, `topics` are the slugs on offer: without
    /// any, a ticket has no topic.
    ///
    /// # Errors
    /// The problems of all fields, in the order of the form.
    pub fn parse(
        raw: &RawTicket,
        sender: Sender,
        topics: &[&str],
        triage: &Triage,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let channel = errors.check("channel", parse_channel(raw, sender));
        let recorded = channel.is_some_and(|channel| !channel.is_form());
        let guest = recorded || sender == Sender::Guest;
        // in the order of the form: support names the requester first, a guest after what they write
        let mut contact = recorded.then(|| GuestContact::parse(raw, &mut errors)).flatten();
        let topic = match raw.topic.trim() {
            _ if topics.is_empty() => Ok(String::new()),
            "" => Err(Problem::Required),
            slug if topics.contains(&slug) => Ok(slug.to_owned()),
            _ => Err(Problem::UnknownChoice),
        };
        let topic = errors.check("topic", topic);
        let kind = match raw.kind.trim() {
            "" => Ok(triage.default_kind()),
            kind => {
                kind.parse().ok().filter(|kind| triage.kinds.contains(kind)).ok_or(Problem::UnknownChoice)
            }
        };
        let kind = errors.check("kind", kind);
        let subject = errors.check("subject", Subject::parse(&raw.subject));
        let description = errors.check("description", Body::parse(&raw.description));
        if guest && !recorded {
            contact = GuestContact::parse(raw, &mut errors);
        }
        let impact = match raw.impact.trim() {
            "" => Ok(Impact::default()),
            impact => impact.parse().map_err(|_| Problem::UnknownChoice),
        };
        let impact = errors.check("impact", impact);
        let urgent_details = parse_urgent(raw, triage, &mut errors);
        let id = |raw: &str| match raw.trim() {
            "" => Ok(None),
            id => Uuid::parse_str(id).map(Some).map_err(|_| Problem::UnknownChoice),
        };
        let participant = if guest { "" } else { &raw.participant };
        let participant = errors.check("participant", id(participant)).flatten();
        let organisation = if guest || participant.is_some() { "" } else { &raw.organisation };
        let organisation = errors.check("organisation", id(organisation)).flatten();
        let (Some(topic), Some(kind), Some(subject), Some(description), Some(impact), Some(channel), true) =
            (topic, kind, subject, description, impact, channel, errors.is_empty())
        else {
            return Err(errors);
        };
        let urgent = triage.counts_as_urgent(raw.urgent.trim());
        let priority = triage.priority(kind, impact, urgent);
        Ok(Self {
            topic,
            kind,
            impact,
            priority,
            subject,
            description,
            guest: contact,
            channel,
            urgent,
            urgent_details,
            participant,
            organisation,
        })
    }
}

impl GuestContact {
    fn parse(raw: &RawTicket, errors: &mut FieldErrors) -> Option<Self> {
        let name = errors.check("name", PersonName::parse(&raw.name));
        let email = errors.check("email", EmailAddress::parse(&raw.email));
        name.zip(email).map(|(name, email)| Self { name, email })
    }
}

/// The channel by which somebody reached support, which support alone may say.
fn parse_channel(raw: &RawTicket, sender: Sender) -> Result<ChannelKind, Problem> {
    match raw.channel.trim() {
        "" => Ok(ChannelKind::Form),
        channel => channel
            .parse()
            .ok()
            .filter(|channel| sender == Sender::Support && ChannelKind::RECORDED.contains(channel))
            .ok_or(Problem::UnknownChoice),
    }
}

/// Whoever names an urgent cause says what follows from it. What was written for a reason that does not count is kept, too.
fn parse_urgent(raw: &RawTicket, triage: &Triage, errors: &mut FieldErrors) -> UrgentDetails {
    let value = raw.urgent.trim();
    if ["", NOT_URGENT].contains(&value) {
        return UrgentDetails::default();
    }
    let cause = triage.cause(value).map(|cause| cause.slug.clone());
    let effect = match Effect::parse_optional(&raw.effect) {
        Ok(None) if cause.is_some() => Err(Problem::Required),
        effect => effect,
    };
    let effect = errors.check("effect", effect).flatten();
    let phone = errors.check("phone", PhoneNumber::parse_optional(&raw.phone)).flatten();
    UrgentDetails { cause, effect, phone }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(raw: &RawTicket, guest: bool) -> Result<TicketDraft, FieldErrors> {
        let sender = if guest { Sender::Guest } else { Sender::Account };
        TicketDraft::parse(raw, sender, &["login"], &Triage::default())
    }

    fn complete() -> RawTicket {
        RawTicket {
            topic: "login".into(),
            subject: "s".into(),
            description: "d".into(),
            ..RawTicket::default()
        }
    }

    #[test]
    fn every_problem_is_reported_at_once_in_the_order_of_the_form() {
        let raw = RawTicket {
            topic: "nope".into(),
            kind: "problem".into(),
            email: "x".into(),
            impact: "all".into(),
            urgent: "outage".into(),
            phone: "1".repeat(51),
            ..RawTicket::default()
        };
        let errors = parse(&raw, true).expect_err("nothing was filled in");
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        let expected =
            ["topic", "kind", "subject", "description", "name", "email", "impact", "effect", "phone"];
        assert_eq!(fields, expected);
        assert_eq!(errors.get("topic"), Some(&Problem::UnknownChoice));
        assert_eq!(errors.get("kind"), Some(&Problem::UnknownChoice), "support alone finds problems");
        assert_eq!(errors.get("email"), Some(&Problem::InvalidEmail));
    }

    #[test]
    fn a_signed_in_person_gives_no_contact_details() {
        let draft = parse(&complete(), false).expect("complete");
        assert_eq!(draft.guest, None);
        assert!(!draft.urgent);
        assert_eq!((draft.kind, draft.impact), (TicketKind::Question, Impact::One));
    }

    #[test]
    fn support_files_for_somebody_who_called() {
        let parse = |raw: &RawTicket, sender| TicketDraft::parse(raw, sender, &["login"], &Triage::default());
        let called = RawTicket { channel: "phone".into(), ..complete() };
        let named = RawTicket { name: "Elin Ek".into(), email: "elin@example.org".into(), ..called.clone() };
        let draft = parse(&named, Sender::Support).expect("complete");
        assert_eq!(draft.channel, ChannelKind::Phone);
        assert_eq!(draft.guest.expect("a requester").name.to_string(), "Elin Ek");
        let errors =
            parse(&RawTicket { topic: String::new(), ..called.clone() }, Sender::Support).unwrap_err();
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name", "email", "topic"]);
        for (channel, sender) in [
            ("phone", Sender::Account),
            ("phone", Sender::Guest),
            ("form", Sender::Support),
            ("x", Sender::Support),
        ] {
            let raw = RawTicket { channel: channel.into(), ..named.clone() };
            let errors = parse(&raw, sender).expect_err("is refused");
            assert_eq!(errors.get("channel"), Some(&Problem::UnknownChoice), "{channel} of {sender:?}");
        }
    }

    #[test]
    fn without_topics_a_ticket_has_none() {
        let raw = RawTicket { topic: "gone".into(), ..complete() };
        let draft = TicketDraft::parse(&raw, Sender::Account, &[], &Triage::default()).expect("complete");
        assert_eq!(draft.topic, "");
    }

    #[test]
    fn the_priority_follows_from_what_the_requester_says() {
        let draft = |impact: &str, urgent: &str| {
            let raw = RawTicket {
                impact: impact.into(),
                urgent: urgent.into(),
                effect: "Ingen kan arbeta".into(),
                ..complete()
            };
            let draft = parse(&raw, false).expect("complete");
            assert_eq!(raw.priority(&Triage::default()), draft.priority, "the form says what will be");
            (draft.priority, draft.urgent, draft.urgent_details.cause)
        };
        assert_eq!(draft("one", ""), (Priority::P3, false, None));
        assert_eq!(draft("one", "yes"), (Priority::P2, true, None));
        assert_eq!(draft("one", "other"), (Priority::P3, false, None));
        assert_eq!(draft("everyone", "outage"), (Priority::P1, true, Some("outage".to_owned())));
    }

    #[test]
    fn the_fields_are_listed_once() {
        let raw = RawTicket::from_fields(str::to_owned);
        assert!(raw.into_fields().all(|(name, value)| name == value));
    }
}
