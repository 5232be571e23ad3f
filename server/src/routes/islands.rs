//! `/islands`: what islands ask for while somebody types. Anyone can send anything to these addresses; errors are for programs.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use fyr_app::{RequestContext, fragments::SuggestionsView, pages::tickets::raw};
use fyr_domain::permission::Permission;
use fyr_usecases::{
    articles, search,
    tickets::{self, FormRef},
};
use serde::Serialize;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access::{Anyone, Permission as Needs},
    BodyKind::{Form, SmallForm},
    Error, Policy, RateLimit, Routes, SubmittedForm,
    error::session_error,
    query::query_param,
    typed,
};

/// The most articles that are suggested below the search field.
const MAX_SUGGESTIONS: u32 = 6;

/// The routes of this folder.
pub fn routes() -> Routes {
    Routes::new()
        .get("/islands/suggest", suggest, Policy::read(Anyone))
        .post("/islands/help", help, Policy::write(Anyone, SmallForm).limit(RateLimit::None))
        .post(
            "/islands/preview_article",
            preview_article,
            Policy::write(Needs(Permission::WriteArticles), Form),
        )
        .post("/islands/keep_draft", keep_draft, Policy::write(Anyone, Form))
}

/// `GET /islands/suggest?q=&lang=`: articles that match a query typed so far, best first.
async fn suggest(cx: RequestContext) -> Result<Response, Error> {
    let query = query_param(&cx, "q");
    let hits = search::suggest(&cx.backend, &cx.actor, cx.lang, &query, MAX_SUGGESTIONS).await?;
    Ok(Json(SuggestionsView::for_search(&cx, &query, hits)).into_response())
}

/// `POST /islands/help` with `subject` and `description`: articles that may answer the ticket, and incidents that it may be about. Only close
/// matches: none rather than articles that share one word. Changes nothing; what people write is in no address.
async fn help(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let (subject, description) = (submitted.value("subject"), submitted.value("description"));
    let hits = search::suggest_for_ticket(&cx.backend, &cx.actor, cx.lang, subject, description).await?;
    let incidents = search::find_incidents(&cx.backend, cx.lang, &format!("{subject} {description}")).await?;
    Ok(Json(SuggestionsView::for_ticket(&cx, hits, incidents)).into_response())
}

/// The HTML of an article that is being written.
#[derive(Serialize)]
struct PreviewView {
    html: String,
}

/// `POST /islands/preview_article` with `language`, `title` and `source`: the text as readers will see it.
async fn preview_article(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let lang = submitted.value("language").parse().unwrap_or(cx.lang);
    let (title, source) = (submitted.value("title"), submitted.value("source"));
    let html = articles::preview(&cx.actor, lang, title, source)?;
    Ok(Json(PreviewView { html }).into_response())
}

/// `POST /islands/keep_draft`: saves the form of a new ticket as its draft, which is then newer than what the session has of the form.
/// 400 without a form key; 503 where the draft is not kept: it is another's or too large, or one too many.
async fn keep_draft(
    cx: RequestContext,
    session: Session,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let Ok(key) = Uuid::parse_str(submitted.value("form_key")) else {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    };
    let fields = raw(&submitted.into_state(key));
    let owner = cx.owner_key();
    let form = FormRef { key, owner: &owner };
    if let Err(error) = tickets::save_draft(&cx.backend, &cx.actor, form, &fields).await {
        tracing::debug!(%error, "a draft was not kept");
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    typed::forget_page(&session, "/tickets/new").await.map_err(session_error)?;
    Ok(Json(()).into_response())
}
