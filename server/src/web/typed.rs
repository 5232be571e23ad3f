//! What someone typed into a form that was not accepted: kept in the session until the form is sent, so that nothing is lost when
//! they change the language, go back, reload, or sign in again. One mechanism for every form: the extractor of forms hands its text
//! to the context layer, which stores it where the form came back; fields show it when the page is opened again.

use std::{collections::HashMap, sync::Arc};

use axum::{
    http::{StatusCode, header},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{ACCOUNT_FIELD, RequestContext};
use fyr_usecases::QuotaKind;
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Error};
use uuid::Uuid;

use super::{forms::SECRET_FIELDS, pending_submission::MAX_TEXT};

/// Session key of [`Typed`].
const TYPED: &str = "typed";
/// How long it is kept.
const LIFETIME: TimeDelta = TimeDelta::hours(1);
/// What belongs to one rendering of a form.
const OF_THE_PAGE: [&str; 2] = ["form_key", "confirm"];
/// Forms that share a page and names of fields say with this field which they are; their text could show in the wrong one.
const SHARED_PAGE_FIELD: &str = "action";

/// The text of one form.
pub type Values = HashMap<String, Vec<String>>;

/// The path of the page that a response shows; set by `render_page`.
#[derive(Clone, Debug)]
pub struct ShownPath(pub Arc<str>);

/// The text of a form that was not accepted; serialised into the session.
#[derive(Debug, Serialize, Deserialize)]
struct Typed {
    /// The path of the page with the form.
    page: String,
    /// Whose it is; `None` for someone who was not signed in.
    account: Option<Uuid>,
    values: Values,
    at: DateTime<Utc>,
}

/// What was typed into the form of this page and not accepted; `None` where there is nothing, or it is someone else's.
pub async fn load(cx: &RequestContext, session: &Session) -> Option<Arc<Values>> {
    // most browsers have no session: nothing is read for them
    let typed: Typed = session.get(TYPED).await.ok().flatten()?;
    let is_current = typed.page == cx.path() && cx.now - typed.at <= LIFETIME;
    (is_current && typed.account == cx.actor.user_id()).then(|| Arc::new(typed.values))
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

/// Keeps what was typed where the form came back with errors or its sender has to sign in, and forgets it where the form was
/// accepted.
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
    let account_field = values.get(ACCOUNT_FIELD).and_then(|values| values.first()?.parse().ok());
    let (page, account) = match (answer.status, answer.shown, answer.next) {
        (StatusCode::UNPROCESSABLE_ENTITY | StatusCode::TOO_MANY_REQUESTS, Some(page), _) => {
            (page.to_string(), cx.actor.user_id())
        }
        // only for the person whose form it was
        (_, _, Some(next)) if cx.actor.user.is_none() && account_field.is_some() => (next, account_field),
        (status, ..) if status.is_redirection() => {
            // removing a missing value would still mark the session as changed and save it
            if session.get_value(TYPED).await?.is_some() {
                session.remove_value(TYPED).await?;
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    values.retain(|name, typed| {
        let kept = !SECRET_FIELDS.contains(&name.as_str()) && !OF_THE_PAGE.contains(&name.as_str());
        kept && typed.iter().any(|text| !text.trim().is_empty())
    });
    if values.is_empty() || values.contains_key(SHARED_PAGE_FIELD) {
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
    session.insert(TYPED, Typed { page, account, values, at: cx.now }).await
}
