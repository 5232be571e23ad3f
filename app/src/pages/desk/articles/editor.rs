//! The editor of a text: a new article, or an article in one language.

use fyr_domain::{
    Lang,
    articles::{ArticleTextFields as F, ChangeSize, DraftState},
    fields::Problem,
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    articles::{self, EditedText, IMAGE_FIELD, ReferenceText, TextRef},
    classification,
};
use leptos::prelude::*;

use super::{ARTICLES_PATH, DraftTag, OutdatedTag, ancestors, list::category_choices, version::whole};
use crate::{
    FormState, Page, RequestContext,
    components::{
        Breadcrumbs, Confirm, FieldError, FormKey, SelectField, StatusLine, TextArea, TextDifference,
        TextField, described_by, lang_attribute,
    },
    islands::{ArticlePreview, PasteImage},
    use_request_context,
};

/// The hidden field with the revision of the draft with which the form was opened; 0 for none.
pub const REVISION_FIELD: &str = "revision";
/// The hidden field with the published version with which the form was opened; 0 for none.
pub const VERSION_FIELD: &str = "version";
/// The field that says how much a publication changes.
pub const CHANGE_FIELD: &str = "change";
/// The hidden field with the reference of the ticket that an article is written from.
pub const TICKET_FIELD: &str = "ticket";
/// The field that says what a picture shows.
pub const IMAGE_TEXT_FIELD: &str = "image_text";
/// The hidden field with the place in the text at which a picture is inserted, as browsers count; empty for the end.
pub const IMAGE_PLACE_FIELD: &str = "image_place";
/// The field with the time of a publication.
pub const PUBLISH_AT_FIELD: &str = "publish_at";

/// `/desk/articles/new?ticket=`: a new article, perhaps from a ticket.
///
/// # Errors
/// [`Error::NotFound`] for who does not write articles, and where the actor does not work the ticket that it is written from.
pub async fn new(
    cx: &RequestContext,
    form: FormState,
    ticket: Option<&str>,
    preview: Option<String>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let classification = classification::get(&cx.backend).await?;
    articles::require_writer(&cx.actor)?;
    let form = if form.values.is_empty() { opened_new(cx, form, ticket).await? } else { form };
    let from_ticket = form.value(TICKET_FIELD);
    let languages: Vec<_> =
        Lang::ALL.into_iter().map(|lang| (lang.tag().to_owned(), lang.endonym().to_owned())).collect();
    let written_in = form.value("language").parse().unwrap_or(lang);
    let title = t!(lang, "writing-new");
    let previewed = preview.is_some();
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title/>
        <div class="editor">
            <div class="stack">
                <h1 class="ds-heading" data-size="lg">{title}</h1>
                <p class="ds-paragraph lead">{t!(lang, "writing-new-intro")}</p>
                {(!from_ticket.is_empty()).then(|| view! { <p class="ds-alert" data-color="info">{t!(lang, "writing-from-check")}</p> })}
                <form method="post" action=format!("{ARTICLES_PATH}/new") class="stack" id="article-form" novalidate>
                    <FormKey form=form.clone()/>
                    <input type="hidden" name=TICKET_FIELD value=from_ticket.clone()/>
                    <SelectField form=form.clone() name="language" label=t!(lang, "writing-language") choices=languages/>
                    <SelectField form=form.clone() name="category" label=t!(lang, "writing-category")
                        choices=category_choices(cx, &classification) unset=true/>
                    <TextFields form=form.clone()/>
                    <p class="actions">
                        <button class="ds-button" data-variant="primary" type="submit" name="action" value="save">{t!(lang, "writing-save")}</button>
                        <button class="ds-button" data-variant="secondary" type="submit" name="action" value="preview">{t!(lang, "writing-preview")}</button>
                    </p>
                </form>
            </div>
            <Preview written_in html=preview/>
        </div>
    };
    let page = Page::new(title, body);
    Ok(if previewed { page.outcome(t!(lang, "writing-preview")) } else { page })
}

/// The form of a new article: empty, or with what a ticket says.
async fn opened_new(cx: &RequestContext, form: FormState, ticket: Option<&str>) -> Result<FormState, Error> {
    let Some(reference) = ticket.filter(|reference| !reference.is_empty()) else {
        return Ok(form.with("language", cx.lang.tag()));
    };
    let draft = articles::draft_from_ticket(&cx.backend, &cx.actor, reference).await?;
    Ok(form
        .with(TICKET_FIELD, reference)
        .with("language", draft.lang.tag())
        .with(F::TITLE, draft.title)
        .with(F::SOURCE, draft.source))
}

/// The fields of the text.
#[component]
fn TextFields(form: FormState) -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <TextField form=form.clone() name=F::TITLE label=t!(lang, "writing-field-title") hint=t!(lang, "writing-field-title-hint")/>
        <TextField form=form.clone() name=F::SUMMARY label=t!(lang, "writing-field-summary") hint=t!(lang, "writing-field-summary-hint") optional=true/>
        <TextArea form=form.clone() name=F::SOURCE label=t!(lang, "writing-field-source") hint=t!(lang, "writing-field-source-hint") rows=20/>
        <MarkdownHelp/>
        <TextField form=form.clone() name=F::KEYWORDS label=t!(lang, "writing-field-keywords") hint=t!(lang, "writing-field-keywords-hint") optional=true/>
    }
}

/// A picture for the text, with what it shows. With JavaScript it can also be pasted or dropped into the text, which fills in the
/// field for the file.
#[component]
fn ImageFields(form: FormState) -> impl IntoView {
    let lang = use_request_context().lang;
    let error = form.problem_text(lang, IMAGE_FIELD);
    let open = error.is_some() || form.is_about(IMAGE_TEXT_FIELD);
    let (invalid, described_by) =
        (error.is_some().then_some("true"), described_by(IMAGE_FIELD, true, error.is_some()));
    view! {
        <details class="fold" id="image-fields" open=open>
            <summary>{t!(lang, "writing-image-add")}</summary>
            <div class="stack">
                <input type="hidden" name=IMAGE_PLACE_FIELD value=""/>
                <div class="ds-field file-field">
                    <label class="ds-label" data-weight="medium" for=IMAGE_FIELD>{t!(lang, "writing-image")}</label>
                    <p class="field-hint" id=format!("{IMAGE_FIELD}-hint")>{t!(lang, "writing-image-hint")}</p>
                    <input class="ds-input" id=IMAGE_FIELD name=IMAGE_FIELD type="file" accept=".png,.jpg,.jpeg,.webp" aria-invalid=invalid
                        aria-describedby=described_by/>
                    <FieldError field_id=IMAGE_FIELD.to_owned() message=error/>
                </div>
                <TextField form=form.clone() name=IMAGE_TEXT_FIELD label=t!(lang, "writing-image-text") optional=true/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="image">{t!(lang, "writing-image-insert")}</button>
                </p>
            </div>
        </details>
        <PasteImage/>
    }
}

/// How Markdown is written, folded.
#[component]
fn MarkdownHelp() -> impl IntoView {
    let lang = use_request_context().lang;
    let rows: Vec<_> = [
        ("## …", t!(lang, "writing-help-heading")),
        ("**…**", t!(lang, "writing-help-bold")),
        ("- …", t!(lang, "writing-help-list")),
        ("1. …", t!(lang, "writing-help-steps")),
        ("[…](/articles/…)", t!(lang, "writing-help-link")),
        ("> [!TIP]\n> …", t!(lang, "writing-help-tip")),
        ("> [!WARNING]\n> …", t!(lang, "writing-help-warning")),
        ("| … | … |", t!(lang, "writing-help-table")),
    ]
    .into_iter()
    .map(|(code, text)| view! { <div><dt><code>{code}</code></dt><dd>{text}</dd></div> })
    .collect();
    view! {
        <details class="fold">
            <summary>{t!(lang, "writing-help")}</summary>
            <dl class="markdown-help">{rows}</dl>
        </details>
    }
}

/// The text as readers will see it: rendered by the server where it was asked for, and with JavaScript while it is typed.
#[component]
fn Preview(written_in: Lang, html: Option<String>) -> impl IntoView {
    let lang = use_request_context().lang;
    let shown = html.is_some().then_some("yes");
    view! {
        <div class="article-preview stack" data-gap="s" data-shown=shown>
            <h2 class="ds-heading" data-size="sm" id="preview-title">{t!(lang, "writing-preview")}</h2>
            <div class="prose preview" lang=written_in.tag() tabindex="0" role="region" aria-labelledby="preview-title" inner_html=html.unwrap_or_default()></div>
        </div>
        <ArticlePreview/>
    }
}

/// A text that was rendered without being saved.
#[derive(Clone, Debug)]
pub struct EditorPreview {
    /// The text as HTML.
    pub html: String,
    /// Why it was rendered.
    pub after: PreviewCause,
}

/// Why a text was rendered without being saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreviewCause {
    /// The preview was asked for.
    Asked,
    /// A picture was put into the text.
    ImageAdded,
}

/// `/desk/articles/{id}/{lang}`.
pub async fn edit(
    cx: &RequestContext,
    text: TextRef,
    form: FormState,
    shown: Option<EditorPreview>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let edited = articles::open_text(&cx.backend, &cx.actor, text).await?;
    let conflict = form.errors.0.iter().any(|(_, problem)| *problem == Problem::ChangedMeanwhile);
    let form = if form.values.is_empty() { opened_form(&edited) } else { form };
    let name =
        if edited.title.is_empty() { t!(lang, "writing-untitled").to_owned() } else { edited.title.clone() };
    let title = t!(lang, "writing-edit-of", title = name.as_str(), language = text.lang.endonym());
    let mut ancestors = ancestors(lang);
    ancestors.push((format!("{ARTICLES_PATH}/{}", text.article), name));
    let [revision, version] = if conflict {
        [edited.seen.revision.to_string(), edited.seen.version.to_string()]
    } else {
        [form.value(REVISION_FIELD), form.value(VERSION_FIELD)]
    };
    let outcome = shown.as_ref().map(|shown| match shown.after {
        PreviewCause::Asked => t!(lang, "writing-preview"),
        PreviewCause::ImageAdded => t!(lang, "writing-image-added"),
    });
    let added = shown.as_ref().filter(|shown| shown.after == PreviewCause::ImageAdded);
    let added = added.map(|_| view! { <StatusLine text=t!(lang, "writing-image-added")/> });
    let preview = shown.map(|shown| shown.html);
    let has_draft = edited.draft.is_some();
    let action = format!("{ARTICLES_PATH}/{}/{}", text.article, text.lang);
    let body = view! {
        <Breadcrumbs ancestors current=text.lang.endonym()/>
        <div class="editor">
            <div class="stack">
                <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
                {added}
                {draft_line(cx, &edited)}
                {conflict.then(|| conflict_box(cx, &edited, &form))}
                {edited.reference.clone().map(|reference| reference_box(cx, &edited, reference))}
                {broken_links(lang, &edited.broken_links)}
                <form method="post" action=action.clone() enctype="multipart/form-data" class="stack" id="article-form" novalidate>
                    <input type="hidden" name=REVISION_FIELD value=revision/>
                    <input type="hidden" name=VERSION_FIELD value=version/>
                    <input type="hidden" name="language" value=text.lang.tag()/>
                    <TextFields form=form.clone()/>
                    <ImageFields form=form.clone()/>
                    <p class="actions">
                        <button class="ds-button" data-variant="primary" type="submit" name="action" value="save">{t!(lang, "writing-save")}</button>
                        <button class="ds-button" data-variant="secondary" type="submit" name="action" value="preview">{t!(lang, "writing-preview")}</button>
                        {(!edited.may_publish).then(|| view! {
                            <button class="ds-button" data-variant="secondary" type="submit" name="action" value="review">{t!(lang, "writing-send-review")}</button>
                        })}
                    </p>
                    {edited.may_publish.then(|| publish_fields(cx, &edited, &form))}
                </form>
                {has_draft.then(|| view! {
                    <form method="post" action=action>
                        <Confirm label=t!(lang, "writing-discard") consequence=t!(lang, "writing-discard-follows")>
                            <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="action" value="discard">
                                {t!(lang, "writing-discard")}
                            </button>
                        </Confirm>
                    </form>
                })}
            </div>
            <Preview written_in=text.lang html=preview/>
        </div>
    };
    let page = Page::new(title, body);
    Ok(match outcome {
        Some(outcome) => page.outcome(outcome),
        None => page,
    })
}

fn opened_form(edited: &EditedText) -> FormState {
    FormState::default().with_all([
        (F::TITLE, edited.title.clone()),
        (F::SUMMARY, edited.summary.clone()),
        (F::SOURCE, edited.source.clone()),
        (F::KEYWORDS, edited.keywords.join(", ")),
        (REVISION_FIELD, edited.seen.revision.to_string()),
        (VERSION_FIELD, edited.seen.version.to_string()),
        (CHANGE_FIELD, if edited.is_published { String::new() } else { ChangeSize::Translation.to_string() }),
    ])
}

/// How far the draft has come, and who has saved it.
fn draft_line(cx: &RequestContext, edited: &EditedText) -> AnyView {
    let lang = cx.lang;
    let outdated = edited.outdated;
    let Some(draft) = &edited.draft else {
        let text = if edited.is_published {
            t!(lang, "writing-as-published")
        } else {
            t!(lang, "writing-nothing-yet")
        };
        return view! { <p class="meta cluster">{text}" "<OutdatedTag outdated/></p> }.into_any();
    };
    let when = cx.relative_time(draft.edited_at);
    let saved = match &edited.edited_by {
        Some(name) => t!(lang, "writing-saved-by", name = name.as_str(), when = when),
        None => t!(lang, "writing-saved-at", when = when),
    };
    let scheduled = draft
        .publish_at
        .filter(|_| draft.state == DraftState::Scheduled)
        .map(|at| view! { <strong>{t!(lang, "writing-scheduled-for", when = cx.day_and_time(at))}</strong> });
    view! { <p class="meta cluster"><DraftTag state=draft.state/>" "<OutdatedTag outdated/>" "{scheduled}" "{saved}</p> }.into_any()
}

/// What somebody else has saved meanwhile, beside what was typed.
fn conflict_box(cx: &RequestContext, edited: &EditedText, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let theirs = whole(&edited.title, &edited.summary, &edited.source);
    let own =
        whole(&form.value(F::TITLE), &form.value(F::SUMMARY), &form.value(F::SOURCE).replace("\r\n", "\n"));
    let who = edited
        .edited_by
        .clone()
        .map(|name| view! { <p class="meta">{t!(lang, "writing-conflict-by", name = name)}</p> });
    view! {
        <section class="ds-card" aria-labelledby="conflict">
            <h2 class="ds-heading" data-size="sm" id="conflict">{t!(lang, "writing-conflict")}</h2>
            {who}
            <TextDifference before=theirs after=own written_in=edited.lang/>
            <details class="fold">
                <summary>{t!(lang, "writing-conflict-theirs")}</summary>
                <pre class="source" lang=lang_attribute(lang, edited.lang)>{edited.source.clone()}</pre>
            </details>
        </section>
    }
    .into_any()
}

/// The text in another language, to translate from, and what has changed in it since.
fn reference_box(cx: &RequestContext, edited: &EditedText, reference: ReferenceText) -> AnyView {
    let lang = cx.lang;
    let ReferenceText { lang: language, title, source, before } = reference;
    let name = text_for(lang, "search-in-", language.tag());
    let heading = t!(lang, "writing-reference", language = name.as_str());
    let difference = before.map(|before| {
        view! {
            <h2 class="ds-heading" data-size="xs">{t!(lang, "writing-reference-changes", language = name)}</h2>
            <TextDifference before after=source.clone() written_in=language/>
        }
    });
    let open = !edited.is_published && edited.draft.is_none();
    view! {
        <div class="stack" data-gap="s">
            {difference}
            <details class="fold" open=open>
                <summary>{heading}</summary>
                <p class="ds-paragraph" lang=language.tag()><strong>{title}</strong></p>
                <pre class="source" lang=language.tag() tabindex="0">{source}</pre>
            </details>
        </div>
    }
    .into_any()
}

fn broken_links(lang: Lang, paths: &[String]) -> Option<AnyView> {
    let items: Vec<_> = paths.iter().map(|path| view! { <li><code>{path.clone()}</code></li> }).collect();
    (!items.is_empty()).then(|| {
        view! {
            <div class="ds-alert" data-color="warning">
                <p class="ds-paragraph">{t!(lang, "writing-broken-links")}</p>
                <ul class="ds-list">{items}</ul>
            </div>
        }
        .into_any()
    })
}

/// Publishing: what becomes of the other languages, and when.
fn publish_fields(cx: &RequestContext, edited: &EditedText, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let open = form.is_about(PUBLISH_AT_FIELD) || form.errors.get(CHANGE_FIELD).is_some();
    let zone = cx.backend.settings.zone.name();
    let change = edited.has_translations.then(|| change_choices(cx, edited, form));
    let form = form.clone();
    view! {
        <Confirm label=t!(lang, "writing-publish") consequence=t!(lang, "writing-publish-follows") open=open>
            <div class="stack">
                {change}
                <TextField form name=PUBLISH_AT_FIELD kind="datetime-local" label=t!(lang, "writing-publish-at")
                    hint=t!(lang, "writing-publish-at-hint", zone = zone) optional=true/>
                <button class="ds-button" data-variant="primary" type="submit" name="action" value="publish">{t!(lang, "writing-publish")}</button>
            </div>
        </Confirm>
    }
    .into_any()
}

fn change_choices(cx: &RequestContext, edited: &EditedText, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let error = form.problem_text(lang, CHANGE_FIELD);
    // a first text in a language has changed nothing
    let sizes: &[ChangeSize] = if edited.is_published { ChangeSize::ALL } else { &[ChangeSize::Translation] };
    let choices: Vec<_> = sizes
        .iter()
        .enumerate()
        .map(|(index, size)| {
            let id = if index == 0 { CHANGE_FIELD.to_owned() } else { format!("{CHANGE_FIELD}-{size}") };
            let (label_for, checked) = (id.clone(), form.value(CHANGE_FIELD) == size.as_str());
            view! {
                <label class="choice" for=label_for>
                    <input class="ds-input" type="radio" id=id name=CHANGE_FIELD value=size.as_str() checked=checked/>
                    <span>
                        {text_for(lang, "writing-size-", size.as_str())}
                        <span class="choice-hint">{text_for(lang, "writing-explain-", size.as_str())}</span>
                    </span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "writing-change")}</legend>
            <div class="choices">{choices}</div>
            <FieldError field_id=CHANGE_FIELD.to_owned() message=error/>
        </fieldset>
    }
    .into_any()
}
