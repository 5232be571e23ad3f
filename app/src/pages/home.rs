//! The start page.

use fyr_i18n::t;
use fyr_services::Error;
use leptos::prelude::*;

use crate::{Cx, Page};

/// `/`.
pub async fn show(cx: Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    Ok(Page::new(t!(lang, "site-name"), view! { <h1 class="ds-heading">{t!(lang, "site-name")}</h1> }))
}
