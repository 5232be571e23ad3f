//! Setting up an authenticator app.

use fyr_i18n::t;
use fyr_services::accounts::Setup;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::{
    email::{Proof, ProofField, sign_in_again},
    part_of_account, plain,
};
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// How far someone is.
#[derive(Clone, Debug)]
pub enum Stage {
    /// There is none.
    Without(Proof),
    /// One is being set up.
    SettingUp(Setup),
    /// There is one, and so many recovery codes are left.
    With(Proof, i64),
}

/// Whether someone came by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They did.
    Wish,
    /// Their role asks for it, and they can do nothing else before.
    Role,
}

/// `/account/second-factor`.
pub fn show(cx: &Cx, form: FormState, stage: Stage, why: Why) -> Page {
    let lang = cx.lang;
    let must = (why == Why::Role)
        .then(|| view! { <p class="ds-alert" data-color="info">{t!(lang, "factor-required")}</p> });
    let part = match stage {
        Stage::Without(Proof::SignIn) => sign_in_again(cx),
        Stage::Without(proof) => without(cx, form, proof),
        Stage::SettingUp(setup) => setting_up(cx, form, &setup),
        Stage::With(Proof::None, left) => with(cx, form, left),
        Stage::With(_, left) => view! { {state(cx, left)}{sign_in_again(cx)} }.into_any(),
    };
    let body = view! { {must}{part} };
    match why {
        Why::Role => plain(t!(lang, "factor-title"), body),
        Why::Wish => part_of_account(cx, t!(lang, "factor-title"), body),
    }
}

fn without(cx: &Cx, form: FormState, proof: Proof) -> AnyView {
    let lang = cx.lang;
    view! {
        <p class="ds-paragraph">{t!(lang, "factor-text")}</p>
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <input type="hidden" name="action" value="begin"/>
            <ProofField form=form.clone() proof/>
            <p class="actions"><Submit label=t!(lang, "factor-begin")/></p>
        </form>
    }
    .into_any()
}

fn setting_up(cx: &Cx, form: FormState, setup: &Setup) -> AnyView {
    let lang = cx.lang;
    view! {
        <ErrorSummary form=form.clone()/>
        <ol class="ds-list">
            <li>{t!(lang, "factor-step-app")}</li>
            <li>{t!(lang, "factor-step-scan")}</li>
            <li>{t!(lang, "factor-step-code")}</li>
        </ol>
        <Picture url=setup.url.clone() label=t!(lang, "factor-picture")/>
        <p class="ds-paragraph">{t!(lang, "factor-secret")}<br/><code class="secret">{setup.secret.clone()}</code></p>
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <input type="hidden" name="action" value="confirm"/>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "field-code") hint=t!(lang, "factor-code-hint")/>
            <p class="actions"><Submit label=t!(lang, "factor-confirm")/></p>
        </form>
    }
    .into_any()
}

fn state(cx: &Cx, left: i64) -> AnyView {
    let lang = cx.lang;
    view! { <p class="ds-paragraph">{t!(lang, "factor-on")}" "{t!(lang, "factor-codes-left", count = left)}</p> }.into_any()
}

fn with(cx: &Cx, form: FormState, left: i64) -> AnyView {
    let lang = cx.lang;
    view! {
        {state(cx, left)}
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "field-code") hint=t!(lang, "code-hint")/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit" name="action" value="codes">{t!(lang, "factor-new-codes")}</button>
                <button class="ds-button" data-variant="secondary" data-color="danger" type="submit" name="action" value="remove">{t!(lang, "factor-remove")}</button>
            </p>
        </form>
    }
    .into_any()
}

/// Recovery codes, shown this once.
pub fn codes(cx: &Cx, codes: Vec<String>) -> Page {
    let lang = cx.lang;
    let items: Vec<_> = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect();
    let body = view! {
        <p class="ds-paragraph" role="status">{t!(lang, "codes-text")}</p>
        <ul class="recovery-codes">{items}</ul>
        <p class="ds-paragraph">{t!(lang, "codes-once")}</p>
        <p class="actions"><a class="ds-button" data-variant="primary" href="/account">{t!(lang, "codes-kept")}</a></p>
    };
    plain(t!(lang, "codes-title"), body)
}

/// A text as a picture that a telephone reads.
#[component]
fn Picture(url: String, label: &'static str) -> impl IntoView {
    // an address too long for a picture is still there as text
    QrCode::encode_text(&url, QrCodeEcc::Medium).ok().map(|code| {
        let size = code.size();
        // four modules of white around it, as scanners expect
        let box_size = size + 8;
        let path: String = (0..size)
            .flat_map(|y| (0..size).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4))
            .collect();
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {box_size} {box_size}") width="240" height="240"
                shape-rendering="crispEdges">
                <rect width="100%" height="100%" fill="#fff"/>
                <path d=path fill="#000"/>
            </svg>
        }
    })
}
