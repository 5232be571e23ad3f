//! The second step of signing in.

use fyr_i18n::t;
use leptos::prelude::*;

use super::plain;
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// `/sign-in/code`.
pub fn ask(cx: &Cx, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/sign-in/code" class="stack" novalidate>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "field-code") hint=t!(lang, "code-hint")/>
            <p class="actions"><Submit label=t!(lang, "sign-in")/></p>
        </form>
        <p class="ds-paragraph">{t!(lang, "code-lost")}</p>
    };
    plain(t!(lang, "code-title"), body)
}
