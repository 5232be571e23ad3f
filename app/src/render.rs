//! From a page to a whole HTML document.

use std::{future::Future, sync::Arc};

use fyr_services::Error;
use hydration_context::SsrSharedContext;
use leptos::{
    nonce::Nonce,
    prelude::*,
    reactive::{computed::ScopedFuture, owner::Owner},
};

use crate::{
    Cx,
    components::{Document, StatusTag},
};

/// What a page is made of.
pub struct Page {
    /// Before the site's name in the browser's title.
    pub title: String,
    /// What stands between header and footer; its one `h1` says what the page is.
    pub body: AnyView,
    /// The HTTP status.
    pub status: u16,
}

impl Page {
    /// A page that answers with 200.
    pub fn new(title: impl Into<String>, body: impl IntoAny) -> Self {
        Self { title: title.into(), body: body.into_any(), status: 200 }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// Runs a page with its request in context and gives status and document.
///
/// # Errors
/// What the page answers instead.
pub async fn render<F, Fut>(cx: Cx, page: F) -> Result<(u16, String), Error>
where
    F: FnOnce(Cx) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let answer = owner
        .with(|| {
            provide_context(cx.clone());
            provide_context(Nonce::from_value(cx.nonce.clone()));
            ScopedFuture::new(async move {
                let Page { title, body, status } = page(cx).await?;
                let html = view! { <Document title body/> }.to_html();
                Ok((status, format!("<!DOCTYPE html>{html}")))
            })
        })
        .await;
    owner.cleanup();
    answer
}

/// Cases as one document that stands by itself, to be read and printed.
pub fn cases_html(cx: &Cx, cases: &fyr_services::relations::Cases) -> String {
    let html = piece(cx, || crate::pages::participants::cases::document(cx, cases).to_html());
    format!("<!DOCTYPE html>{html}")
}

/// Entries of a ticket as HTML, for a page that is open already.
pub fn thread_html(cx: &Cx, thread: &fyr_services::tickets::Thread) -> String {
    piece(cx, || crate::components::entries(thread).to_html())
}

/// Where a ticket stands, for a page that is open already: the status, its tag and the next step as HTML, a line each.
pub fn state_html(cx: &Cx, thread: &fyr_services::tickets::Thread) -> String {
    let status = thread.ticket.status;
    let next = crate::pages::tickets::show::next_step(cx, thread);
    let (tag, next) = (piece(cx, || view! { <StatusTag status/> }.to_html()), piece(cx, || next.to_html()));
    format!("{status}\n{}\n{}", tag.replace('\n', " "), next.replace('\n', " "))
}

/// A piece of HTML with its request in context.
fn piece(cx: &Cx, make: impl FnOnce() -> String) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        provide_context(cx.clone());
        make()
    });
    owner.cleanup();
    html
}
