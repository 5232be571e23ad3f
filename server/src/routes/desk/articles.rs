//! `/desk/articles`: writing articles. Each form posts to its own page.

use axum::{
    extract::{Path, State},
    response::Response,
};
use fyr_app::{
    FormState, Notice, Page, RequestContext,
    pages::desk::articles::{
        self as pages, ARTICLES_PATH, ArticleListParams, CHANGE_FIELD, EditorPreview, IMAGE_PLACE_FIELD,
        IMAGE_TEXT_FIELD, PUBLISH_AT_FIELD, PreviewCause, REDIRECT_FIELD, REVISION_FIELD, TICKET_FIELD,
        VERSION_FIELD,
    },
};
use fyr_domain::{
    Lang,
    articles::{ArticleText, ArticleTextFields as F},
    fields::{FieldErrors, Problem},
    permission::Permission,
    search_words::LangWords,
    text::ArticleSummary,
    typed_date::parse_moment,
};
use fyr_usecases::{
    Error as UseCaseError,
    articles::{self, ArticlePropertiesFields, NewArticle, Publication, Seen, TextRef},
    search,
    settings::desk::SEEN_FIELD,
};
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Access::Permission as Needs,
        BodyKind::{Files, Form},
        Error, FieldErrorsExt, PathId, Policy, Routes, SubmittedForm, UnreadForm,
        query::{query_pairs, query_param},
        render_form, render_page, render_with_errors, see_other_with,
    },
};

/// The routes of this file.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::WriteArticles));
    const FORM: Policy = Policy::write(Needs(Permission::WriteArticles), Form);
    const EDITOR: Policy = Policy::write(Needs(Permission::WriteArticles), Files);
    const PUBLISHING: Policy = Policy::write(Needs(Permission::PublishArticles), Form);
    Routes::new()
        .get("/desk/articles", list, PAGE)
        .get("/desk/articles/new", new, PAGE)
        .post("/desk/articles/new", post_new, FORM)
        .get("/desk/articles/searches", searches, PAGE)
        .get("/desk/articles/words/{lang}", words, Policy::read(Needs(Permission::PublishArticles)))
        .post("/desk/articles/words/{lang}", post_words, PUBLISHING)
        .get("/desk/articles/{id}", show, PAGE)
        .post("/desk/articles/{id}", post, PUBLISHING)
        .get("/desk/articles/{id}/{lang}", edit, PAGE)
        .post("/desk/articles/{id}/{lang}", post_edit, EDITOR)
        .get("/desk/articles/{id}/{lang}/versions/{number}", version, PAGE)
        .post("/desk/articles/{id}/{lang}/versions/{number}", post_restore, FORM)
}

/// `GET /desk/articles?group=&category=&q=&page=`.
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    let pairs = query_pairs(&cx);
    let params = ArticleListParams::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    render_page(cx, async |cx| pages::list(&cx, params).await).await
}

/// `GET /desk/articles/new?ticket=&title=&language=`.
pub async fn new(cx: RequestContext) -> Result<Response, Error> {
    let ticket = query_param(&cx, TICKET_FIELD);
    let given = ["title", "language"].map(|name| (name, query_param(&cx, name)));
    let given = given.into_iter().filter(|(_, value)| !value.is_empty());
    let form =
        given.fold(FormState::new(cx.backend.clock.id()), |form, (name, value)| form.with(name, value));
    render_page(cx, async |cx| pages::new(&cx, form, Some(&ticket), None).await).await
}

/// `POST /desk/articles/new` with `language`, `category` and the fields of the text, and `action=save|preview`.
pub async fn post_new(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (submission, form_key) = (submitted.submission_key(&app), submitted.form_key(&app));
    if submitted.value("action") == "preview" {
        let lang = submitted.value("language").parse().unwrap_or(cx.lang);
        let html = preview(&cx, lang, &submitted)?;
        let form = submitted.into_state(form_key);
        return render_form(cx, form, async |cx, form| pages::new(&cx, form, None, Some(html)).await).await;
    }
    let result = match parse_new(&submitted) {
        Ok(new) => {
            let lang = new.lang;
            let created = articles::create(&cx.backend, &cx.actor, submission, new).await;
            created.or_field_errors()?.map(|article| TextRef { article, lang })
        }
        Err(errors) => Err(errors),
    };
    match result {
        Ok(text) => Ok(see_other_with(text_path(text), Notice::ArticleSaved)),
        Err(errors) => {
            let form = FormState { errors, ..submitted.into_state(form_key) };
            render_with_errors(cx, form, async |cx, form| pages::new(&cx, form, None, None).await).await
        }
    }
}

fn parse_new(submitted: &SubmittedForm) -> Result<NewArticle, FieldErrors> {
    let mut errors = FieldErrors::default();
    let lang = submitted.value("language").parse::<Lang>().map_err(|_| Problem::UnknownChoice);
    let lang = errors.check("language", lang);
    let category = submitted.value("category");
    let category = if category.is_empty() { Err(Problem::Required) } else { Ok(category.to_owned()) };
    let category = errors.check("category", category);
    let text = match ArticleText::parse(|name| submitted.value(name).to_owned()) {
        Ok(text) => Some(text),
        Err(problems) => {
            errors.0.extend(problems.0);
            None
        }
    };
    match (lang, category, text) {
        (Some(lang), Some(category), Some(text)) => {
            let ticket = Some(submitted.value(TICKET_FIELD).to_owned()).filter(|ticket| !ticket.is_empty());
            Ok(NewArticle { lang, category, text, ticket })
        }
        _ => Err(errors),
    }
}

fn preview(cx: &RequestContext, lang: Lang, submitted: &SubmittedForm) -> Result<String, UseCaseError> {
    let (title, source) = (submitted.value(F::TITLE), submitted.value(F::SOURCE));
    articles::preview(&cx.actor, lang, title, source)
}

/// `GET /desk/articles/searches?days=`.
pub async fn searches(cx: RequestContext) -> Result<Response, Error> {
    let days = query_param(&cx, "days").parse().unwrap_or_default();
    render_page(cx, async move |cx| pages::searches(&cx, days).await).await
}

/// The language that a path names.
fn path_lang(lang: &str) -> Result<Lang, UseCaseError> {
    lang.parse().map_err(|_| UseCaseError::NotFound)
}

/// `GET /desk/articles/words/{lang}`.
pub async fn words(cx: RequestContext, Path(lang): Path<String>) -> Result<Response, Error> {
    let lang = path_lang(&lang)?;
    render_page(cx, async move |cx| pages::words(&cx, lang, FormState::default()).await).await
}

/// `POST /desk/articles/words/{lang}` with `seen`, `synonyms`, `ignored` and `kept`.
pub async fn post_words(
    State(app): State<App>,
    cx: RequestContext,
    Path(lang): Path<String>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let lang = path_lang(&lang)?;
    let seen = submitted.value(SEEN_FIELD).parse().unwrap_or_default();
    let result = match LangWords::parse(|name| submitted.value(name).to_owned()) {
        Ok(words) => {
            search::change_words(&cx.backend, &cx.actor, lang, words, seen).await.or_field_errors()?
        }
        Err(errors) => Err(errors),
    };
    match result {
        Ok(()) => Ok(see_other_with(pages::words_path(lang), Notice::SearchWordsSaved)),
        Err(errors) => {
            let form_key = submitted.form_key(&app);
            let form = FormState { errors, ..submitted.into_state(form_key) };
            render_with_errors(cx, form, async move |cx, form| pages::words(&cx, lang, form).await).await
        }
    }
}

/// `GET /desk/articles/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async move |cx| pages::show(&cx, id, form).await).await
}

/// `POST /desk/articles/{id}` with `action=properties|review|error_state|archive|unarchive`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (submission, form_key) = (submitted.submission_key(&app), submitted.form_key(&app));
    let fields = ArticlePropertiesFields {
        category: submitted.value("category").to_owned(),
        review_on: submitted.value("review_on").to_owned(),
        expires_on: submitted.value("expires_on").to_owned(),
        kind: submitted.value("kind").to_owned(),
        audience: submitted.value("audience").to_owned(),
        organisation: submitted.value("organisation").to_owned(),
    };
    let (backend, actor) = (&cx.backend, &cx.actor);
    let result = match submitted.value("action") {
        "properties" => articles::set_properties(backend, actor, id, &fields)
            .await
            .map(|()| Notice::ArticlePropertiesSaved),
        "review" => {
            articles::review(backend, actor, submission, id, &fields).await.map(|()| Notice::ArticleReviewed)
        }
        "archive" => {
            let redirect = submitted.value(REDIRECT_FIELD);
            articles::archive(backend, actor, id, redirect).await.map(|()| Notice::ArticleArchived)
        }
        "error_state" => match submitted.value("error_state").parse() {
            Ok(state) => {
                articles::set_error_state(backend, actor, id, state).await.map(|()| Notice::ErrorStateSaved)
            }
            Err(_) => Err(FieldErrors::single("error_state", Problem::UnknownChoice).into()),
        },
        "unarchive" => articles::unarchive(backend, actor, id).await.map(|()| Notice::ArticleUnarchived),
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    };
    match result.or_field_errors()? {
        Ok(notice) => Ok(see_other_with(format!("{ARTICLES_PATH}/{id}"), notice)),
        Err(errors) => {
            let form = FormState { errors, ..submitted.into_state(form_key) };
            render_with_errors(cx, form, async move |cx, form| pages::show(&cx, id, form).await).await
        }
    }
}

/// The text that a path names.
fn text_ref(id: &str, lang: &str) -> Result<TextRef, UseCaseError> {
    match (Uuid::parse_str(id), lang.parse()) {
        (Ok(article), Ok(lang)) => Ok(TextRef { article, lang }),
        _ => Err(UseCaseError::NotFound),
    }
}

fn text_path(text: TextRef) -> String {
    format!("{ARTICLES_PATH}/{}/{}", text.article, text.lang)
}

/// `GET /desk/articles/{id}/{lang}`.
pub async fn edit(cx: RequestContext, Path((id, lang)): Path<(String, String)>) -> Result<Response, Error> {
    let text = text_ref(&id, &lang)?;
    render_page(cx, async move |cx| pages::edit(&cx, text, FormState::default(), None).await).await
}

/// `POST /desk/articles/{id}/{lang}` with the fields of the text, and `action=save|preview|review|publish|discard`, or `action=image`
/// with the file `image`, `image_text` and `image_place`.
pub async fn post_edit(
    State(app): State<App>,
    cx: RequestContext,
    Path((id, lang)): Path<(String, String)>,
    unread: UnreadForm,
) -> Result<Response, Error> {
    let text = text_ref(&id, &lang)?;
    if cx.actor.user.is_none() {
        // what was typed waits until its sender has signed in
        unread.read(&cx).await?;
        return Err(UseCaseError::SignInFirst.into());
    }
    // permission first: nobody else's file is read
    match articles::require_editable(&cx.backend, &cx.actor, text.article).await {
        Err(UseCaseError::NotFound) => return Err(unread.not_found(&cx).await),
        allowed => allowed?,
    }
    let mut submitted = unread.read(&cx).await?;
    let action = submitted.value("action").to_owned();
    if action == "image" {
        return post_image(&app, cx, text, submitted).await;
    }
    submitted.files.clear();
    if action == "preview" {
        let shown = EditorPreview { html: preview(&cx, text.lang, &submitted)?, after: PreviewCause::Asked };
        let form = submitted.into_state(Uuid::nil());
        let show = async move |cx: RequestContext, form| pages::edit(&cx, text, form, Some(shown)).await;
        return render_form(cx, form, show).await;
    }
    if action == "discard" {
        let remains = articles::discard(&cx.backend, &cx.actor, text).await?;
        let path =
            if remains { format!("{ARTICLES_PATH}/{}", text.article) } else { ARTICLES_PATH.to_owned() };
        return Ok(see_other_with(path, Notice::ArticleDraftDiscarded));
    }
    match write(&cx, text, &action, &submitted).await.or_field_errors()? {
        Ok(notice) => {
            let path = match notice {
                Notice::ArticlePublished => format!("{ARTICLES_PATH}/{}", text.article),
                _ => text_path(text),
            };
            Ok(see_other_with(path, notice))
        }
        Err(errors) => {
            let form = FormState { errors, ..submitted.into_state(Uuid::nil()) };
            let show = async move |cx: RequestContext, form: FormState| -> Result<Page, UseCaseError> {
                pages::edit(&cx, text, form, None).await
            };
            render_with_errors(cx, form, show).await
        }
    }
}

/// Puts a picture into the text of the form, and shows the form again: nothing else is saved.
async fn post_image(
    app: &App,
    cx: RequestContext,
    text: TextRef,
    mut submitted: SubmittedForm,
) -> Result<Response, Error> {
    let upload = std::mem::take(&mut submitted.files).into_iter().next();
    let id = app.backend.clock.id();
    let mut errors = FieldErrors::default();
    let description = ArticleSummary::parse(submitted.value(IMAGE_TEXT_FIELD));
    let added = match errors.check(IMAGE_TEXT_FIELD, description) {
        Some(description) => {
            let added = articles::add_image(&cx.backend, &cx.actor, id, text.article, upload).await;
            added.or_field_errors()?.map(|path| (description, path))
        }
        None => Err(errors),
    };
    match added {
        Ok((description, path)) => {
            let at = submitted.value(IMAGE_PLACE_FIELD).parse().ok();
            let source =
                articles::insert_image(&with_line_feeds(submitted.value(F::SOURCE)), at, &description, &path);
            let html = articles::preview(&cx.actor, text.lang, submitted.value(F::TITLE), &source)?;
            let shown = EditorPreview { html, after: PreviewCause::ImageAdded };
            let form = submitted.into_state(Uuid::nil()).with(F::SOURCE, source).with(IMAGE_TEXT_FIELD, "");
            let show = async move |cx: RequestContext, form| pages::edit(&cx, text, form, Some(shown)).await;
            render_form(cx, form, show).await
        }
        Err(errors) => {
            let form = FormState { errors, ..submitted.into_state(Uuid::nil()) };
            render_with_errors(cx, form, async move |cx, form| pages::edit(&cx, text, form, None).await).await
        }
    }
}

/// A text with the line ends with which browsers count places in it.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What the form was opened with.
fn seen(submitted: &SubmittedForm) -> Seen {
    let number = |name| submitted.value(name).parse().unwrap_or(0);
    Seen { revision: number(REVISION_FIELD), version: number(VERSION_FIELD) }
}

/// Saves, sends to review or publishes a text.
async fn write(
    cx: &RequestContext,
    text: TextRef,
    action: &str,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let entered = ArticleText::parse(|name| submitted.value(name).to_owned())?;
    let (backend, actor, seen) = (&cx.backend, &cx.actor, seen(submitted));
    match action {
        "save" => {
            articles::save(backend, actor, text, seen, &entered).await?;
            Ok(Notice::ArticleSaved)
        }
        "review" => {
            articles::submit_for_review(backend, actor, text, seen, &entered).await?;
            Ok(Notice::ArticleInReview)
        }
        "publish" => {
            let publication = parse_publication(cx, submitted)?;
            articles::publish(backend, actor, text, seen, &entered, publication).await?;
            Ok(if publication.at.is_some() { Notice::ArticleScheduled } else { Notice::ArticlePublished })
        }
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}

fn parse_publication(cx: &RequestContext, submitted: &SubmittedForm) -> Result<Publication, FieldErrors> {
    let mut errors = FieldErrors::default();
    let size = match submitted.value(CHANGE_FIELD) {
        "" => Ok(None),
        size => size.parse().map(Some).map_err(|_| Problem::UnknownChoice),
    };
    let at = match parse_moment(submitted.value(PUBLISH_AT_FIELD), cx.backend.settings.zone) {
        Err(Problem::Required) => Ok(None),
        parsed => parsed.map(Some),
    };
    let (size, at) = (errors.check(CHANGE_FIELD, size), errors.check(PUBLISH_AT_FIELD, at));
    match (size, at) {
        (Some(size), Some(at)) => Ok(Publication { size, at }),
        _ => Err(errors),
    }
}

/// The text and the number of the version that a path names.
fn version_ref(id: &str, lang: &str, number: &str) -> Result<(TextRef, i64), UseCaseError> {
    Ok((text_ref(id, lang)?, number.parse().map_err(|_| UseCaseError::NotFound)?))
}

/// `GET /desk/articles/{id}/{lang}/versions/{number}`.
pub async fn version(
    cx: RequestContext,
    Path((id, lang, number)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let (text, number) = version_ref(&id, &lang, &number)?;
    render_page(cx, async move |cx| pages::version(&cx, text, number).await).await
}

/// `POST /desk/articles/{id}/{lang}/versions/{number}`: makes the draft from the version.
pub async fn post_restore(
    cx: RequestContext,
    Path((id, lang, number)): Path<(String, String, String)>,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (text, number) = version_ref(&id, &lang, &number)?;
    let restored = articles::restore(&cx.backend, &cx.actor, text, number, seen(&submitted)).await;
    match restored.or_field_errors()? {
        Ok(()) => Ok(see_other_with(text_path(text), Notice::ArticleRestored)),
        Err(errors) => {
            let form = FormState { errors, ..FormState::default() };
            render_with_errors(cx, form, async move |cx, _| pages::version(&cx, text, number).await).await
        }
    }
}
