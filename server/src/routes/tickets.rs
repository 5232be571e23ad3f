//! Filing tickets, and the pages of a requester's tickets. The desk's pages are in `desk`.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{
    FormState, RequestContext,
    islands::UploadResponse,
    pages::{
        self,
        tickets::{link::LinkRequestState, list::STATUS_FILTERS, raw, with_draft},
    },
};
use fyr_domain::{
    fields::FieldErrors,
    personal_number,
    text::{Body as Text, EmailAddress},
    tickets::RawTicket,
};
use fyr_i18n::problem_text;
use fyr_usecases::{
    Error, LinkPurpose,
    store::tickets::TicketStatusFilter,
    tickets::{self, FormRef, TicketPrivacy},
};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    app::App,
    routes::accounts::query_param,
    web::context::{ensure_guest_key, error_response, render_page, see_other, with_uri},
    web::forms::SubmittedForm,
    web::pending_submission::{self, ACCOUNT_FIELD, is_signed_out},
};

/// The query of `/tickets/new`, which prefills the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewTicketQuery {
    subject: String,
    topic: String,
    participant: String,
}

/// The page where a ticket is filed.
const NEW_TICKET_PATH: &str = "/tickets/new";

/// `GET /tickets/new?subject=&topic=&participant=`. Without parameters the form has the sender's latest draft; likewise where
/// only the language of a form was changed (`lang`).
pub async fn new(cx: RequestContext, session: Session, Query(query): Query<NewTicketQuery>) -> Response {
    match new_form(&cx, &session, query).await {
        Ok(form) => render_page(cx, async |cx| pages::tickets::new::show(&cx, form).await).await,
        Err(error) => error_response(cx, error).await,
    }
}

async fn new_form(cx: &RequestContext, session: &Session, query: NewTicketQuery) -> Result<FormState, Error> {
    let has_no_prefill = query.subject.is_empty() && query.topic.is_empty() && query.participant.is_empty();
    if has_no_prefill
        && let Some(form) = pending_submission::restore(cx, session, NEW_TICKET_PATH, "description").await?
    {
        return Ok(form);
    }
    let owner = cx.owner_key();
    let continues_draft = |draft: &RawTicket| {
        has_no_prefill || (!query_param(cx, "lang").is_empty() && draft.participant == query.participant)
    };
    let draft = tickets::latest_draft(&cx.backend, &owner).await?;
    if let Some((form_key, draft)) = draft.filter(|(_, draft)| continues_draft(draft)) {
        let files =
            tickets::list_pending_files(&cx.backend, FormRef { key: form_key, owner: &owner }).await?;
        return Ok(FormState { files, ..with_draft(FormState::new(form_key), draft) });
    }
    let form = FormState::new(cx.backend.clock.id());
    Ok(form.with("subject", query.subject).with("topic", query.topic).with("participant", query.participant))
}

/// `POST /tickets/new`: files the ticket. With `step=check` shows a summary first, with `edit` the form again; with `forget`
/// deletes the draft.
pub async fn post_new(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    submitted: SubmittedForm,
) -> Response {
    match file_ticket(&app, &cx, &session, submitted).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

async fn file_ticket(
    app: &App,
    cx: &RequestContext,
    session: &Session,
    mut submitted: SubmittedForm,
) -> Result<Response, Error> {
    let backend = &cx.backend;
    let (form_key, owner) = (submitted.form_key(app), cx.owner_key());
    let form = FormRef { key: form_key, owner: &owner };
    let step = submitted.value("step").to_owned();
    if step == "forget" {
        tickets::delete_draft(backend, form).await?;
        pending_submission::discard(session).await?;
        return Ok(see_other(NEW_TICKET_PATH));
    }
    if is_signed_out(cx) && !submitted.value(ACCOUNT_FIELD).is_empty() {
        return pending_submission::store_and_sign_in(
            cx,
            session,
            NEW_TICKET_PATH.to_owned(),
            form_key,
            submitted,
        )
        .await;
    }
    let mut errors = store_uploads(cx, form, &mut submitted).await?;
    let files = tickets::list_pending_files(backend, form).await?;
    let state = FormState { files, ..submitted.into_state(form_key) };
    let raw_ticket = raw(&state);
    let draft = tickets::parse_draft(backend, &cx.actor, &raw_ticket).await;
    if let Err(Error::Invalid(draft_errors)) = &draft {
        errors = FieldErrors(draft_errors.0.iter().cloned().chain(errors.0).collect());
    }
    let draft = match draft {
        Ok(draft) if errors.is_empty() && step != "check" && step != "edit" => draft,
        Err(error) if !matches!(error, Error::Invalid(_)) => return Err(error),
        _ => {
            // a form key of another owner is replaced
            let form_key = match tickets::save_draft(backend, form, &raw_ticket).await {
                Err(Error::NotFound) => backend.clock.id(),
                saved => saved.map(|()| form_key)?,
            };
            let errors = if step == "edit" { FieldErrors::default() } else { errors };
            let form = FormState { errors, form_key, ..state };
            let has_errors = !form.errors.is_empty();
            return Ok(render_page(cx.clone(), async move |cx| match (has_errors, step.as_str()) {
                (false, "check") => pages::tickets::check::show(&cx, form).await,
                (false, _) => pages::tickets::new::show(&cx, form).await,
                (true, _) => Ok(pages::tickets::new::show(&cx, form).await?.status(422)),
            })
            .await);
        }
    };
    let mut actor = cx.actor.clone();
    if actor.user.is_none() {
        // the key is in the session before the ticket is filed, so that whoever gets its reference can open it
        actor.guest = Some(ensure_guest_key(session, cx).await?);
    }
    match tickets::file(backend, &actor, form, &draft, cx.lang).await {
        Ok(filed) => {
            pending_submission::discard(session).await?;
            let has_number =
                personal_number::contains(&draft.subject) || personal_number::contains(&draft.description);
            let number_param = if has_number { "&number=yes" } else { "" };
            Ok(see_other(format!(
                "/tickets/{}?filed=yes{number_param}",
                tickets::format_reference(&filed.ticket.reference)
            )))
        }
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..state };
            Ok(render_page(cx.clone(), async |cx| {
                Ok(pages::tickets::new::show(&cx, form).await?.status(422))
            })
            .await)
        }
        Err(error) => Err(error),
    }
}

/// Deletes the pending uploads whose removal was ticked, stores the submitted files, and returns the errors of those refused.
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

/// `POST /tickets/new/uploads`: uploads of files as soon as they are chosen, for any form with files. The response is JSON.
pub async fn post_uploads(
    State(app): State<App>,
    cx: RequestContext,
    mut submitted: SubmittedForm,
) -> Response {
    let (key, owner) = (submitted.form_key(&app), cx.owner_key());
    let form = FormRef { key, owner: &owner };
    let stored = async {
        let errors = store_uploads(&cx, form, &mut submitted).await?;
        Ok::<_, Error>((errors, tickets::list_pending_files(&cx.backend, form).await?))
    };
    match stored.await {
        Ok((errors, files)) => Json(UploadResponse {
            files: files.into_iter().map(|file| (file.id.to_string(), file.name)).collect(),
            problems: errors.0.iter().map(|(field, problem)| problem_text(cx.lang, field, problem)).collect(),
        })
        .into_response(),
        Err(error) => error_response(cx, error).await,
    }
}

/// The query of a list of tickets.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketListQuery {
    of: String,
    show: String,
    page: String,
}

impl TicketListQuery {
    /// The status filter; all tickets where the word is unknown.
    pub fn show(&self) -> TicketStatusFilter {
        STATUS_FILTERS
            .into_iter()
            .find(|(word, _)| *word == self.show)
            .map_or(TicketStatusFilter::All, |(_, show)| show)
    }

    /// The page number, from 1.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

/// `GET /tickets?of=&show=&page=`; `of=colleagues` lists the tickets colleagues share.
pub async fn list(cx: RequestContext, Query(query): Query<TicketListQuery>) -> Response {
    if query.of == "colleagues" {
        let (show, number) = (query.show(), query.page());
        return render_page(cx, async |cx| pages::tickets::list::show_shared(&cx, show, number).await).await;
    }
    render_page(cx, async |cx| pages::tickets::list::show(&cx, query.show(), query.page()).await).await
}

/// The query of a ticket's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketQuery {
    token: String,
    filed: String,
}

/// `GET /tickets/{reference}?token=`: the token of a mailed link gives the session access, and a redirect removes it from the
/// address. For a ticket that an account has claimed the page asks to sign in.
pub async fn show(
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    Query(query): Query<TicketQuery>,
) -> Response {
    if !query.token.is_empty() {
        return match cx.backend.verify_link_token(LinkPurpose::Ticket, &query.token) {
            None => {
                let form = FormState::new(Uuid::nil());
                render_page(with_uri(cx, "/tickets/link"), async |cx| {
                    Ok(pages::tickets::link::show(&cx, form, LinkRequestState::ExpiredLink).status(410))
                })
                .await
            }
            Some(_) => match open_ticket_link(&cx, &session, &query.token).await {
                Err(Error::SignInFirst) if cx.actor.user.is_none() => {
                    render_page(cx, async |cx| Ok(pages::tickets::link::claimed(&cx))).await
                }
                Ok(()) | Err(Error::SignInFirst) => see_other(format!("/tickets/{reference}")),
                Err(error) => error_response(cx, error).await,
            },
        };
    }
    let form = match pending_submission::restore(&cx, &session, &page_path(&reference), "body").await {
        Ok(restored) => restored.unwrap_or_else(|| FormState::new(cx.backend.clock.id())),
        Err(error) => return error_response(cx, error).await,
    };
    let filed = query.filed == "yes";
    render_page(cx, async |cx| pages::tickets::show::show(&cx, &reference, form, filed).await).await
}

async fn open_ticket_link(cx: &RequestContext, session: &Session, token: &str) -> Result<(), Error> {
    let guest = ensure_guest_key(session, cx).await?;
    tickets::open_guest_link(&cx.backend, guest, token).await
}

fn page_path(reference: &str) -> String {
    format!("/tickets/{reference}")
}

/// The ticket's page again, with the errors of a form.
async fn render_with_errors(cx: RequestContext, reference: &str, form: FormState) -> Response {
    let cx = with_uri(cx, &page_path(reference));
    render_page(cx, async |cx| Ok(pages::tickets::show::show(&cx, reference, form, false).await?.status(422)))
        .await
}

/// `POST /tickets/{reference}/messages`.
pub async fn post_message(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Response {
    match add_message(&app, &cx, &session, &reference, submitted).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

async fn add_message(
    app: &App,
    cx: &RequestContext,
    session: &Session,
    reference: &str,
    mut submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (form_key, owner) = (submitted.form_key(app), cx.owner_key());
    let form = FormRef { key: form_key, owner: &owner };
    // permission first: no file is stored for a ticket that the actor may not see
    match tickets::find_thread(&cx.backend, &cx.actor, reference).await {
        Err(Error::NotFound) if is_signed_out(cx) => {
            return pending_submission::store_and_sign_in(
                cx,
                session,
                page_path(reference),
                form_key,
                submitted,
            )
            .await;
        }
        thread => thread?,
    };
    let mut errors = store_uploads(cx, form, &mut submitted).await?;
    let body = errors.check("body", Text::parse(submitted.value("body")));
    if let (Some(body), true) = (body, errors.is_empty()) {
        tickets::reply(&cx.backend, &cx.actor, reference, form, &body).await?;
        pending_submission::discard(session).await?;
        let number_param = if personal_number::contains(&body) { "?number=yes" } else { "" };
        return Ok(see_other(format!("/tickets/{reference}{number_param}#thread")));
    }
    let files = tickets::list_pending_files(&cx.backend, form).await?;
    let form = FormState { errors, files, ..submitted.into_state(form_key) };
    Ok(render_with_errors(cx.clone(), reference, form).await)
}

/// `POST /tickets/{reference}/close`.
pub async fn post_close(cx: RequestContext, Path(reference): Path<String>) -> Response {
    match tickets::close(&cx.backend, &cx.actor, &reference).await {
        Ok(()) => see_other(format!("/tickets/{reference}#survey")),
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /tickets/{reference}/reopen`.
pub async fn post_reopen(cx: RequestContext, Path(reference): Path<String>) -> Response {
    match tickets::reopen(&cx.backend, &cx.actor, &reference).await {
        Ok(()) => see_other(format!("/tickets/{reference}")),
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /tickets/{reference}/private` with `private` = `yes` or `no`; only the requester has the permission.
pub async fn post_private(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Response {
    let privacy =
        if submitted.value("private") == "yes" { TicketPrivacy::Private } else { TicketPrivacy::Shared };
    match tickets::set_private(&cx.backend, &cx.actor, &reference, privacy).await {
        Ok(()) => see_other(format!("/tickets/{reference}")),
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /tickets/{reference}/survey`.
pub async fn post_survey(
    cx: RequestContext,
    Path(reference): Path<String>,
    submitted: SubmittedForm,
) -> Response {
    let (score, comment) = (submitted.value("score"), submitted.value("comment"));
    match tickets::submit_survey(&cx.backend, &cx.actor, &reference, score, comment).await {
        Ok(()) => see_other(format!("/tickets/{reference}#survey")),
        Err(Error::Invalid(errors)) => {
            let form_key = cx.backend.clock.id();
            render_with_errors(cx, &reference, FormState { errors, ..submitted.into_state(form_key) }).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /tickets/{reference}/attachments/{id}`: always as a download, never displayed on our origin.
pub async fn attachment(cx: RequestContext, Path((reference, id)): Path<(String, String)>) -> Response {
    let found = async {
        let id = Uuid::parse_str(&id).map_err(|_| Error::NotFound)?;
        let file = tickets::find_attachment(&cx.backend, &cx.actor, &reference, id).await?;
        let bytes = cx.backend.files.open(file.id).await.map_err(|error| Error::Internal(Box::new(error)))?;
        Ok::<_, Error>((file, bytes))
    };
    let (file, bytes) = match found.await {
        Ok(found) => found,
        Err(error) => return error_response(cx, error).await,
    };
    let encoded: String =
        percent_encoding::utf8_percent_encode(&file.name, percent_encoding::NON_ALPHANUMERIC).to_string();
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let mut response = Body::from_stream(ReaderStream::new(bytes)).into_response();
    let headers = response.headers_mut();
    let header_value = |value: &str| {
        HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    headers.insert(header::CONTENT_TYPE, header_value(&file.media_type));
    headers.insert(header::CONTENT_DISPOSITION, header_value(&disposition));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response
}

/// `GET /tickets/link`.
pub async fn link(cx: RequestContext) -> Response {
    render_page(cx, async |cx| {
        Ok(pages::tickets::link::show(&cx, FormState::new(Uuid::nil()), LinkRequestState::Form))
    })
    .await
}

/// `POST /tickets/link`: the same response for known and unknown addresses.
pub async fn post_link(cx: RequestContext, submitted: SubmittedForm) -> Response {
    match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => match tickets::send_links(&cx.backend, &email, cx.lang).await {
            Ok(()) => see_other("/tickets/link/sent"),
            Err(error) => error_response(cx, error).await,
        },
        Err(problem) => {
            let form = FormState {
                errors: FieldErrors::single("email", problem),
                ..submitted.into_state(Uuid::nil())
            };
            render_page(cx, async |cx| {
                Ok(pages::tickets::link::show(&cx, form, LinkRequestState::Form).status(422))
            })
            .await
        }
    }
}

/// `GET /tickets/link/sent`.
pub async fn link_sent(cx: RequestContext) -> Response {
    render_page(cx, async |cx| {
        Ok(pages::tickets::link::show(&cx, FormState::new(Uuid::nil()), LinkRequestState::Sent))
    })
    .await
}

/// The query of a mailed link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenQuery {
    token: String,
}

/// `GET /mail/unsubscribe?token=`.
pub async fn unsubscribe(cx: RequestContext, Query(query): Query<TokenQuery>) -> Response {
    render_page(cx, async |cx| match cx.backend.verify_link_token(LinkPurpose::Unsubscribe, &query.token) {
        Some(_) => Ok(pages::tickets::link::unsubscribe(&cx, &query.token, false)),
        None => Err(Error::NotFound),
    })
    .await
}

/// `POST /mail/unsubscribe?token=`: from our page, or from the unsubscribe button of a mail program (RFC 8058).
pub async fn post_unsubscribe(cx: RequestContext, Query(query): Query<TokenQuery>) -> Response {
    match tickets::unsubscribe(&cx.backend, &query.token).await {
        Ok(()) => {
            render_page(cx, async |cx| Ok(pages::tickets::link::unsubscribe(&cx, &query.token, true))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}
