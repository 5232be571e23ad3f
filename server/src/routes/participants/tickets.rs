//! The tickets of all of a counsellor's participants, and actions on several tickets at once.

use axum::{extract::State, response::Response};
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::{desk::filter as queue_filter, participants::tickets as pages},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Body,
};
use fyr_usecases::{
    people,
    relations::{self, CaseExportFormat, CaseSelection, ParticipantTicketFilter},
    tickets::FormRef,
};
use uuid::Uuid;

use super::parse_status_filter;
use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, SubmittedForm, downloads::download_response, form_with_errors,
        query::query_pairs, render_page, render_with_errors, see_other_with, with_uri,
    },
};

/// The longest search text, in characters.
const MAX_TEXT: usize = 100;

/// Parses the filter of the list and the page number, from 1; invalid parameters count as missing.
fn parse_filter<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (ParticipantTicketFilter, i64) {
    let (mut filter, mut number) = (ParticipantTicketFilter::default(), 1);
    for (name, value) in pairs {
        match name {
            "q" => {
                let text: String = value.trim().chars().take(MAX_TEXT).collect();
                filter.text = Some(text).filter(|text| !text.is_empty());
            }
            "show" => filter.status = parse_status_filter(value),
            "participant" => filter.participant = Uuid::parse_str(value).ok(),
            "page" => number = queue_filter::parse_page(value),
            _ => {}
        }
    }
    (filter, number)
}

/// The filter and page number of the list that a form was submitted from.
fn submitted_filter(submitted: &SubmittedForm) -> (ParticipantTicketFilter, i64) {
    parse_filter(["show", "participant", "q", "page"].map(|name| (name, submitted.value(name))))
}

/// The path of the list with a filter and page number.
fn list_path(filter: &ParticipantTicketFilter, number: i64) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pages::list_params(filter, number))
        .finish();
    format!("/participants/tickets?{query}")
}

/// `GET /participants/tickets?show=&participant=&q=&page=`.
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    let pairs = query_pairs(&cx);
    let (filter, number) = parse_filter(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async |cx| pages::show(&cx, filter, number, form).await).await
}

/// `POST /participants/tickets` with `action` = `close`, `reply`, `csv` or `html`, for the tickets that are ticked.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let form_key = submitted.form_key(&app);
    match apply_action(&cx, form_key, &submitted).await.or_field_errors()? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let (filter, number) = submitted_filter(&submitted);
            let form = form_with_errors(submitted, form_key, errors);
            let cx = with_uri(cx, &list_path(&filter, number));
            let show = async |cx: RequestContext, form| pages::show(&cx, filter, number, form).await;
            render_with_errors(cx, form, show).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    form_key: Uuid,
    submitted: &SubmittedForm,
) -> Result<Response, Error> {
    // permission first: nobody but counsellors learns anything about the form
    people::list_participants(&cx.backend, &cx.actor).await?;
    let (backend, actor, references) = (&cx.backend, &cx.actor, submitted.values("ticket"));
    let action = submitted.value("action");
    let mut errors = FieldErrors::default();
    if references.is_empty() && matches!(action, "close" | "reply") {
        errors.push("ticket", Problem::Required);
    }
    let notice = match action {
        "close" if errors.is_empty() => {
            let result = relations::close_tickets(backend, actor, references).await?;
            Notice::TicketsClosed { count: result.done, left: result.skipped }
        }
        "reply" => {
            let body = errors.check("body", Body::parse(submitted.value("body")));
            let Some(body) = body.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
            let owner = cx.owner_key();
            let form = FormRef { key: form_key, owner: &owner };
            let result = relations::reply_to_tickets(backend, actor, form, references, &body).await?;
            Notice::TicketsReplied { count: result.done, left: result.skipped }
        }
        "csv" => return export_cases(cx, submitted, CaseExportFormat::Csv).await,
        "html" => return export_cases(cx, submitted, CaseExportFormat::Html).await,
        "close" => return Err(errors.into()),
        _ => return Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    };
    let (filter, number) = submitted_filter(submitted);
    let back = match filter.participant.filter(|_| submitted.value("back") == "person") {
        Some(id) => format!("/participants/{id}?show={}", pages::status_filter_word(filter.status)),
        None => list_path(&filter, number),
    };
    Ok(see_other_with(back, notice))
}

async fn export_cases(
    cx: &RequestContext,
    submitted: &SubmittedForm,
    format: CaseExportFormat,
) -> Result<Response, Error> {
    let (filter, _) = submitted_filter(submitted);
    let selection = CaseSelection { filter: &filter, references: submitted.values("ticket") };
    let cases = relations::export_cases(&cx.backend, &cx.actor, selection, format).await?;
    let day = cx.now.format("%Y-%m-%d");
    Ok(match format {
        CaseExportFormat::Csv => {
            let bytes = cases.to_csv(&cx.backend, cx.lang);
            download_response(&format!("cases-{day}.csv"), "text/csv; charset=utf-8", bytes)
        }
        CaseExportFormat::Html => {
            let html = fyr_app::case_document_html(cx, &cases).into_bytes();
            download_response(&format!("cases-{day}.html"), "text/html; charset=utf-8", html)
        }
    })
}
