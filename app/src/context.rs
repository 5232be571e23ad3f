//! What a page knows about the request it answers. The server's context layer provides it to pages and server functions.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fyr_domain::{Actor, Lang, branding::Branding, fields::FieldErrors};
use fyr_i18n::problem_text;
use fyr_usecases::{
    Backend,
    store::attachments::Attachment,
    tickets::{self, TicketThread},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::Notice;

/// The request being answered: actor, language, time, URI. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// The use cases.
    pub backend: Backend,
    /// The person or guest who sent the request.
    pub actor: Actor,
    /// Whether `actor` could be read; `false` while the database is unavailable, and then `actor` is anonymous.
    pub actor_known: bool,
    /// The random key in this browser's `fyr_reader` cookie, 32 hexadecimal digits: owns drafts and ratings of anonymous users.
    pub browser_key: Arc<str>,
    /// What the browser says of itself: its name and its languages.
    pub browser: Arc<str>,
    /// The language of the response.
    pub lang: Lang,
    /// The time zone in which the reader sees times: that of the portal, unless they chose another.
    pub zone: Tz,
    /// Path and query of the request.
    pub uri: Arc<str>,
    /// Whether the request submits a form: its page is the answer to the press of a button.
    pub submits: bool,
    /// Whether somebody looks at the page: not where a browser fetches it ahead, or asks for its head alone.
    pub is_shown: bool,
    /// What the previous form did, for this page to say.
    pub notice: Option<Notice>,
    /// When the request arrived.
    pub now: DateTime<Utc>,
    /// The request id: on every log line of this request, and on error pages.
    pub request_id: Arc<str>,
    /// What the portal is called and looks like.
    pub branding: Arc<Branding>,
    /// The URL path of this build's static files: `/assets/{hash}`.
    pub assets: &'static str,
    /// What was typed into the forms of this page and not accepted, newest first; fields show it.
    pub typed: Arc<[TypedForm]>,
}

/// Handlers take it as an argument; the server's context layer inserts it into the request's extensions.
impl<S: Send + Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().expect("the context layer is in place"))
    }
}

impl RequestContext {
    /// A point in time relative to now, in the reader's language: "today at 10:00", "tisdag 10:00", "3 mars 2025".
    pub fn relative_time(&self, at: DateTime<Utc>) -> String {
        fyr_i18n::relative_time(self.lang, at, self.now, self.zone)
    }

    /// The name of the time zone, for a reader who chose another than that of the portal.
    pub fn other_zone(&self) -> Option<&'static str> {
        (self.zone != self.backend.settings.zone).then(|| self.zone.name())
    }

    /// A time with the name of its zone, where that is not the portal's.
    pub fn in_zone(&self, time: String) -> String {
        match self.other_zone() {
            Some(zone) => format!("{time} ({zone})"),
            None => time,
        }
    }

    /// Weekday, date and time, with the year only where it is not the current one: "tisdag 24 november 10:00".
    pub fn day_and_time(&self, at: DateTime<Utc>) -> String {
        self.in_zone(fyr_i18n::day_and_time(self.lang, at, self.now, self.zone))
    }

    /// Weekday, date with year, and time: "tisdag 24 november 2026 10:00".
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        self.in_zone(fyr_i18n::date_time(self.lang, at, self.zone))
    }

    /// A date with year where the reader is: "24 november 2026".
    pub fn date(&self, at: DateTime<Utc>) -> String {
        fyr_i18n::date(self.lang, at.with_timezone(&self.zone).date_naive())
    }

    /// What the portal is called, in the reader's language.
    pub fn portal_name(&self) -> &str {
        self.branding.name(self.lang)
    }

    /// The path of the request, without the query.
    pub fn path(&self) -> &str {
        self.uri.split('?').next().unwrap_or("/")
    }

    /// Remembers that the person has seen a ticket, if they do.
    pub async fn mark_seen(&self, thread: &TicketThread) {
        if self.is_shown {
            tickets::mark_seen(&self.backend, &self.actor, thread).await;
        }
    }

    /// Tells visitors apart for the half hour that what they search belongs together. Nothing is stored in a browser for it: whoever is not
    /// signed in is known by network and browser, and shares that with others like it.
    pub fn visitor_key(&self) -> String {
        self.actor.user_id().map_or_else(
            || format!("visitor:{:?}:{}", self.actor.network, self.browser),
            |id| format!("user:{id}"),
        )
    }

    /// The owner of drafts, uploads and ratings: `user:{id}` when signed in, otherwise `browser:{browser_key}`.
    pub fn owner_key(&self) -> String {
        self.actor
            .user_id()
            .map_or_else(|| format!("browser:{}", self.browser_key), |id| format!("user:{id}"))
    }
}

/// The context of the request being rendered.
///
/// # Panics
/// Outside [`crate::render`] and server functions, which provide the context.
pub fn use_request_context() -> RequestContext {
    expect_context::<RequestContext>()
}

/// What was typed into a form of the page and not accepted.
#[derive(Clone, Debug, Default)]
pub struct TypedForm {
    /// Which of the page's forms it is: see [`FormState::name`].
    pub name: String,
    /// The entered values by field name.
    pub values: HashMap<String, Vec<String>>,
    /// The idempotency key of the form, where files were uploaded under it.
    pub form_key: Option<Uuid>,
}

/// The field that says which form of a page was sent, on pages with several that share field names.
pub const FORM_NAME_FIELD: &str = "form_name";
/// The field of every form with the path of its page.
pub const FORM_PAGE_FIELD: &str = "form_page";

/// The state of a form when it is rendered: entered values and validation errors.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// Entered values by field name; several values of one field keep their order.
    pub values: HashMap<String, Vec<String>>,
    /// Validation errors by field.
    pub errors: FieldErrors,
    /// Files that are uploaded already.
    pub files: Vec<Attachment>,
    /// The idempotency key of the form; it stays the same when the form is submitted again. Nil for forms without one.
    pub form_key: Uuid,
    /// What the form sends as [`FORM_NAME_FIELD`], on pages with several that share field names; otherwise empty.
    pub name: &'static str,
}

impl FormState {
    /// An empty form with the given idempotency key.
    pub fn new(form_key: Uuid) -> Self {
        Self { form_key, ..Self::default() }
    }

    /// One of several forms of a page: see [`Self::name`].
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// What was typed into a field of this form before; `None` outside rendering, too.
    fn typed_before<T>(&self, field: &str, read: impl FnOnce(&Vec<String>) -> Option<T>) -> Option<T> {
        let cx = use_context::<RequestContext>()?;
        let mut own = cx.typed.iter().filter(|typed| typed.name == self.name);
        own.find_map(|typed| typed.values.get(field)).and_then(read)
    }

    /// The first value of a field; empty if it has none.
    pub fn value(&self, field: &str) -> String {
        let first = |values: &Vec<String>| values.first().cloned();
        self.typed_before(field, first).or_else(|| self.values.get(field).and_then(first)).unwrap_or_default()
    }

    /// Every value of a field.
    pub fn entered(&self, field: &str) -> Vec<String> {
        let entered = self.typed_before(field, |values| Some(values.clone()));
        entered.or_else(|| self.values.get(field).cloned()).unwrap_or_default()
    }

    /// Whether a field contains the given value: for checkboxes.
    pub fn is_checked(&self, field: &str, value: &str) -> bool {
        let contains = |values: &Vec<String>| values.iter().any(|entered| entered == value);
        let entered = self.typed_before(field, |values| Some(contains(values)));
        entered.unwrap_or_else(|| self.values.get(field).is_some_and(contains))
    }

    /// Sets the value of a field.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.values.insert(field.to_owned(), vec![value.into()]);
        self
    }

    /// The form with the values of several fields, which replace what they had.
    #[must_use]
    pub fn with_all<N: AsRef<str>, V: Into<String>>(self, fields: impl IntoIterator<Item = (N, V)>) -> Self {
        fields.into_iter().fold(self, |form, (name, value)| form.with(name.as_ref(), value))
    }

    /// Whether it has this field: filled in, or refused.
    pub fn is_about(&self, field: &str) -> bool {
        self.values.get(field).is_some_and(|values| values.iter().any(|value| !value.is_empty()))
            || self.errors.get(field).is_some()
    }

    /// The error message of a field in the given language; `None` if the field is valid.
    pub fn problem_text(&self, lang: Lang, field: &str) -> Option<String> {
        self.errors.get(field).map(|problem| problem_text(lang, field, problem))
    }
}
