//! What a business decides, edited at the desk. Each page has the form of one setting, what a change would do to the tickets that are
//! open, and the versions so far. The fields of each setting are in a file of their own.

mod aims;
pub mod branding;
mod channels;
mod checklist;
mod components;
mod escalation;
pub mod file;
mod follow_up;
mod hours;
pub mod part;
pub mod plans;
pub mod policy;
pub mod rule;
mod service_level;
mod statements;
pub mod templates;
mod topics;
mod triage;

use fyr_domain::{
    Lang,
    branding::Branding,
    calendar::BusinessCalendar,
    channels::Channels,
    escalation::Escalation,
    fields::Problem,
    follow_up::FollowUpSchedule,
    plans::Plans,
    reply_templates::ReplyTemplates,
    results::Aims,
    sla::ServiceLevel,
    statements::Statements,
    status::components::Components,
    tickets::{Triage, topics::Topics},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    settings::{
        Setting, SettingVersion,
        desk::{self, NOTE_FIELD, SEEN_FIELD},
    },
    tickets::DeadlinePreview,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, TextField, Timestamp},
};

/// A setting that has a form at the desk.
pub trait SettingForm: Setting {
    /// The URL path of its page.
    const PATH: &'static str;

    /// Whether a change may do something to the tickets that are open, which is worth a look first.
    const HAS_PREVIEW: bool = true;

    /// Whether it has fields of its own, besides a list of entries.
    const HAS_FIELDS: bool = true;

    /// The title of its page.
    fn title(lang: Lang) -> &'static str;

    /// What it is for.
    fn intro(lang: Lang) -> &'static str;

    /// What the fields show for a value.
    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)>;

    /// The fields of the form.
    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView;

    /// What stands below the form.
    fn more(&self, _: &RequestContext, _: &FormState) -> Option<AnyView> {
        None
    }
}

/// `/desk/settings`
pub async fn list(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let cards = [
        card::<Branding>(cx).await?,
        card::<Statements>(cx).await?,
        card::<BusinessCalendar>(cx).await?,
        card::<ServiceLevel>(cx).await?,
        card::<Topics>(cx).await?,
        card::<Components>(cx).await?,
        card::<Channels>(cx).await?,
        card::<Plans>(cx).await?,
        card::<Triage>(cx).await?,
        card::<Escalation>(cx).await?,
        card::<FollowUpSchedule>(cx).await?,
        card::<ReplyTemplates>(cx).await?,
        card::<Aims>(cx).await?,
    ];
    let checklist = checklist::view(cx).await?;
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let title = t!(lang, "settings-title");
    let body = view! {
        <Breadcrumbs ancestors current=title/>
        <h1 class="ds-heading" data-size="lg">{title}</h1>
        <p class="ds-paragraph lead">{t!(lang, "settings-intro")}</p>
        {checklist}
        <ul class="card-list">{cards.into_iter().collect_view()}</ul>
        <p class="ds-paragraph"><a class="ds-link" href=file::FILE_PATH>{t!(lang, "settings-file")}</a></p>
    };
    Ok(Page::new(title, body))
}

/// The pages above that of a setting: URL path and title.
fn ancestors(lang: Lang) -> Vec<(String, String)> {
    let pages = [("/desk", t!(lang, "nav-desk")), ("/desk/settings", t!(lang, "settings-title"))];
    pages.map(|(path, title)| (path.to_owned(), title.to_owned())).to_vec()
}

async fn card<S: SettingForm>(cx: &RequestContext) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let versions = desk::history(&cx.backend, &cx.actor, S::NAME).await?;
    let latest = versions.into_iter().next().map(|version| version_line(cx, &version));
    let latest = latest.unwrap_or_else(|| t!(lang, "settings-of-file").into_any());
    Ok(view! {
        <li class="ds-card link-card">
            <h2 class="ds-heading" data-size="2xs"><a href=S::PATH>{S::title(lang)}</a></h2>
            <p class="ds-paragraph">{S::intro(lang)}</p>
            <p class="meta">{latest}</p>
        </li>
    }
    .into_any())
}

/// `/desk/settings/…`: the form, with what the change in it would do where `preview` says it.
pub async fn edit<S: SettingForm>(
    cx: &RequestContext,
    form: FormState,
    preview: Option<DeadlinePreview>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let versions = desk::history(&cx.backend, &cx.actor, S::NAME).await?;
    let current = desk::current::<S>(&cx.backend).await?;
    let form = if form.values.is_empty() {
        FormState::new(Uuid::nil()).with_all(current.fields_of(lang))
    } else {
        form
    };
    let save_fields = save_fields::<S>(cx, &versions, &form, preview).await?;
    let title = S::title(lang);
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title/>
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph lead">{S::intro(lang)}</p>
            {S::HAS_FIELDS.then(|| view! {
                <form method="post" action=S::PATH class="stack" novalidate>
                    {current.fields(cx, &form)}
                    {save_fields}
                </form>
            })}
            {current.more(cx, &form)}
            {history::<S>(cx, &versions)}
        </div>
    };
    let page = Page::new(title, body);
    Ok(if preview.is_some() { page.outcome(t!(lang, "settings-preview-title")) } else { page })
}

/// The end of a form that changes a setting: what others changed meanwhile, why, what it would do, and the buttons. `versions` are
/// those that were there before the value in the form was read.
async fn save_fields<S: SettingForm>(
    cx: &RequestContext,
    versions: &[SettingVersion],
    form: &FormState,
    preview: Option<DeadlinePreview>,
) -> Result<AnyView, Error> {
    let lang = cx.lang;
    let latest = versions.first().map_or(0, |version| version.version);
    let seen = form.value(SEEN_FIELD).parse().unwrap_or(latest);
    let has_conflict = form.errors.0.iter().any(|(_, problem)| *problem == Problem::ChangedMeanwhile);
    let meanwhile = if has_conflict {
        let lines = desk::changes_since::<S>(&cx.backend, &cx.actor, seen).await?;
        Some(meanwhile_box(cx, versions.first(), lines))
    } else {
        None
    };
    let seen = if has_conflict { latest } else { seen };
    let view = view! {
        <input type="hidden" name=SEEN_FIELD value=seen.to_string()/>
        {meanwhile}
        <TextField form=form.clone() name=NOTE_FIELD label=t!(lang, "settings-note") hint=t!(lang, "settings-note-hint") optional=true/>
        {preview.map(|preview| preview_box(lang, preview))}
        <p class="actions">
            {S::HAS_PREVIEW.then(|| view! {
                <button class="ds-button" data-variant="secondary" type="submit" name="step" value="check">{t!(lang, "settings-check")}</button>
            })}
            <button class="ds-button" data-variant="primary" type="submit" name="step" value="save">{t!(lang, "settings-save")}</button>
        </p>
    };
    Ok(view.into_any())
}

/// What others changed while a form was open, by its newest version.
fn meanwhile_box(cx: &RequestContext, latest: Option<&SettingVersion>, lines: Vec<String>) -> AnyView {
    let lang = cx.lang;
    let latest = latest.map(|version| view! { <p class="ds-paragraph">{version_line(cx, version)}</p> });
    view! {
        <div class="ds-alert stack" data-color="warning" data-gap="s">
            <h2 class="ds-heading" data-size="2xs">{t!(lang, "settings-meanwhile-title")}</h2>
            {latest}
            {change_list(lines)}
            <p class="ds-paragraph">{t!(lang, "settings-meanwhile-follows")}</p>
        </div>
    }
    .into_any()
}

/// What differs between two values of a setting, line by line.
fn change_list(lines: Vec<String>) -> AnyView {
    let items: Vec<_> = lines.into_iter().map(|line| view! { <li><code>{line}</code></li> }).collect();
    view! { <ul class="ds-list changes">{items}</ul> }.into_any()
}

fn preview_box(lang: Lang, preview: DeadlinePreview) -> AnyView {
    let DeadlinePreview { open, moved, late } = preview;
    let color = if late > 0 { "warning" } else { "info" };
    view! {
        <div class="ds-alert" data-color=color role="status" tabindex="-1" autofocus>
            <h2 class="ds-heading" data-size="2xs">{t!(lang, "settings-preview-title")}</h2>
            <p class="ds-paragraph">
                {t!(lang, "settings-preview-moved", open = open, moved = moved)}" "{t!(lang, "settings-preview-late", late = late)}
            </p>
        </div>
    }
    .into_any()
}

/// The versions so far, each with a button that makes it the current one again.
fn history<S: SettingForm>(cx: &RequestContext, versions: &[SettingVersion]) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = versions
        .iter()
        .enumerate()
        .map(|(index, version)| {
            let restore = (index > 0).then(|| {
                let about = t!(lang, "settings-version", version = version.version);
                view! {
                    <form method="post" action=S::PATH>
                        <input type="hidden" name="step" value="restore"/>
                        <button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" name="version" value=version.version.to_string()>
                            {t!(lang, "settings-restore")}<span class="visually-hidden">": "{about}</span>
                        </button>
                    </form>
                }
            });
            view! { <li class="version">{version_line(cx, version)}{restore}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="history-title">
                <h2 class="ds-heading" data-size="sm" id="history-title">{t!(lang, "settings-history")}</h2>
                <ul class="versions">{items}</ul>
            </section>
        }
        .into_any()
    })
}

/// A version in a line: its number, when and by whom it was written, and why.
fn version_line(cx: &RequestContext, version: &SettingVersion) -> AnyView {
    let lang = cx.lang;
    let name = if version.created_by_name.is_empty() {
        t!(lang, "settings-by-command-line").to_owned()
    } else {
        version.created_by_name.clone()
    };
    let note = version.note.clone().map(|note| view! { " · "<q>{note}</q> });
    view! {
        <span>{t!(lang, "settings-version", version = version.version)}" · "<Timestamp at=version.created_at/>" · "{name}{note}</span>
    }
    .into_any()
}
