//! The second step of signing in: the code of the second factor.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
    pages::account::simple_page,
};

/// `/sign-in/code`.
pub fn show(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <form method="post" action="/sign-in/code" class="stack" novalidate>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "field-code") hint=t!(lang, "code-hint")/>
            <p class="actions"><SubmitButton label=t!(lang, "sign-in")/></p>
        </form>
        <p class="ds-paragraph">{t!(lang, "code-lost")}" "<a class="ds-link" href="/tickets/new">{t!(lang, "nav-new-ticket")}</a></p>
    };
    simple_page(t!(lang, "code-title"), body).refusal_heading(t!(lang, "sign-in-refused"))
}
