//! Showing once more who one is, before something that must not be done by whoever happens to find the browser open.

use fyr_i18n::t;
use leptos::prelude::*;

use super::{
    email::{Proof, ProofField, sign_in_again},
    plain,
};
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit},
};

/// In place of what a form would have done: the same form again, to the same address, with a field for the password.
pub fn ask(cx: &Cx, form: &FormState, proof: Proof) -> Page {
    let lang = cx.lang;
    let title = t!(lang, "proof-title");
    if proof == Proof::SignIn {
        return plain(title, sign_in_again(cx));
    }
    let mut sent: Vec<_> = form.values.iter().collect();
    sent.sort();
    let kept: Vec<_> = sent
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <form method="post" action=cx.path().to_owned() class="stack" novalidate>
            {kept}
            <ProofField form=form.clone() proof/>
            <p class="actions"><Submit label=t!(lang, "continue")/></p>
        </form>
    };
    plain(title, body)
}
