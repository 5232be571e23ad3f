//! A requester's tickets: filing, list, thread and replies.

pub mod check;
pub mod deadlines;
pub mod documentation;
pub mod link;
pub mod list;
pub mod new;
pub mod show;

use fyr_domain::tickets::RawTicket;
use fyr_usecases::{
    Error,
    organisations::{self, Organisation},
};

use crate::{FormState, RequestContext};

/// The organisations to choose from in the ticket form: empty unless the person belongs to several and files for themselves.
async fn organisation_choices(cx: &RequestContext, form: &FormState) -> Result<Vec<Organisation>, Error> {
    let is_for_another = !form.value("participant").is_empty() || new::is_recorded(cx, form);
    if cx.actor.user.is_none() || is_for_another {
        return Ok(Vec::new());
    }
    let organisations = organisations::list_own(&cx.backend, &cx.actor).await?;
    Ok(if organisations.len() > 1 { organisations } else { Vec::new() })
}

/// The entered values of the ticket form.
pub fn raw(form: &FormState) -> RawTicket {
    RawTicket::from_fields(|name| form.value(name))
}

/// A form with the values of a saved draft.
#[must_use]
pub fn with_draft(form: FormState, raw: RawTicket) -> FormState {
    form.with_all(raw.into_fields())
}
