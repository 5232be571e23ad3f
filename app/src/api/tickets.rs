//! For the ticket form.

use leptos::prelude::*;

/// Keeps what was typed so far.
///
/// # Errors
/// Where the server or the database is away; the browser says that nothing was kept.
#[server(endpoint = "keep_draft", prefix = "/api")]
pub async fn keep_draft(
    /// The form's own key.
    form_key: String,
    /// What was typed so far.
    fields: fyr_domain::tickets::RawTicket,
) -> Result<(), ServerFnError> {
    let cx = crate::use_cx();
    let form_key = uuid::Uuid::parse_str(&form_key)
        .map_err(|_| -> ServerFnError { ServerFnError::Args("not a form key".to_owned()) })?;
    let owner = cx.owner();
    let form = fyr_services::tickets::Form { key: form_key, owner: &owner };
    fyr_services::tickets::keep_draft(&cx.services, form, &fields)
        .await
        .map_err(|_| ServerFnError::new("not kept"))
}
