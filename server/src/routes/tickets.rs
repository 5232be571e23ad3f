//! A requester's tickets.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use fyr_app::{
    Cx, FormState,
    islands::UploadAnswer,
    pages::{
        self,
        tickets::{filled, link::Why, list::SHOWS, raw},
    },
};
use fyr_domain::{
    fields::FieldErrors,
    personal_number,
    text::{Body as Text, EmailAddress},
    tickets::RawTicket,
};
use fyr_i18n::problem;
use fyr_services::{
    Error, Purpose,
    store::tickets::Show,
    tickets::{self, Form, Privacy},
};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    app::App,
    forms::Sent,
    request::{Asked, at, failed, guest_key, page, see_other},
    routes::accounts::asked,
    unsent::{self, ACCOUNT, is_nobody},
};

/// What `/tickets/new` may be opened with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    subject: String,
    topic: String,
    participant: String,
}

/// Where a ticket is filed.
const NEW: &str = "/tickets/new";

/// `GET /tickets/new?subject=&topic=&participant=`. Without these, the form the person was filling in last; also where they
/// have only chosen another language for it.
pub async fn new(Asked(cx): Asked, session: Session, Query(query): Query<NewQuery>) -> Response {
    match new_form(&cx, &session, query).await {
        Ok(form) => page(cx, async |cx| pages::tickets::new::show(&cx, form).await).await,
        Err(error) => failed(cx, error).await,
    }
}

async fn new_form(cx: &Cx, session: &Session, query: NewQuery) -> Result<FormState, Error> {
    let plain = query.subject.is_empty() && query.topic.is_empty() && query.participant.is_empty();
    if plain && let Some(form) = unsent::waiting(cx, session, NEW, "description").await? {
        return Ok(form);
    }
    let owner = cx.owner();
    let goes_on =
        |kept: &RawTicket| plain || (!asked(cx, "lang").is_empty() && kept.participant == query.participant);
    let draft = tickets::latest_draft(&cx.services, &owner).await?;
    if let Some((form_key, kept)) = draft.filter(|(_, kept)| goes_on(kept)) {
        let files = tickets::pending_files(&cx.services, Form { key: form_key, owner: &owner }).await?;
        return Ok(FormState { files, ..filled(FormState::new(form_key), kept) });
    }
    let form = FormState::new(cx.services.clock.id());
    Ok(form.with("subject", query.subject).with("topic", query.topic).with("participant", query.participant))
}

/// `POST /tickets/new`: files the ticket. The button may also ask to check the answers first (`step=check`), to go back
/// (`edit`) or to throw the form away (`forget`).
pub async fn post_new(State(app): State<App>, Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    match try_new(&app, &cx, &session, sent).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

async fn try_new(app: &App, cx: &Cx, session: &Session, mut sent: Sent) -> Result<Response, Error> {
    let ctx = &cx.services;
    let (form_key, owner) = (sent.form_key(app), cx.owner());
    let form = Form { key: form_key, owner: &owner };
    let step = sent.value("step").to_owned();
    if step == "forget" {
        tickets::forget_draft(ctx, form).await?;
        unsent::forget(session).await?;
        return Ok(see_other(NEW));
    }
    if is_nobody(cx) && !sent.value(ACCOUNT).is_empty() {
        return unsent::ask_to_sign_in(cx, session, NEW.to_owned(), (form_key, sent)).await;
    }
    let mut errors = gather(cx, form, &mut sent).await?;
    let files = tickets::pending_files(ctx, form).await?;
    let state = FormState { files, ..sent.into_state(form_key) };
    let typed = raw(&state);
    let draft = tickets::check(ctx, &cx.actor, &typed).await;
    if let Err(Error::Invalid(wrong)) = &draft {
        errors = FieldErrors(wrong.0.iter().cloned().chain(errors.0).collect());
    }
    let draft = match draft {
        Ok(draft) if errors.is_empty() && step != "check" && step != "edit" => draft,
        Err(error) if !matches!(error, Error::Invalid(_)) => return Err(error),
        _ => {
            // a key that is another's is worth nothing here
            let form_key = match tickets::keep_draft(ctx, form, &typed).await {
                Err(Error::NotFound) => ctx.clock.id(),
                kept => kept.map(|()| form_key)?,
            };
            let errors = if step == "edit" { FieldErrors::default() } else { errors };
            let form = FormState { errors, form_key, ..state };
            let wrong = !form.errors.is_empty();
            return Ok(page(cx.clone(), async move |cx| match (wrong, step.as_str()) {
                (false, "check") => pages::tickets::check::show(&cx, form).await,
                (false, _) => pages::tickets::new::show(&cx, form).await,
                (true, _) => Ok(pages::tickets::new::show(&cx, form).await?.status(422)),
            })
            .await);
        }
    };
    let mut actor = cx.actor.clone();
    if actor.user.is_none() {
        // in the session before anything is filed: whoever is told of a ticket can open it
        actor.guest = Some(guest_key(session, cx).await?);
    }
    match tickets::file(ctx, &actor, form, &draft, cx.lang).await {
        Ok(done) => {
            unsent::forget(session).await?;
            let has = personal_number::has(&draft.subject) || personal_number::has(&draft.description);
            let number = if has { "&number=yes" } else { "" };
            Ok(see_other(format!("/tickets/{}?filed=yes{number}", tickets::spoken(&done.ticket.reference))))
        }
        Err(Error::Invalid(errors)) => {
            let form = FormState { errors, ..state };
            Ok(page(cx.clone(), async |cx| Ok(pages::tickets::new::show(&cx, form).await?.status(422))).await)
        }
        Err(error) => Err(error),
    }
}

/// Takes off the files that were ticked, keeps those that came, and says what is wrong with the rest.
pub async fn gather(cx: &Cx, form: Form<'_>, sent: &mut Sent) -> Result<FieldErrors, Error> {
    for id in sent.all("remove").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        tickets::remove_upload(&cx.services, form, id).await?;
    }
    sent.values.remove("remove");
    tickets::receive_uploads(&cx.services, form, std::mem::take(&mut sent.files)).await
}

/// `POST /tickets/new/uploads`: files sent as soon as they are chosen, for any form with files. Answers in JSON.
pub async fn post_uploads(State(app): State<App>, Asked(cx): Asked, mut sent: Sent) -> Response {
    let (key, owner) = (sent.form_key(&app), cx.owner());
    let form = Form { key, owner: &owner };
    let kept = async {
        let errors = gather(&cx, form, &mut sent).await?;
        Ok::<_, Error>((errors, tickets::pending_files(&cx.services, form).await?))
    };
    match kept.await {
        Ok((errors, files)) => Json(UploadAnswer {
            files: files.into_iter().map(|file| (file.id.to_string(), file.name)).collect(),
            problems: errors.0.iter().map(|(field, what)| problem(cx.lang, field, what)).collect(),
        })
        .into_response(),
        Err(error) => failed(cx, error).await,
    }
}

/// What a list of tickets may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    of: String,
    show: String,
    page: String,
}

impl ListQuery {
    /// The filter; everything where the word is unknown.
    pub fn show(&self) -> Show {
        SHOWS.into_iter().find(|(word, _)| *word == self.show).map_or(Show::All, |(_, show)| show)
    }

    /// The page, from 1.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

/// `GET /tickets?of=&show=&page=`; `of=colleagues` is what they share.
pub async fn list(Asked(cx): Asked, Query(query): Query<ListQuery>) -> Response {
    if query.of == "colleagues" {
        let (show, number) = (query.show(), query.page());
        return page(cx, async |cx| pages::tickets::list::of_colleagues(&cx, show, number).await).await;
    }
    page(cx, async |cx| pages::tickets::list::show(&cx, query.show(), query.page()).await).await
}

/// What a ticket's page may be opened with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShowQuery {
    token: String,
    filed: String,
}

/// `GET /tickets/{reference}?token=`: a token from a mail is kept in the session and leaves the address. For a ticket that is
/// in an account by now it leads to signing in.
pub async fn show(
    Asked(cx): Asked,
    session: Session,
    Path(reference): Path<String>,
    Query(query): Query<ShowQuery>,
) -> Response {
    if !query.token.is_empty() {
        return match cx.services.open_link(Purpose::Ticket, &query.token) {
            None => {
                let form = FormState::new(Uuid::nil());
                page(at(cx, "/tickets/link"), async |cx| {
                    Ok(pages::tickets::link::ask(&cx, form, Why::Expired).status(410))
                })
                .await
            }
            Some(_) => match open_link(&cx, &session, &query.token).await {
                Err(Error::SignInFirst) if cx.actor.user.is_none() => {
                    page(cx, async |cx| Ok(pages::tickets::link::claimed(&cx))).await
                }
                Ok(()) | Err(Error::SignInFirst) => see_other(format!("/tickets/{reference}")),
                Err(error) => failed(cx, error).await,
            },
        };
    }
    let form = match unsent::waiting(&cx, &session, &page_of(&reference), "body").await {
        Ok(kept) => kept.unwrap_or_else(|| FormState::new(cx.services.clock.id())),
        Err(error) => return failed(cx, error).await,
    };
    let filed = query.filed == "yes";
    page(cx, async |cx| pages::tickets::show::show(&cx, &reference, form, filed).await).await
}

async fn open_link(cx: &Cx, session: &Session, token: &str) -> Result<(), Error> {
    let guest = guest_key(session, cx).await?;
    tickets::open_link(&cx.services, guest, token).await
}

fn page_of(reference: &str) -> String {
    format!("/tickets/{reference}")
}

/// Shows the ticket again with what is wrong.
async fn again(cx: Cx, reference: &str, form: FormState) -> Response {
    let cx = at(cx, &page_of(reference));
    page(cx, async |cx| Ok(pages::tickets::show::show(&cx, reference, form, false).await?.status(422))).await
}

/// `POST /tickets/{reference}/messages`.
pub async fn post_message(
    State(app): State<App>,
    Asked(cx): Asked,
    session: Session,
    Path(reference): Path<String>,
    sent: Sent,
) -> Response {
    match try_message(&app, &cx, &session, (&reference, sent)).await {
        Ok(response) => response,
        Err(error) => failed(cx, error).await,
    }
}

async fn try_message(
    app: &App,
    cx: &Cx,
    session: &Session,
    (reference, mut sent): (&str, Sent),
) -> Result<Response, Error> {
    let (form_key, owner) = (sent.form_key(app), cx.owner());
    let form = Form { key: form_key, owner: &owner };
    // before any file is kept: may they see it at all?
    match tickets::show(&cx.services, &cx.actor, reference).await {
        Err(Error::NotFound) if is_nobody(cx) => {
            return unsent::ask_to_sign_in(cx, session, page_of(reference), (form_key, sent)).await;
        }
        seen => seen?,
    };
    let mut errors = gather(cx, form, &mut sent).await?;
    let body = errors.check("body", Text::parse(sent.value("body")));
    if let (Some(body), true) = (body, errors.is_empty()) {
        tickets::reply(&cx.services, &cx.actor, reference, form, &body).await?;
        unsent::forget(session).await?;
        let number = if personal_number::has(&body) { "?number=yes" } else { "" };
        return Ok(see_other(format!("/tickets/{reference}{number}#thread")));
    }
    let files = tickets::pending_files(&cx.services, form).await?;
    let form = FormState { errors, files, ..sent.into_state(form_key) };
    Ok(again(cx.clone(), reference, form).await)
}

/// `POST /tickets/{reference}/close`.
pub async fn post_close(Asked(cx): Asked, Path(reference): Path<String>) -> Response {
    match tickets::close(&cx.services, &cx.actor, &reference).await {
        Ok(()) => see_other(format!("/tickets/{reference}#survey")),
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /tickets/{reference}/reopen`.
pub async fn post_reopen(Asked(cx): Asked, Path(reference): Path<String>) -> Response {
    match tickets::reopen(&cx.services, &cx.actor, &reference).await {
        Ok(()) => see_other(format!("/tickets/{reference}")),
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /tickets/{reference}/private` with `private` = `yes` or `no`: only the requester may.
pub async fn post_private(Asked(cx): Asked, Path(reference): Path<String>, sent: Sent) -> Response {
    let privacy = if sent.value("private") == "yes" { Privacy::Private } else { Privacy::Shared };
    match tickets::set_private(&cx.services, &cx.actor, &reference, privacy).await {
        Ok(()) => see_other(format!("/tickets/{reference}")),
        Err(error) => failed(cx, error).await,
    }
}

/// `POST /tickets/{reference}/survey`.
pub async fn post_survey(Asked(cx): Asked, Path(reference): Path<String>, sent: Sent) -> Response {
    let (score, comment) = (sent.value("score"), sent.value("comment"));
    match tickets::survey(&cx.services, &cx.actor, &reference, score, comment).await {
        Ok(()) => see_other(format!("/tickets/{reference}#survey")),
        Err(Error::Invalid(errors)) => {
            let form_key = cx.services.clock.id();
            again(cx, &reference, FormState { errors, ..sent.into_state(form_key) }).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /tickets/{reference}/attachments/{id}`: always as a download, never shown in our name.
pub async fn attachment(Asked(cx): Asked, Path((reference, id)): Path<(String, String)>) -> Response {
    let found = async {
        let id = Uuid::parse_str(&id).map_err(|_| Error::NotFound)?;
        let file = tickets::attachment(&cx.services, &cx.actor, &reference, id).await?;
        let bytes =
            cx.services.files.open(file.id).await.map_err(|error| Error::Internal(Box::new(error)))?;
        Ok::<_, Error>((file, bytes))
    };
    let (file, bytes) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(cx, error).await,
    };
    let encoded: String =
        percent_encoding::utf8_percent_encode(&file.name, percent_encoding::NON_ALPHANUMERIC).to_string();
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let mut response = Body::from_stream(ReaderStream::new(bytes)).into_response();
    let headers = response.headers_mut();
    let text = |value: &str| {
        HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    headers.insert(header::CONTENT_TYPE, text(&file.media_type));
    headers.insert(header::CONTENT_DISPOSITION, text(&disposition));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    response
}

/// `GET /tickets/link`.
pub async fn link(Asked(cx): Asked) -> Response {
    page(cx, async |cx| Ok(pages::tickets::link::ask(&cx, FormState::new(Uuid::nil()), Why::Asked))).await
}

/// `POST /tickets/link`: the same answer for known and unknown addresses.
pub async fn post_link(Asked(cx): Asked, sent: Sent) -> Response {
    match EmailAddress::parse(sent.value("email")) {
        Ok(email) => match tickets::send_links(&cx.services, &email, cx.lang).await {
            Ok(()) => see_other("/tickets/link/sent"),
            Err(error) => failed(cx, error).await,
        },
        Err(problem) => {
            let form =
                FormState { errors: FieldErrors::one("email", problem), ..sent.into_state(Uuid::nil()) };
            page(cx, async |cx| Ok(pages::tickets::link::ask(&cx, form, Why::Asked).status(422))).await
        }
    }
}

/// `GET /tickets/link/sent`.
pub async fn link_sent(Asked(cx): Asked) -> Response {
    page(cx, async |cx| Ok(pages::tickets::link::ask(&cx, FormState::new(Uuid::nil()), Why::Sent))).await
}

/// `?token=` of a link in a mail.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenQuery {
    token: String,
}

/// `GET /mail/unsubscribe?token=`.
pub async fn unsubscribe(Asked(cx): Asked, Query(query): Query<TokenQuery>) -> Response {
    page(cx, async |cx| match cx.services.open_link(Purpose::Unsubscribe, &query.token) {
        Some(_) => Ok(pages::tickets::link::unsubscribe(&cx, &query.token, false)),
        None => Err(Error::NotFound),
    })
    .await
}

/// `POST /mail/unsubscribe?token=`: from our page, or from a mail program's own button (RFC 8058).
pub async fn post_unsubscribe(Asked(cx): Asked, Query(query): Query<TokenQuery>) -> Response {
    match tickets::unsubscribe(&cx.services, &query.token).await {
        Ok(()) => page(cx, async |cx| Ok(pages::tickets::link::unsubscribe(&cx, &query.token, true))).await,
        Err(error) => failed(cx, error).await,
    }
}
