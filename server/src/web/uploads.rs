//! Files of forms, between their arrival and the use case that takes them.

use fyr_app::{FormState, RequestContext};
use fyr_domain::fields::FieldErrors;
use fyr_usecases::{
    Error,
    tickets::{self, FormRef},
};
use uuid::Uuid;

use super::SubmittedForm;

/// The state of a form with files that is opened: with those that were uploaded before its language was changed.
///
/// # Errors
/// Where the files cannot be read.
pub async fn new_form_with_uploads(cx: &RequestContext, name: &'static str) -> Result<FormState, Error> {
    let Some(key) = cx.typed.iter().find(|typed| typed.name == name).and_then(|typed| typed.form_key) else {
        return Ok(FormState::new(cx.backend.clock.id()).named(name));
    };
    let files = tickets::list_pending_files(&cx.backend, FormRef { key, owner: &cx.owner_key() }).await?;
    Ok(FormState { files, ..FormState::new(key).named(name) })
}

/// Deletes the pending uploads whose removal was ticked, stores the submitted files, and returns the errors of those refused.
///
/// # Errors
/// Where files or their rows cannot be written.
pub async fn store_uploads(
    cx: &RequestContext,
    form: FormRef<'_>,
    submitted: &mut SubmittedForm,
) -> Result<FieldErrors, Error> {
    for id in submitted.values("remove").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        tickets::delete_upload(&cx.backend, form, id).await?;
    }
    submitted.fields.remove("remove");
    tickets::receive_uploads(&cx.backend, form, std::mem::take(&mut submitted.files)).await
}
