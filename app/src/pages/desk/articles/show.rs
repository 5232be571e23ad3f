//! An article as a whole: its languages, its category and dates, its versions and reviews, and archiving it.

use fyr_domain::{
    Lang,
    articles::{ArticleKind, AudienceLevel, ErrorState},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error,
    articles::{self, DeskArticlePage},
    store::{
        article_desk::DeskArticle,
        article_versions::{TranslationState, VersionSummary},
    },
    tickets::format_reference,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    ARTICLES_PATH, AudienceTag, DraftTag, OutdatedTag, ancestors, list::category_choices, size_text,
};
use crate::{
    FormState, Page, RequestContext,
    components::{
        Breadcrumbs, Confirm, FormKey, SelectField, Tag, TextField, Timestamp, Tone, choices_of,
        lang_attribute,
    },
};

/// The field with the article to which the address of an archived one leads.
pub const REDIRECT_FIELD: &str = "redirect";

/// `/desk/articles/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let page = articles::find_for_desk(&cx.backend, &cx.actor, id).await?;
    let article = page.article.clone();
    let form = if form.values.is_empty() { opened_form(cx, &article, form.form_key) } else { form };
    let (title, written_in) = title(lang, &page);
    let rows: Vec<_> = Lang::ALL.into_iter().map(|language| language_row(cx, &page, language)).collect();
    let public = article.published.then(|| {
        view! { <a class="ds-link" href=format!("/articles/{}", article.slug)>{t!(lang, "writing-see")}</a> }
    });
    let may_publish = page.may_publish;
    let tickets: Vec<_> = page
        .tickets
        .iter()
        .map(|reference| {
            let reference = format_reference(reference);
            let href = format!("/desk/tickets/{reference}");
            view! { " "<a class="ds-link" href=href>{reference}</a> }
        })
        .collect();
    let tickets = (!tickets.is_empty())
        .then(|| view! { <p class="meta">{t!(lang, "writing-from-tickets")}{tickets}</p> });
    let confirmed = (page.confirmed > 0)
        .then(|| view! { <p class="meta">{t!(lang, "writing-confirmed", count = page.confirmed)}</p> });
    let error_state = may_publish.then(|| error_state_form(cx, &page, &form)).flatten();
    let properties = may_publish.then(|| properties_form(cx, &page, &form));
    let end = may_publish.then(|| end_form(cx, &page, &form));
    let body = view! {
        <Breadcrumbs ancestors=ancestors(lang) current=title.clone()/>
        <div class="narrow stack" data-gap="l">
            <div class="page-head">
                <h1 class="ds-heading" data-size="lg" lang=written_in>{title.clone()}</h1>
                {public}
            </div>
            {state_line(cx, &article)}
            <AudienceTag audience=article.audience/>
            {tickets}
            {confirmed}
            <section aria-labelledby="languages">
                <h2 class="ds-heading" data-size="sm" id="languages">{t!(lang, "writing-languages")}</h2>
                <ul class="versions">{rows}</ul>
            </section>
            {figures(cx, &page)}
            {error_state}
            {properties}
            {end}
            {history(cx, id, page.versions)}
        </div>
    };
    Ok(Page::new(title, body))
}

/// The title in the reader's language, or else in the nearest one, and the language that it is in where that is another one.
fn title(lang: Lang, page: &DeskArticlePage) -> (String, Option<&'static str>) {
    let published =
        |lang| page.published.iter().find(|text| text.lang.0 == lang).map(|text| text.title.clone());
    let drafted = |lang| page.drafts.iter().find(|text| text.lang.0 == lang).map(|text| text.title.clone());
    let found = lang.fallback_order().into_iter().find_map(|other| {
        published(other).or_else(|| drafted(other)).map(|title| (title, lang_attribute(lang, other)))
    });
    found.unwrap_or_else(|| (page.article.slug.clone(), None))
}

/// Whether readers find it, and whether an import may change it.
fn state_line(cx: &RequestContext, article: &DeskArticle) -> AnyView {
    let lang = cx.lang;
    let text = match (article.archived_at, &article.redirect_to) {
        (Some(at), Some(to)) => {
            t!(lang, "writing-archived-to", when = cx.relative_time(at), to = format!("/articles/{to}"))
        }
        (Some(at), None) => t!(lang, "writing-archived-since", when = cx.relative_time(at)),
        (None, _) if !article.published => t!(lang, "writing-not-published").to_owned(),
        (None, _) => match article.origin {
            fyr_domain::articles::ArticleOrigin::Import => t!(lang, "writing-imported").to_owned(),
            fyr_domain::articles::ArticleOrigin::Desk => return ().into_any(),
        },
    };
    view! { <p class="ds-alert" data-color="info">{text}</p> }.into_any()
}

/// A language: what is published in it, what is being worked on, and the way to the editor.
fn language_row(cx: &RequestContext, page: &DeskArticlePage, language: Lang) -> AnyView {
    let lang = cx.lang;
    let published = page.published.iter().find(|text| text.lang.0 == language);
    let draft = page.drafts.iter().find(|draft| draft.lang.0 == language);
    let outdated = published.and_then(TranslationState::outdated);
    let tags = view! {
        {published.map(|_| view! {
            <Tag tone=Tone::Success text=if page.article.published { t!(lang, "writing-published") } else { t!(lang, "writing-unpublished") }/>" "
        })}
        <OutdatedTag outdated/>" "
        {draft.map(|draft| view! { <DraftTag state=draft.state/> })}
        {(published.is_none() && draft.is_none()).then(|| view! { <span class="meta">{t!(lang, "writing-missing")}</span> })}
    };
    let label = if published.is_none() && draft.is_none() {
        t!(lang, "writing-translate")
    } else {
        t!(lang, "writing-edit")
    };
    let when = draft.map(|draft| draft.edited_at).or_else(|| published.map(|text| text.updated_at));
    let when = when.map(|at| view! { <span class="meta"><Timestamp at/></span> });
    view! {
        <li class="version">
            <span class="cluster"><span lang=language.tag()>{language.endonym()}</span>{tags}{when}</span>
            <a class="ds-link" href=format!("{ARTICLES_PATH}/{}/{language}", page.article.id)>
                {label}<span class="visually-hidden" lang=language.tag()>": "{language.endonym()}</span>
            </a>
        </li>
    }
    .into_any()
}

fn opened_form(cx: &RequestContext, article: &DeskArticle, form_key: Uuid) -> FormState {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map_or_else(String::new, |at| cx.backend.last_day(at).to_string())
    };
    FormState::new(form_key)
        .with("category", article.category.clone())
        .with("review_on", day(article.review_at))
        .with("expires_on", day(article.expires_at))
        .with("kind", article.kind.to_string())
        .with("error_state", article.error_state().map_or("", ErrorState::as_str))
        .with("audience", article.audience.level().to_string())
        .with("organisation", article.audience.organisation().map_or_else(String::new, |id| id.to_string()))
}

/// What readers think of it, and which searches lead to it; nothing while nothing is known.
fn figures(cx: &RequestContext, page: &DeskArticlePage) -> Option<AnyView> {
    let lang = cx.lang;
    let rated = page.ratings.helpful + page.ratings.not_helpful;
    let searches = &page.searches;
    let is_known = rated > 0 || !searches.leading.is_empty() || searches.filed_after > 0;
    let leading: Vec<_> = searches.leading.iter().map(|group| group.text.as_str()).collect();
    let leading = (!leading.is_empty()).then(|| leading.join(" · "));
    let comments: Vec<_> = page
        .comments
        .iter()
        .map(|comment| {
            let helpful = if comment.helpful { t!(lang, "rating-yes") } else { t!(lang, "rating-no") };
            view! {
                <li>
                    <p class="entry-text">{comment.comment.clone()}</p>
                    <p class="meta">{helpful}" · "<Timestamp at=comment.at/></p>
                </li>
            }
        })
        .collect();
    is_known.then(|| {
        view! {
            <section aria-labelledby="figures">
                <h2 class="ds-heading" data-size="sm" id="figures">{t!(lang, "writing-figures")}</h2>
                <dl class="facts">
                    {(rated > 0).then(|| view! {
                        <div><dt>{t!(lang, "rating-title")}</dt><dd>{t!(lang, "searches-share", share = page.ratings.helpful * 100 / rated, count = page.ratings.helpful)}{t!(lang, "writing-figures-of", count = rated)}</dd></div>
                    })}
                    {leading.map(|leading| view! { <div><dt>{t!(lang, "writing-figures-leading")}</dt><dd>{leading}</dd></div> })}
                    {(searches.filed_after > 0).then(|| view! { <div><dt>{t!(lang, "writing-figures-filed")}</dt><dd>{searches.filed_after}</dd></div> })}
                </dl>
                {(!comments.is_empty()).then(|| view! {
                    <details class="fold"><summary>{t!(lang, "writing-figures-comments")}</summary><ul class="plain-list stack">{comments}</ul></details>
                })}
            </section>
        }
        .into_any()
    })
}

/// How far a known error has come; nothing for other articles.
fn error_state_form(cx: &RequestContext, page: &DeskArticlePage, form: &FormState) -> Option<AnyView> {
    page.article.error_state()?;
    let lang = cx.lang;
    let view = view! {
        <section aria-labelledby="error-state-title">
            <h2 class="ds-heading" data-size="sm" id="error-state-title">{t!(lang, "article-kind-known-error")}</h2>
            <p class="meta">{t!(lang, "error-affected", count = page.affected)}</p>
            <form method="post" action=format!("{ARTICLES_PATH}/{}", page.article.id) class="stack" novalidate>
                <SelectField form=form.clone() name="error_state" label=t!(lang, "writing-error-state") hint=t!(lang, "writing-error-state-hint")
                    choices=choices_of(lang, "error-state-", ErrorState::ALL)/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="error_state">{t!(lang, "writing-error-state-save")}</button>
                </p>
            </form>
        </section>
    };
    Some(view.into_any())
}

/// Category, next review and end; and that it was reviewed.
fn properties_form(cx: &RequestContext, page: &DeskArticlePage, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let reviews: Vec<_> = page
        .reviews
        .iter()
        .map(|review| {
            let by = review.reviewed_by.clone().unwrap_or_default();
            view! { <li class="meta">{t!(lang, "writing-reviewed-by", name = by, when = cx.relative_time(review.reviewed_at))}</li> }
        })
        .collect();
    let mut organisations = vec![(String::new(), t!(lang, "writing-any-organisation").to_owned())];
    organisations.extend(page.organisations.iter().map(|known| (known.id.to_string(), known.name.clone())));
    view! {
        <section aria-labelledby="properties">
            <h2 class="ds-heading" data-size="sm" id="properties">{t!(lang, "writing-properties")}</h2>
            <form method="post" action=format!("{ARTICLES_PATH}/{}", page.article.id) class="stack" novalidate>
                <FormKey form=form.clone()/>
                <SelectField form=form.clone() name="category" label=t!(lang, "writing-category")
                    choices=category_choices(cx, &page.classification)/>
                <SelectField form=form.clone() name="kind" label=t!(lang, "writing-kind") hint=t!(lang, "writing-kind-hint")
                    choices=choices_of(lang, "article-kind-", ArticleKind::ALL)/>
                <SelectField form=form.clone() name="audience" label=t!(lang, "writing-audience")
                    choices=choices_of(lang, "audience-", AudienceLevel::ALL)/>
                {(!page.organisations.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="organisation" label=t!(lang, "writing-organisation") choices=organisations optional=true/>
                })}
                <TextField form=form.clone() name="review_on" kind="date" label=t!(lang, "writing-review-on")
                    hint=t!(lang, "writing-review-on-hint") optional=true/>
                <TextField form=form.clone() name="expires_on" kind="date" label=t!(lang, "writing-expires-on")
                    hint=t!(lang, "writing-expires-on-hint") optional=true/>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="action" value="properties">{t!(lang, "settings-save")}</button>
                    {page.article.published.then(|| view! {
                        <button class="ds-button" data-variant="secondary" type="submit" name="action" value="review">{t!(lang, "writing-reviewed")}</button>
                    })}
                </p>
            </form>
            {(!reviews.is_empty()).then(|| view! { <ul class="plain-list">{reviews}</ul> })}
        </section>
    }
    .into_any()
}

/// Archiving a published article, or putting an archived one back.
fn end_form(cx: &RequestContext, page: &DeskArticlePage, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let action = format!("{ARTICLES_PATH}/{}", page.article.id);
    if page.article.published {
        let (form, open) = (form.clone(), form.is_about(REDIRECT_FIELD));
        return view! {
            <form method="post" action=action novalidate>
                <Confirm label=t!(lang, "writing-archive") consequence=t!(lang, "writing-archive-follows") open>
                    <div class="stack">
                        <TextField form name=REDIRECT_FIELD label=t!(lang, "writing-redirect")
                            hint=t!(lang, "writing-redirect-hint") optional=true/>
                        <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="action" value="archive">
                            {t!(lang, "writing-archive")}
                        </button>
                    </div>
                </Confirm>
            </form>
        }
        .into_any();
    }
    (!page.published.is_empty())
        .then(|| {
            view! {
                <form method="post" action=action>
                    <button class="ds-button" data-variant="secondary" type="submit" name="action" value="unarchive">{t!(lang, "writing-unarchive")}</button>
                </form>
            }
        })
        .into_any()
}

fn history(cx: &RequestContext, id: Uuid, versions: Vec<VersionSummary>) -> Option<AnyView> {
    let lang = cx.lang;
    let items: Vec<_> = versions
        .into_iter()
        .map(|version| {
            let language = version.lang.0;
            let size = size_text(lang, version.number, version.change_size.as_deref());
            let by = version.published_by.map(|name| format!(", {name}"));
            view! {
                <li class="version">
                    <span>
                        <a class="ds-link" href=format!("{ARTICLES_PATH}/{id}/{language}/versions/{}", version.number)>
                            {t!(lang, "writing-version", number = version.number)}" · "<span lang=language.tag()>{language.endonym()}</span>
                        </a>
                        <span class="meta">" "{size}</span>
                    </span>
                    <span class="meta"><Timestamp at=version.published_at/>{by}</span>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="versions">
                <h2 class="ds-heading" data-size="sm" id="versions">{t!(lang, "writing-versions")}</h2>
                <ol class="versions">{items}</ol>
            </section>
        }
        .into_any()
    })
}
