//! Files of forms, between their arrival and the use case that takes them.

use fyr_app::RequestContext;
use fyr_domain::fields::FieldErrors;
use fyr_usecases::{
    Error,
    tickets::{self, FormRef},
};
use uuid::Uuid;

use super::SubmittedForm;

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
