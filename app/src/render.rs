//! Renders pages, and documents that are none.

mod language_buttons;
mod passes;

use std::{future::Future, sync::Arc};

use fyr_domain::fields::FieldErrors;
use fyr_usecases::Error;
use hydration_context::SsrSharedContext;
use leptos::{
    prelude::*,
    reactive::{computed::ScopedFuture, owner::Owner},
};

use self::language_buttons::with_language_buttons;
use self::passes::{mark_forms, with_hydration, without_dead_links, without_markers};
pub use self::{language_buttons::LANGUAGE_PATH, passes::ACCOUNT_FIELD};
use crate::{FormState, RequestContext, components::Document};

/// A page: title, body and HTTP status, and what became of the form that led to it.
pub struct Page {
    /// The document title, without the site's name.
    pub title: String,
    /// The content of `main`; it contains the only `h1`.
    pub body: AnyView,
    /// The HTTP status code.
    pub status: u16,
    /// Why the form of the page was not accepted.
    pub refusal: Option<Refusal>,
    /// The heading of the refusal; `None` for the usual one.
    pub refusal_heading: Option<&'static str>,
    /// What programs read in the head of the document.
    pub meta: PageMeta,
    /// What was done, where the body itself says so in a [`StatusLine`](crate::components::StatusLine).
    pub outcome: Option<String>,
}

/// What search engines and other programs read in the head of a document. URLs are complete.
#[derive(Clone, Debug, Default)]
pub struct PageMeta {
    /// What the page is about, in a sentence; `None` for what the portal is about.
    pub description: Option<String>,
    /// The address that counts where the page has several.
    pub canonical: Option<String>,
    /// The same page in each language it exists in, and in whichever the reader prefers (`x-default`).
    pub alternates: Vec<(String, String)>,
    /// The path of a feed of such pages, with its title.
    pub feed: Option<(String, String)>,
}

/// The errors of a form, which its page sums up on top.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The errors by field.
    pub errors: FieldErrors,
    /// The prefix of the field ids, on pages with several forms that share field names.
    pub id_prefix: &'static str,
}

impl Page {
    /// A page with status 200.
    pub fn new(title: impl Into<String>, body: impl IntoAny) -> Self {
        Self {
            title: title.into(),
            body: body.into_any(),
            status: 200,
            refusal: None,
            refusal_heading: None,
            outcome: None,
            meta: PageMeta::default(),
        }
    }

    /// Sets what programs read in the head of the document.
    #[must_use]
    pub fn with_meta(mut self, meta: PageMeta) -> Self {
        self.meta = meta;
        self
    }

    /// Sums up the errors of a form on top of the page, with focus and in the title. Nothing where there are none.
    #[must_use]
    pub fn refused(mut self, form: &FormState, id_prefix: &'static str) -> Self {
        if !form.errors.is_empty() {
            self.refusal = Some(Refusal { errors: form.errors.clone(), id_prefix });
        }
        self
    }

    /// Sets the heading over the errors of a form: what could not be done.
    #[must_use]
    pub fn refusal_heading(mut self, heading: &'static str) -> Self {
        self.refusal_heading = Some(heading);
        self
    }

    /// The title begins with what was done; the body says it in a [`StatusLine`](crate::components::StatusLine).
    #[must_use]
    pub fn outcome(mut self, text: impl Into<String>) -> Self {
        self.outcome = Some(text.into());
        self
    }

    /// Sets the HTTP status code.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// A complete response: HTTP status code and HTML document.
#[derive(Clone, Debug)]
pub struct RenderedPage {
    /// The HTTP status code.
    pub status: u16,
    /// The HTML document, from `<!DOCTYPE html>`.
    pub html: String,
}

/// Renders a page as an HTML document, with the request context provided to its components.
///
/// # Errors
/// The error of `page`.
pub async fn render<F, Fut>(cx: RequestContext, page: F) -> Result<RenderedPage, Error>
where
    F: FnOnce(RequestContext) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let rendered = owner
        .with(|| {
            provide_context(cx.clone());
            ScopedFuture::new(async move {
                let (account, assets, path) = (account_of(&cx), cx.assets, cx.path().to_owned());
                let page = page(cx).await?;
                let (status, refusal) = (page.status, page.refusal.clone());
                let html = without_dead_links(view! { <Document page/> }.to_html(), refusal);
                let html = without_markers(&mark_forms(&html, &account, &path));
                let html = with_hydration(with_language_buttons(html), assets);
                Ok(RenderedPage { status, html: format!("<!DOCTYPE html>{html}") })
            })
        })
        .await;
    owner.cleanup();
    rendered
}

fn account_of(cx: &RequestContext) -> String {
    cx.actor.user_id().map(|id| id.to_string()).unwrap_or_default()
}

/// Tickets with their threads as one self-contained HTML document, for download and printing.
pub fn case_document_html(cx: &RequestContext, cases: &fyr_usecases::relations::CaseExport) -> String {
    let html = render_fragment(cx, || crate::pages::participants::cases::document(cx, cases).into_any());
    format!("<!DOCTYPE html>{html}")
}

/// Renders HTML outside a page, with the request context provided.
pub fn render_fragment(cx: &RequestContext, view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        provide_context(cx.clone());
        view().to_html()
    });
    owner.cleanup();
    without_markers(&html)
}
