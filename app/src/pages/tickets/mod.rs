//! A requester's tickets: filing, following, answering.

pub mod check;
pub mod link;
pub mod list;
pub mod new;
pub mod show;

use fyr_domain::tickets::RawTicket;
use fyr_services::{
    Error,
    organisations::{self, Organisation},
};

use crate::{Cx, FormState};

/// The names of the form's fields, as in [`RawTicket`].
pub const FIELDS: [&str; 8] =
    ["topic", "subject", "description", "name", "email", "urgent", "participant", "organisation"];

/// The organisations the signed-in person chooses among: none unless they belong to several and ask for themselves.
async fn organisations(cx: &Cx, form: &FormState) -> Result<Vec<Organisation>, Error> {
    if cx.actor.user.is_none() || !form.value("participant").is_empty() {
        return Ok(Vec::new());
    }
    let own = organisations::own(&cx.services, &cx.actor).await?;
    Ok(if own.len() > 1 { own } else { Vec::new() })
}

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
        organisation: form.value("organisation"),
    }
}

/// A form with what was kept of it.
#[must_use]
pub fn filled(form: FormState, raw: RawTicket) -> FormState {
    let RawTicket { topic, subject, description, name, email, urgent, participant, organisation } = raw;
    let values = [topic, subject, description, name, email, urgent, participant, organisation];
    FIELDS.into_iter().zip(values).fold(form, |form, (name, value)| form.with(name, value))
}
