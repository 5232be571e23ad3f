//! A requester's tickets: filing, following, answering.

pub mod check;
pub mod link;
pub mod list;
pub mod new;
pub mod show;

use fyr_domain::tickets::RawTicket;

use crate::FormState;

/// The names of the form's fields, as in [`RawTicket`].
pub const FIELDS: [&str; 7] = ["topic", "subject", "description", "name", "email", "urgent", "participant"];

/// What was typed, out of a form.
pub fn raw(form: &FormState) -> RawTicket {
    RawTicket {
        topic: form.value("topic"),
        subject: form.value("subject"),
        description: form.value("description"),
        name: form.value("name"),
        email: form.value("email"),
        urgent: form.value("urgent"),
        participant: form.value("participant"),
    }
}

/// A form with what was kept of it.
#[must_use]
pub fn filled(form: FormState, raw: RawTicket) -> FormState {
    let RawTicket { topic, subject, description, name, email, urgent, participant } = raw;
    let values = [topic, subject, description, name, email, urgent, participant];
    FIELDS.into_iter().zip(values).fold(form, |form, (name, value)| form.with(name, value))
}
