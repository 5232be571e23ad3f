//! A mailed invitation to an organisation or to a relation with a counsellor, and accepting it.

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    organisations::{self, AcceptMethod, InvitationDetails},
};
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
    pages::account::access::offer_facts,
};

/// `/invitation?token=`.
pub async fn show(cx: &RequestContext, token: &str, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let invitation = organisations::find_invitation(&cx.backend, &cx.actor, token).await?;
    let title = t!(lang, "invitation-title");
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{invitation_text(cx, &invitation)}</p>
            {counsellor_notice(cx, &invitation).map(|text| view! { <p class="ds-paragraph">{text}</p> })}
            {invitation.offer.as_ref().map(|offer| offer_facts(cx, offer))}
            {accept_form(cx, &invitation, token, &form)}
        </div>
    };
    Ok(Page::new(title, body))
}

/// `/invitation?token=` of a link that has expired, was used or withdrawn: 410, with what to do.
pub fn expired(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    let title = t!(lang, "invitation-expired-title");
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{t!(lang, "invitation-expired-text")}</p>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href="/sign-in">{t!(lang, "sign-in")}</a>
                <a class="ds-button" data-variant="secondary" href="/tickets/new">{t!(lang, "nav-new-ticket")}</a>
            </p>
        </div>
    };
    Page::new(title, body).status(410)
}

fn invitation_text(cx: &RequestContext, invitation: &InvitationDetails) -> String {
    let lang = cx.lang;
    let by = invitation.invited_by.clone().unwrap_or_else(|| cx.portal_name().to_owned());
    let place = invitation.organisation.clone().unwrap_or_else(|| cx.portal_name().to_owned());
    if invitation.offer.is_some() {
        return t!(lang, "mail-offer", by = by, place = place);
    }
    let role = text_for(lang, "role-", invitation.role.as_str());
    t!(lang, "mail-invitation", by = by, place = place, role = role)
}

/// The notice that joining an organisation lets its admins appoint a counsellor.
fn counsellor_notice(cx: &RequestContext, invitation: &InvitationDetails) -> Option<String> {
    let place = invitation.organisation.clone().filter(|_| invitation.offer.is_none())?;
    let page = t!(cx.lang, "access-title");
    Some(t!(cx.lang, "invitation-counsellor", place = place, page = page))
}

fn accept_form(
    cx: &RequestContext,
    invitation: &InvitationDetails,
    token: &str,
    form: &FormState,
) -> AnyView {
    let lang = cx.lang;
    let email = invitation.email.clone();
    match invitation.accept_method {
        AcceptMethod::Confirm => view! {
            <form method="post" action="/invitation" id="code">
                <input type="hidden" name="token" value=token.to_owned()/>
                <p class="actions"><SubmitButton label=t!(lang, "invitation-accept")/></p>
            </form>
        }
        .into_any(),
        AcceptMethod::SignIn => view! {
            <p class="ds-paragraph">{t!(lang, "invitation-sign-in", email = email)}</p>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href=format!("/sign-in?next=/invitation%3Ftoken%3D{token}")>{t!(lang, "sign-in")}</a>
            </p>
        }
        .into_any(),
        AcceptMethod::WrongAccount => {
            view! { <p class="ds-alert" data-color="warning">{t!(lang, "invitation-other", email = email)}</p> }.into_any()
        }
        AcceptMethod::OwnInvitation => {
            view! { <p class="ds-alert" data-color="warning">{t!(lang, "problem-own-appointment")}</p> }.into_any()
        }
        AcceptMethod::CreateAccount | AcceptMethod::SetPassword => {
            let creates_account = invitation.accept_method == AcceptMethod::CreateAccount;
            let min = cx.backend.settings.accounts.password_min;
            view! {
                <p class="ds-paragraph">
                    {if creates_account {
                        t!(lang, "invitation-join", email = email.clone())
                    } else {
                        t!(lang, "invitation-first-password", email = email.clone())
                    }}
                </p>
                <form method="post" action="/invitation" class="stack" novalidate>
                    <input type="hidden" name="token" value=token.to_owned()/>
                    <input type="hidden" name="email" autocomplete="username" value=email/>
                    {creates_account.then(|| view! {
                        <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                    })}
                    <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                        label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
                    <p class="actions"><SubmitButton label=t!(lang, "invitation-accept")/></p>
                </form>
            }
            .into_any()
        }
    }
}
