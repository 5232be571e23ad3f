//! Draft autosave of the ticket form.

use leptos::prelude::*;

/// Saves the draft of a new ticket.
///
/// # Errors
/// If the form key is not a UUID or belongs to another owner, the draft is too large or one too many, or the server or the database is unavailable.
#[server(endpoint = "keep_draft", prefix = "/islands")]
pub async fn save_draft(
    /// The idempotency key of the form, a UUID.
    form_key: String,
    /// The field values entered so far.
    fields: fyr_domain::tickets::RawTicket,
) -> Result<(), ServerFnError> {
    let cx = crate::use_request_context();
    let form_key = uuid::Uuid::parse_str(&form_key)
        .map_err(|_| -> ServerFnError { ServerFnError::Args("not a form key".to_owned()) })?;
    let owner = cx.owner_key();
    let form = fyr_usecases::tickets::FormRef { key: form_key, owner: &owner };
    fyr_usecases::tickets::save_draft(&cx.backend, &cx.actor, form, &fields)
        .await
        .map_err(|_| ServerFnError::new("not kept"))
}
