//! Filing a ticket.

use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{
    ACCOUNT_FIELD, FormState, Notice, RequestContext,
    components::{AFFECTED_FIELD, SOLVED_FIELD},
    fragments::UploadView,
    pages::{
        self,
        articles::AFFECTED_ID,
        tickets::{raw, with_draft},
    },
};
use fyr_domain::{fields::FieldErrors, personal_number, tickets::RawTicket};
use fyr_usecases::{
    Error as UseCaseError, articles, search,
    tickets::{self, FormRef},
};
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, UnreadForm,
        context::renew_guest_key,
        pending_submission::{self, is_signed_out},
        query::query_param,
        render_form, render_with_errors, see_other, see_other_with,
        uploads::{store_uploads, with_earlier_uploads},
    },
};

/// The query of `/tickets/new`, which prefills the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewTicketQuery {
    subject: String,
    topic: String,
    participant: String,
    channel: String,
    description: String,
}

/// The page where a ticket is filed.
const NEW_TICKET_PATH: &str = "/tickets/new";

/// `GET /tickets/new?subject=&topic=&participant=&channel=&description=`. Without parameters the form has the sender's latest draft; likewise where
/// only the language of a form was changed (`lang`).
pub async fn show(
    cx: RequestContext,
    session: Session,
    Query(query): Query<NewTicketQuery>,
) -> Result<Response, Error> {
    let form = new_form(&cx, &session, query).await?;
    let has_draft = !form.files.is_empty() || form.values.values().flatten().any(|value| !value.is_empty());
    let mut response =
        render_form(cx, form, async |cx, form| pages::tickets::new::show(&cx, form).await).await?;
    if has_draft {
        // what someone typed, perhaps at a borrowed computer
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

async fn new_form(
    cx: &RequestContext,
    session: &Session,
    query: NewTicketQuery,
) -> Result<FormState, UseCaseError> {
    let given = [&query.subject, &query.topic, &query.participant, &query.channel, &query.description];
    let has_no_prefill = given.into_iter().all(String::is_empty);
    if has_no_prefill
        && let Some(form) = pending_submission::restore(cx, session, NEW_TICKET_PATH, "description").await?
    {
        return Ok(form);
    }
    let owner = cx.owner_key();
    let continues_draft = |draft: &RawTicket| {
        let is_for_the_same =
            draft.participant == query.participant && draft.channel.is_empty() == query.channel.is_empty();
        has_no_prefill || (!query_param(cx, "lang").is_empty() && is_for_the_same)
    };
    let draft = tickets::latest_draft(&cx.backend, &owner).await?;
    if let Some((form_key, draft)) = draft.filter(|(_, draft)| continues_draft(draft)) {
        let files =
            tickets::list_pending_files(&cx.backend, FormRef { key: form_key, owner: &owner }).await?;
        return Ok(FormState { files, ..with_draft(FormState::new(form_key), draft) });
    }
    let form = with_earlier_uploads(cx, FormState::new(cx.backend.clock.id())).await?;
    let NewTicketQuery { subject, topic, participant, channel, description } = query;
    Ok(form.with_all([
        ("subject", subject),
        ("topic", topic),
        ("participant", participant),
        ("channel", channel),
        ("description", description),
    ]))
}

/// `POST /tickets/new`: files the ticket. With `step=check` shows a summary first, with `edit` the form again; with `forget`
/// deletes the draft. With `solved`, the slug of an article, nothing is filed: it has answered the question.
/// With `affected`, that of a known error, nothing is filed either: the sender follows it.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    unread: UnreadForm,
) -> Result<Response, Error> {
    // everyone may file a ticket
    let mut submitted = unread.read(&cx).await?;
    let backend = &cx.backend;
    let (form_key, owner) = (submitted.form_key(&app), cx.owner_key());
    let form = FormRef { key: form_key, owner: &owner };
    let step = submitted.value("step").to_owned();
    if step == "forget" {
        tickets::delete_draft(backend, form).await?;
        pending_submission::discard(&cx, &session, NEW_TICKET_PATH).await?;
        return Ok(see_other_with(NEW_TICKET_PATH, Notice::DraftDiscarded));
    }
    let solved_by = submitted.value(SOLVED_FIELD);
    if !solved_by.is_empty() {
        articles::confirm_answer(backend, &cx.actor, form_key, solved_by, cx.lang).await?;
        search::record_confirmed(backend, &cx.visitor_key());
        tickets::delete_draft(backend, form).await?;
        pending_submission::discard(&cx, &session, NEW_TICKET_PATH).await?;
        return Ok(see_other_with("/", Notice::SolvedByArticle));
    }
    let affected_by = submitted.value(AFFECTED_FIELD);
    if !affected_by.is_empty() {
        let follows = articles::report_affected(backend, &cx.actor, &owner, affected_by, cx.lang).await?;
        let article = format!("/articles/{affected_by}#{AFFECTED_ID}");
        tickets::delete_draft(backend, form).await?;
        pending_submission::discard(&cx, &session, NEW_TICKET_PATH).await?;
        return Ok(see_other_with(article, Notice::of_affected(follows)));
    }
    if is_signed_out(&cx) && !submitted.value(ACCOUNT_FIELD).is_empty() {
        let page = NEW_TICKET_PATH.to_owned();
        return pending_submission::store_and_sign_in(&cx, &session, page, form_key, submitted).await;
    }
    let mut errors = store_uploads(&cx, form, &mut submitted).await?;
    let files = tickets::list_pending_files(backend, form).await?;
    let state = FormState { files, ..submitted.into_state(form_key) };
    let raw_ticket = raw(&state);
    let parsed = tickets::parse_draft(backend, &cx.actor, &raw_ticket).await.or_field_errors()?;
    if let Err(draft_errors) = &parsed {
        errors = FieldErrors(draft_errors.0.iter().cloned().chain(errors.0).collect());
    }
    let draft = match parsed {
        Ok(draft) if errors.is_empty() && step != "check" && step != "edit" => draft,
        Ok(_) | Err(_) => {
            // a form key of another owner is replaced; what is too much for a draft is still on the page
            let form_key = match tickets::save_draft(backend, &cx.actor, form, &raw_ticket).await {
                Err(UseCaseError::NotFound) => backend.clock.id(),
                Err(UseCaseError::Invalid(_)) => form_key,
                saved => saved.map(|()| form_key)?,
            };
            let errors = if step == "edit" { FieldErrors::default() } else { errors };
            let form = FormState { errors, form_key, ..state };
            if !form.errors.is_empty() {
                return render_form_again(cx.clone(), form).await;
            }
            return render_form(cx.clone(), form, async |cx, form| match step.as_str() {
                "check" => pages::tickets::check::show(&cx, form).await,
                _ => pages::tickets::new::show(&cx, form).await,
            })
            .await;
        }
    };
    let mut actor = cx.actor.clone();
    if actor.user.is_none() {
        // the key is in the session before the ticket is filed, so that whoever gets its reference can open it
        actor.guest = Some(renew_guest_key(&session, &cx).await?);
    }
    let filed = tickets::file(backend, &actor, form, &draft, cx.lang).await;
    if let Err(UseCaseError::Unavailable(_) | UseCaseError::Internal(_)) = &filed {
        // whatever came between: the next form they open has what they typed
        if let Err(error) = tickets::save_draft(backend, &actor, form, &raw_ticket).await {
            tracing::warn!(%error, "the draft of a ticket that could not be filed was not saved");
        }
    }
    match filed.or_field_errors()? {
        Ok(filed) => {
            pending_submission::discard(&cx, &session, NEW_TICKET_PATH).await?;
            search::record_filed(backend, &cx.visitor_key());
            let has_number =
                personal_number::contains(&draft.subject) || personal_number::contains(&draft.description);
            let number_param = if has_number { "&number=yes" } else { "" };
            let reference = tickets::format_reference(&filed.ticket.reference);
            // support goes on with what it has recorded
            let page = if draft.channel.is_form() { "/tickets" } else { "/desk/tickets" };
            Ok(see_other(format!("{page}/{reference}?filed=yes{number_param}")))
        }
        Err(errors) => render_form_again(cx.clone(), FormState { errors, ..state }).await,
    }
}

async fn render_form_again(cx: RequestContext, form: FormState) -> Result<Response, Error> {
    render_with_errors(cx, form, async |cx, form| pages::tickets::new::show(&cx, form).await).await
}

/// `POST /tickets/new/uploads`: uploads of files as soon as they are chosen, for any form with files. The response is an [`UploadView`] as JSON.
pub async fn post_uploads(
    State(app): State<App>,
    cx: RequestContext,
    unread: UnreadForm,
) -> Result<Response, Error> {
    let mut submitted = unread.read(&cx).await?;
    let (key, owner) = (submitted.form_key(&app), cx.owner_key());
    let form = FormRef { key, owner: &owner };
    let errors = store_uploads(&cx, form, &mut submitted).await?;
    let files = tickets::list_pending_files(&cx.backend, form).await?;
    Ok(Json(UploadView::new(&cx, files, &errors)).into_response())
}
