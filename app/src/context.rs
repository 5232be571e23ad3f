//! What a page needs to know about the request it answers. One place puts it there for pages and server functions alike.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Lang, fields::FieldErrors};
use fyr_i18n::problem;
use fyr_services::{Services, store::attachments::Attachment};
use leptos::prelude::*;
use uuid::Uuid;

/// The request, as pages see it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cx {
    /// The use cases.
    pub services: Services,
    /// Who asks.
    pub actor: Actor,
    /// Whether that could be told: nobody is known while the database is away.
    pub actor_known: bool,
    /// A key of this browser's own: whose drafts and ratings these are where nobody is signed in.
    pub reader: Arc<str>,
    /// In which language.
    pub lang: Lang,
    /// Path and query of the page asked for.
    pub uri: Arc<str>,
    /// When.
    pub now: DateTime<Utc>,
    /// For the one inline script.
    pub nonce: Arc<str>,
    /// On every log line of this request, and on error pages.
    pub request_id: Arc<str>,
    /// Where the files of this build are: `/assets/{hash}`.
    pub assets: &'static str,
}

impl Cx {
    /// A moment as one says it now, in the reader's language.
    pub fn when(&self, at: DateTime<Utc>) -> String {
        fyr_i18n::when(self.lang, at, self.now, self.services.settings.calendar.zone)
    }

    /// A day and a time as one announces them.
    pub fn day_and_time(&self, at: DateTime<Utc>) -> String {
        fyr_i18n::day_and_time(self.lang, at, self.now, self.services.settings.calendar.zone)
    }

    /// A moment that stands by itself.
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        fyr_i18n::moment(self.lang, at, self.services.settings.calendar.zone)
    }

    /// The path alone.
    pub fn path(&self) -> &str {
        self.uri.split('?').next().unwrap_or("/")
    }

    /// Whose drafts and ratings these are: the person's, else the browser's.
    pub fn owner(&self) -> String {
        self.actor.user_id().map_or_else(|| format!("browser:{}", self.reader), |id| format!("user:{id}"))
    }
}

/// The request of the page being rendered.
///
/// # Panics
/// Outside a page; [`crate::render`] puts it in place.
pub fn use_cx() -> Cx {
    expect_context::<Cx>()
}

/// A form as it was sent, shown again: everything typed is still there, and what is wrong is said.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    /// What was typed, by name of the field; several values of one name are kept in order.
    pub values: HashMap<String, Vec<String>>,
    /// What is wrong.
    pub errors: FieldErrors,
    /// Files that have arrived already.
    pub files: Vec<Attachment>,
    /// The form's own key, kept over every try.
    pub form_key: Uuid,
}

impl FormState {
    /// An empty form with a key of its own.
    pub fn new(form_key: Uuid) -> Self {
        Self { form_key, ..Self::default() }
    }

    /// What was typed into a field; empty where nothing was.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).and_then(|all| all.first()).cloned().unwrap_or_default()
    }

    /// Whether one of several choices was ticked.
    pub fn ticked(&self, field: &str, value: &str) -> bool {
        self.values.get(field).is_some_and(|all| all.iter().any(|one| one == value))
    }

    /// Sets what a field starts with.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.values.insert(field.to_owned(), vec![value.into()]);
        self
    }

    /// What is wrong with a field, in words.
    pub fn problem(&self, lang: Lang, field: &str) -> Option<String> {
        self.errors.of(field).map(|what| problem(lang, field, what))
    }
}
