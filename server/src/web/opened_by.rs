//! For whom a form was opened. Every form has it in a hidden field, which rendering puts into all of them; where somebody else is
//! signed in when it is sent, nothing is done in their name: they are shown what was typed, and send it or do not.

use std::{collections::HashMap, sync::Arc};

use axum::extract::{FromRequest, Request};
use fyr_app::{ACCOUNT_FIELD, RequestContext, pages::opened_by::OpenedForm};
use fyr_usecases::tickets::{self, FormRef};
use uuid::Uuid;

use super::{Error, SubmittedForm, forms::SECRET_FIELDS, uploads::store_uploads};
use crate::app::App;

/// The field of a form that is sent after that: the account it was opened for before.
pub const OPENED_BY_FIELD: &str = "opened_by";

fn owner_key(cx: &RequestContext, account: &str) -> Option<String> {
    if account.is_empty() {
        return Some(format!("browser:{}", cx.browser_key));
    }
    Uuid::parse_str(account).ok().map(|id| format!("user:{id}"))
}

/// Returns a form that may be handled: opened for whoever is signed in now, by a page that does not say, or sent by nobody, which the
/// handler deals with.
///
/// # Errors
/// [`Error::OpenedBySomeoneElse`] for all others, with everything that was sent; where their files cannot be stored.
pub async fn require_same_opener(
    cx: &RequestContext,
    mut submitted: SubmittedForm,
) -> Result<SubmittedForm, Error> {
    let Some(opened_by) = submitted.fields.get(ACCOUNT_FIELD).and_then(|values| values.first()).cloned()
    else {
        return Ok(submitted);
    };
    let Some(user) = &cx.actor.user else { return Ok(submitted) };
    let form_key = Uuid::parse_str(submitted.value("form_key")).unwrap_or_default();
    let owner = cx.owner_key();
    let own = FormRef { key: form_key, owner: &owner };
    if opened_by == user.id.to_string() {
        if let Some(before) = owner_key(cx, submitted.value(OPENED_BY_FIELD))
            && submitted.fields.remove(OPENED_BY_FIELD).is_some()
        {
            tickets::take_over_uploads(&cx.backend, FormRef { key: form_key, owner: &before }, own).await?;
        }
        return Ok(submitted);
    }
    if let Some(count) = cx.backend.count_refusal("requests", "opener") {
        tracing::info!(count, "a form was opened for somebody else");
    }
    let errors = store_uploads(cx, own, &mut submitted).await?;
    let mut files = tickets::list_pending_files(&cx.backend, own).await?;
    if let Some(before) = owner_key(cx, &opened_by) {
        let theirs = FormRef { key: form_key, owner: &before };
        files.extend(tickets::list_pending_files(&cx.backend, theirs).await?);
    }
    let mut fields = submitted.fields;
    fields.retain(|name, _| name != ACCOUNT_FIELD && !SECRET_FIELDS.contains(&name.as_str()));
    fields.entry(OPENED_BY_FIELD.to_owned()).or_insert_with(|| vec![opened_by]);
    let files = files.into_iter().map(|file| file.name).collect();
    Err(Error::OpenedBySomeoneElse(Arc::new(OpenedForm { fields: sorted(fields), files, errors })))
}

fn sorted(fields: HashMap<String, Vec<String>>) -> Vec<(String, Vec<String>)> {
    let mut fields: Vec<_> = fields.into_iter().collect();
    fields.sort();
    fields
}

/// The same for handlers without a form of their own.
#[derive(Debug)]
pub struct SameOpener;

impl FromRequest<App> for SameOpener {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        SubmittedForm::from_request(request, app).await.map(|_| Self)
    }
}
