//! An earlier version of a text: what it changed, the whole of it, and restoring it.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    articles::{self, TextRef, VersionPage},
};
use leptos::prelude::*;

use super::{ARTICLES_PATH, REVISION_FIELD, VERSION_FIELD, ancestors, size_text};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, TextDifference, lang_attribute},
};

/// `/desk/articles/{id}/{lang}/versions/{number}`.
pub async fn version(cx: &RequestContext, text: TextRef, number: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let VersionPage { article, version, published_by, before, is_current, seen } =
        articles::find_version(&cx.backend, &cx.actor, text, number).await?;
    let written_in = lang_attribute(lang, text.lang);
    let html = articles::preview(&cx.actor, text.lang, &version.title, &version.source)?;
    let size = size_text(lang, number, version.change_size.as_deref());
    let when = cx.date_time(version.published_at);
    let line = match published_by {
        Some(name) => t!(lang, "writing-published-by", name = name, when = when),
        None => t!(lang, "writing-imported-at", when = when),
    };
    let title = t!(lang, "writing-version-of", number = number, title = version.title.as_str());
    let mut ancestors = ancestors(lang);
    ancestors.push((format!("{ARTICLES_PATH}/{}", article.id), version.title.clone()));
    let difference = before.map(|before| {
        let (before, after) = (
            whole(&before.title, &before.summary, &before.source),
            whole(&version.title, &version.summary, &version.source),
        );
        view! {
            <section aria-labelledby="difference">
                <h2 class="ds-heading" data-size="sm" id="difference">{t!(lang, "writing-difference")}</h2>
                <TextDifference before after written_in=text.lang/>
            </section>
        }
    });
    let has_draft = seen.revision > 0;
    let restore = (!is_current && !has_draft).then(|| {
        view! {
            <form method="post" class="actions">
                <input type="hidden" name=REVISION_FIELD value=seen.revision.to_string()/>
                <input type="hidden" name=VERSION_FIELD value=seen.version.to_string()/>
                <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "writing-restore")}</button>
                <span class="meta">{t!(lang, "writing-restore-follows")}</span>
            </form>
        }
    });
    let blocked = (!is_current && has_draft).then(|| {
        let editor = format!("{ARTICLES_PATH}/{}/{}", article.id, text.lang);
        view! {
            <p class="ds-paragraph">
                {t!(lang, "writing-restore-blocked")}" "<a class="ds-link" href=editor>{t!(lang, "writing-edit")}</a>
            </p>
        }
    });
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "writing-version", number = number)/>
        <div class="narrow stack" data-gap="l">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="meta">{line}" · "{size}" · "<span lang=text.lang.tag()>{text.lang.endonym()}</span></p>
            {restore}
            {blocked}
            {difference}
            <section aria-labelledby="whole">
                <h2 class="ds-heading" data-size="sm" id="whole">{t!(lang, "writing-whole")}</h2>
                <div class="prose preview" lang=written_in inner_html=html></div>
            </section>
        </div>
    };
    Ok(Page::new(title, body))
}

/// Title, summary and text as one text, to be compared.
pub(super) fn whole(title: &str, summary: &str, source: &str) -> String {
    let summary = if summary.is_empty() { String::new() } else { format!("{summary}\n\n") };
    format!("{title}\n\n{summary}{source}\n")
}
