//! The second factor: an authenticator app and recovery codes.

use fyr_i18n::t;
use fyr_usecases::accounts::AuthenticatorSetup;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use super::{
    account_subpage,
    reauthentication::{ReauthenticationField, ReauthenticationPrompt, sign_in_again_notice},
    simple_page,
};
use crate::{
    FormState, Page, RequestContext,
    components::{Confirm, StatusLine, SubmitButton, TextField},
    islands::CopyAndPrint,
};

/// The state of the person's second factor.
#[derive(Clone, Debug)]
pub enum SecondFactorState {
    /// There is none; setting it up needs this re-authentication.
    Disabled(ReauthenticationPrompt),
    /// The authenticator app is being set up, not confirmed yet.
    SettingUp(AuthenticatorSetup),
    /// It is set up.
    Enabled {
        /// The re-authentication that changes need.
        prompt: ReauthenticationPrompt,
        /// The number of unused recovery codes.
        codes_left: i64,
    },
}

/// Why the person opens the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupReason {
    /// They chose to.
    Voluntary,
    /// Their role requires a second factor: they can do nothing else until it is set up.
    RequiredByRole,
}

/// `/account/second-factor`.
pub fn show(cx: &RequestContext, form: FormState, state: SecondFactorState, reason: SetupReason) -> Page {
    let lang = cx.lang;
    let required = (reason == SetupReason::RequiredByRole)
        .then(|| view! { <p class="ds-alert" data-color="info">{t!(lang, "factor-required")}</p> });
    let content = match state {
        SecondFactorState::Disabled(ReauthenticationPrompt::SignIn) => sign_in_again_notice(cx),
        SecondFactorState::Disabled(prompt) => setup_form(cx, form, prompt),
        SecondFactorState::SettingUp(setup) => confirmation_form(cx, form, &setup),
        SecondFactorState::Enabled { prompt: ReauthenticationPrompt::None, codes_left } => {
            change_form(cx, form, codes_left)
        }
        SecondFactorState::Enabled { codes_left, .. } => {
            view! { {enabled_notice(cx, codes_left)}{sign_in_again_notice(cx)} }.into_any()
        }
    };
    let body = view! { {required}{content} };
    match reason {
        SetupReason::RequiredByRole => simple_page(t!(lang, "factor-title"), body),
        SetupReason::Voluntary => account_subpage(cx, t!(lang, "factor-title"), body),
    }
}

fn setup_form(cx: &RequestContext, form: FormState, prompt: ReauthenticationPrompt) -> AnyView {
    let lang = cx.lang;
    view! {
        <p class="ds-paragraph">{t!(lang, "factor-text")}</p>
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <input type="hidden" name="action" value="begin"/>
            <ReauthenticationField form=form.clone() prompt/>
            <p class="actions"><SubmitButton label=t!(lang, "factor-begin")/></p>
        </form>
    }
    .into_any()
}

fn confirmation_form(cx: &RequestContext, form: FormState, setup: &AuthenticatorSetup) -> AnyView {
    let lang = cx.lang;
    view! {
        <ol class="ds-list">
            <li>{t!(lang, "factor-step-app")}</li>
            <li>{t!(lang, "factor-step-scan")}</li>
            <li>{t!(lang, "factor-step-code")}</li>
        </ol>
        <p class="actions"><a class="ds-button" data-variant="secondary" href=setup.url.clone()>{t!(lang, "factor-open-app")}</a></p>
        <QrCodeImage url=setup.url.clone() label=t!(lang, "factor-picture")/>
        <p class="ds-paragraph">{t!(lang, "factor-secret")}<br/><code class="secret">{setup.secret.clone()}</code></p>
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <input type="hidden" name="action" value="confirm"/>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" inputmode="numeric" label=t!(lang, "field-code")
                hint=t!(lang, "factor-code-hint")/>
            <p class="actions"><SubmitButton label=t!(lang, "factor-confirm")/></p>
        </form>
    }
    .into_any()
}

fn enabled_notice(cx: &RequestContext, codes_left: i64) -> AnyView {
    let lang = cx.lang;
    view! { <p class="ds-paragraph">{t!(lang, "factor-on")}" "{t!(lang, "factor-codes-left", count = codes_left)}</p> }.into_any()
}

fn change_form(cx: &RequestContext, form: FormState, codes_left: i64) -> AnyView {
    let lang = cx.lang;
    view! {
        {enabled_notice(cx, codes_left)}
        <form method="post" action="/account/second-factor" class="stack" novalidate>
            <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "field-code") hint=t!(lang, "code-hint")/>
            <p class="actions">
                <button class="ds-button" data-variant="primary" type="submit" name="action" value="codes">{t!(lang, "factor-new-codes")}</button>
            </p>
            <Confirm label=t!(lang, "factor-remove") consequence=t!(lang, "factor-remove-text")>
                <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit" name="action" value="remove">{t!(lang, "factor-remove-yes")}</button>
            </Confirm>
        </form>
    }
    .into_any()
}

/// New recovery codes. They are shown only once.
pub fn recovery_codes(cx: &RequestContext, codes: Vec<String>) -> Page {
    let lang = cx.lang;
    let text: String = codes.iter().map(|code| format!("{code}%0D%0A")).collect();
    let file = format!("data:text/plain;charset=utf-8,{text}");
    let copied = codes.join("\n");
    // on paper nobody remembers what the codes are for
    let owner = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let today = cx.date(cx.now);
    let paper = t!(lang, "codes-paper", portal = cx.portal_name(), email = owner, date = today);
    let items: Vec<_> = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect();
    let body = view! {
        <StatusLine text=t!(lang, "codes-text")/>
        <p class="ds-paragraph print-only">{paper}</p>
        <ul class="recovery-codes">{items}</ul>
        <div class="actions">
            <a class="ds-button" data-variant="secondary" href=file download=t!(lang, "codes-file")>{t!(lang, "codes-download")}</a>
            <button class="ds-button copy" data-variant="secondary" type="button" data-text=copied hidden>{t!(lang, "codes-copy")}</button>
            <button class="ds-button print" data-variant="secondary" type="button" hidden>{t!(lang, "codes-print")}</button>
            <span class="copied" role="status" data-copied=t!(lang, "codes-copied")></span>
            <CopyAndPrint/>
        </div>
        <p class="ds-paragraph">{t!(lang, "codes-once")}</p>
        <p class="actions"><a class="ds-button" data-variant="primary" href="/account">{t!(lang, "codes-kept")}</a></p>
    };
    simple_page(t!(lang, "codes-title"), body).outcome(t!(lang, "factor-on"))
}

/// A QR code that authenticator apps scan.
#[component]
fn QrCodeImage(url: String, label: &'static str) -> impl IntoView {
    // without a QR code, for a URL that is too long, the secret is still there as text
    QrCode::encode_text(&url, QrCodeEcc::Medium).ok().map(|code| {
        let size = code.size();
        // a quiet zone of four modules on each side, as the standard requires
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
