//! Files of forms, between their arrival and the use case that takes them.

use fyr_app::{FormState, RequestContext};
use fyr_domain::fields::FieldErrors;
use fyr_usecases::{
    Error,
    tickets::{self, FormRef},
};
use uuid::Uuid;

use super::SubmittedForm;

/// A new form with the files that were uploaded under its key before its language was changed, and with that key; the form itself
/// where there are none.
///
/// # Errors
/// Where the files cannot be read.
pub async fn with_earlier_uploads(cx: &RequestContext, form: FormState) -> Result<FormState, Error> {
    let mut own = cx.typed.iter().filter(|typed| typed.name == form.name);
    let Some(form_key) = own.find_map(|typed| typed.form_key) else { return Ok(form) };
    let owner = cx.owner_key();
    let files = tickets::list_pending_files(&cx.backend, FormRef { key: form_key, owner: &owner }).await?;
    Ok(FormState { files, form_key, ..form })
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
