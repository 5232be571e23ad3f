//! What someone typed into forms that were not accepted, or that they have yet to send while they change the language: kept in the
//! session until the form is sent, so that nothing is lost then, nor when they go back, reload, or sign in again. One mechanism for
//! every form: the extractor of forms hands its text to the context layer, which stores it where the form came back; fields show it
//! when the page is opened again. Each form has its own place, so that several tabs do not lose each other's texts.

use std::{collections::HashMap, sync::Arc};

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{ACCOUNT_FIELD, FORM_NAME_FIELD, FORM_PAGE_FIELD, RequestContext, TypedForm};
use fyr_usecases::{
    QuotaKind,
    tickets::{self, FormRef},
};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Error};
use uuid::Uuid;

use super::{forms::SECRET_FIELDS, pending_submission::MAX_TEXT};

/// Session key of the forms, newest first.
const TYPED: &str = "typed_forms";
/// The most forms that a session keeps.
const MAX_FORMS: usize = 5;
/// How long they are kept.
const LIFETIME: TimeDelta = TimeDelta::hours(1);
/// The field with a form's idempotency key.
const FORM_KEY_FIELD: &str = "form_key";
/// What belongs to one rendering of a form, and names of files that come without the files.
const OF_THE_PAGE: [&str; 8] =
    [FORM_KEY_FIELD, FORM_NAME_FIELD, FORM_PAGE_FIELD, "confirm", "remove", "attachments", "next", "unsent"];

/// The text of one form.
pub type Values = HashMap<String, Vec<String>>;

/// The path of the page that a response shows, set by `render_page`; of a redirect, that of the page where the form goes on.
#[derive(Clone, Debug)]
pub struct ShownPath(pub Arc<str>);

/// The text of a form; serialised into the session.
#[derive(Debug, Serialize, Deserialize)]
struct Typed {
    /// The path of the page with the form.
    page: String,
    /// Which of the page's forms it is; empty where they share no field names.
    name: String,
    /// Whose it is; `None` for someone who was not signed in.
    account: Option<Uuid>,
    values: Values,
    /// The idempotency key of the form, where files were uploaded under it.
    form_key: Option<Uuid>,
    at: DateTime<Utc>,
}

impl Typed {
    /// Whether a form has a field that was typed here. Forms of a page that share no fields need no names; this tells them apart.
    fn shares_field(&self, values: &Values) -> bool {
        let is_typed = |name: &&String| !matches!(name.as_str(), ACCOUNT_FIELD | "action");
        self.values.keys().filter(is_typed).any(|name| values.contains_key(name))
    }
}

/// What was typed into the forms of this page and not accepted, newest first; without what is someone else's.
pub async fn load(cx: &RequestContext, session: &Session) -> Arc<[TypedForm]> {
    // most browsers have no session: nothing is read for them
    let typed: Vec<Typed> = session.get(TYPED).await.ok().flatten().unwrap_or_default();
    let is_own = |typed: &Typed| typed.account == cx.actor.user_id() && cx.now - typed.at <= LIFETIME;
    let here = typed.into_iter().filter(|typed| typed.page == cx.path() && is_own(typed));
    here.map(|Typed { name, values, form_key, .. }| TypedForm { name, values, form_key }).collect()
}

/// Whether something that was typed on this page waits for its sender to sign in.
pub async fn waits(cx: &RequestContext, session: &Session, page: &str) -> bool {
    let typed: Vec<Typed> = session.get(TYPED).await.ok().flatten().unwrap_or_default();
    let page = page.split('?').next();
    typed.iter().any(|typed| {
        Some(typed.page.as_str()) == page && typed.account.is_some() && cx.now - typed.at <= LIFETIME
    })
}

/// What a response says about the form that it answers.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    /// The path of the page that it shows.
    shown: Option<Arc<str>>,
    /// The path to return to after signing in.
    next: Option<String>,
}

impl Answer {
    /// Reads it from a response.
    pub fn of(response: &Response) -> Self {
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let next = location.and_then(|location| location.strip_prefix("/sign-in?next=")).map(|next| {
            let next = percent_encoding::percent_decode_str(next).decode_utf8_lossy();
            next.split('?').next().unwrap_or_default().to_owned()
        });
        let shown = response.extensions().get().map(|ShownPath(path)| path.clone());
        Self { status: response.status(), shown, next }
    }
}

/// Keeps what was typed where the form came back with errors, its sender has to sign in, or changes the language, and forgets it
/// where the form was accepted.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn keep_or_forget(
    cx: &RequestContext,
    session: &Session,
    submitted: Option<Values>,
    answer: Answer,
) -> Result<(), Error> {
    let Some(mut values) = submitted else { return Ok(()) };
    let first = |name: &str| values.get(name).and_then(|values| values.first()).cloned();
    let account_field = first(ACCOUNT_FIELD).and_then(|account| account.parse().ok());
    let name = first(FORM_NAME_FIELD).unwrap_or_default();
    let (page, account) = match (answer.status, answer.shown, answer.next) {
        (
            StatusCode::UNPROCESSABLE_ENTITY | StatusCode::TOO_MANY_REQUESTS | StatusCode::SEE_OTHER,
            Some(page),
            _,
        ) => (page.to_string(), cx.actor.user_id()),
        // only for the person whose form it was
        (_, _, Some(next)) if cx.actor.user.is_none() && account_field.is_some() => (next, account_field),
        (status, ..) if status.is_redirection() => {
            let pages = values.get(FORM_PAGE_FIELD).map(Vec::as_slice).unwrap_or_default();
            return forget(session, |form| {
                form.name == name && is_page_of(&form.page, pages, cx.path()) && form.shares_field(&values)
            })
            .await;
        }
        _ => return Ok(()),
    };
    let form_key = key_of_uploads(cx, &values).await;
    values.retain(|name, typed| {
        let kept = !SECRET_FIELDS.contains(&name.as_str()) && !OF_THE_PAGE.contains(&name.as_str());
        kept && typed.iter().any(|text| !text.trim().is_empty())
    });
    if values.keys().all(|name| name == ACCOUNT_FIELD) {
        return Ok(());
    }
    let bytes = |(name, typed): (&String, &Vec<String>)| {
        typed.iter().map(|text| name.len() + text.len()).sum::<usize>()
    };
    let size = values.iter().map(bytes).sum::<usize>();
    let charged =
        |size: u64| cx.backend.charge_quota(QuotaKind::UnsentBytes, &cx.actor, &cx.owner_key(), size).is_ok();
    // whoever sends one refused form after the other fills nothing; the page that comes back has the text all the same
    if size > MAX_TEXT || !charged(size as u64) {
        return Ok(());
    }
    let mut forms: Vec<Typed> = session.get(TYPED).await.ok().flatten().unwrap_or_default();
    forms.retain(|form| {
        let is_replaced = form.page == page && form.name == name && form.shares_field(&values);
        !is_replaced && cx.now - form.at <= LIFETIME
    });
    forms.insert(0, Typed { page, name, account, values, form_key, at: cx.now });
    forms.truncate(MAX_FORMS);
    session.insert(TYPED, forms).await
}

/// Whether a form that was sent to `action` is of this page: it says so itself; by its address where it does not.
fn is_page_of(page: &str, named: &[String], action: &str) -> bool {
    if named.is_empty() {
        return action.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    named.iter().any(|named| named == page)
}

/// Forgets what was typed on a page: it is kept elsewhere.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn forget_page(session: &Session, page: &str) -> Result<(), Error> {
    forget(session, |form| form.page == page).await
}

/// Forgets the forms that were sent.
async fn forget(session: &Session, is_sent: impl Fn(&Typed) -> bool) -> Result<(), Error> {
    let Some(mut forms) = session.get::<Vec<Typed>>(TYPED).await.ok().flatten() else { return Ok(()) };
    let before = forms.len();
    forms.retain(|form| !is_sent(form));
    match forms.len() {
        // writing the same would still mark the session as changed and save it
        after if after == before => Ok(()),
        0 => session.remove_value(TYPED).await.map(|_| ()),
        _ => session.insert(TYPED, forms).await,
    }
}

/// The key of a form under which files were uploaded. Without files the page makes a new one: two tabs with the same key could file
/// one ticket only.
async fn key_of_uploads(cx: &RequestContext, values: &Values) -> Option<Uuid> {
    let key = values.get(FORM_KEY_FIELD)?.first()?.parse().ok()?;
    let form = FormRef { key, owner: &cx.owner_key() };
    let files = tickets::list_pending_files(&cx.backend, form).await.ok()?;
    (!files.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_belongs_to_the_page_that_it_names_or_was_sent_below() {
        let named = ["/tickets/new".to_owned()];
        assert!(is_page_of("/tickets/new", &named, "/anywhere"));
        assert!(!is_page_of("/tickets", &named, "/tickets/new"));
        assert!(is_page_of("/tickets/A", &[], "/tickets/A/messages"));
        assert!(is_page_of("/tickets/new", &[], "/tickets/new"));
        assert!(!is_page_of("/tickets/A", &[], "/tickets/AB"));
        assert!(!is_page_of("/desk/status", &[], "/sign-in"));
    }
}
