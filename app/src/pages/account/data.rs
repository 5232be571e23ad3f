//! One's own data: a file with everything, and the removal of the account.

use fyr_i18n::t;
use fyr_services::{
    Error,
    privacy::{self, Wish},
    store::removal::Request,
};
use leptos::prelude::*;

use super::above;
use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, FieldError, Submit},
};

/// `/account/data`.
pub async fn show(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let wish = privacy::wish(&cx.services, &cx.actor).await?;
    let removal = match &wish.request {
        Some(request) => waiting(cx, request, &wish),
        None => ask(cx, &wish, form),
    };
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=above(cx) here=t!(lang, "data-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "data-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "data-intro")}</p>
            <section class="ds-card" aria-labelledby="download-title">
                <h2 class="ds-heading" data-size="xs" id="download-title">{t!(lang, "data-download-title")}</h2>
                <p class="ds-paragraph">{t!(lang, "data-download-text")}</p>
                <p class="ds-paragraph">{t!(lang, "data-download-guest")}</p>
                <form method="post" action="/account/data/download" class="actions">
                    <Submit label=t!(lang, "data-download")/>
                </form>
            </section>
            {removal}
        </div>
    };
    Ok(Page::new(t!(lang, "data-title"), body))
}

/// What stays, and for how long.
fn kept(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    let rules = &cx.services.settings.privacy;
    let tickets = rules.closed_tickets.map_or_else(
        || t!(lang, "delete-kept-tickets-ever").to_owned(),
        |after| t!(lang, "delete-kept-tickets-for", days = after.num_days()),
    );
    let log = rules.audit.map_or_else(
        || t!(lang, "delete-kept-log-ever").to_owned(),
        |after| t!(lang, "delete-kept-log-for", days = after.num_days()),
    );
    view! {
        <h3 class="ds-heading" data-size="2xs">{t!(lang, "delete-kept-title")}</h3>
        <ul class="ds-list">
            <li>{t!(lang, "delete-kept-tickets")}" "{tickets}</li>
            <li>{t!(lang, "delete-kept-log")}" "{log}</li>
        </ul>
    }
    .into_any()
}

fn ask(cx: &Cx, wish: &Wish, form: FormState) -> AnyView {
    let lang = cx.lang;
    let days = cx.services.settings.privacy.deletion_wait.num_days();
    let wrong = form.problem(lang, "sure");
    let invalid = wrong.is_some().then_some("true");
    let described = wrong.is_some().then_some("sure-error");
    let way = if wish.open_tickets > 0 {
        view! {
            <p class="ds-paragraph">
                {t!(lang, "delete-open", count = wish.open_tickets)}" "
                <a class="ds-link" href="/tickets?show=open">{t!(lang, "delete-open-link")}</a>
            </p>
        }
        .into_any()
    } else if wish.runs_portal {
        view! { <p class="ds-paragraph">{t!(lang, "problem-still-admin")}</p> }.into_any()
    } else {
        view! {
            <p class="ds-paragraph">{t!(lang, "delete-wait", days = days)}</p>
            <form method="post" action="/account/data" class="stack" novalidate>
                <input type="hidden" name="action" value="ask"/>
                <div class="ds-field">
                    <label class="checkbox" for="sure">
                        <input class="ds-input" type="checkbox" id="sure" name="sure" value="yes" aria-invalid=invalid
                            aria-describedby=described/>
                        {t!(lang, "delete-sure")}
                    </label>
                    <FieldError name="sure".to_owned() text=wrong/>
                </div>
                <p class="actions">
                    <button class="ds-button" data-color="danger" data-variant="secondary" type="submit">{t!(lang, "delete-ask")}</button>
                </p>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="ds-card" aria-labelledby="delete-title">
            <h2 class="ds-heading" data-size="xs" id="delete-title">{t!(lang, "delete-title")}</h2>
            <ErrorSummary form/>
            <p class="ds-paragraph">{t!(lang, "delete-text")}</p>
            {kept(cx)}
            {way}
        </section>
    }
    .into_any()
}

/// The removal was asked for, or a rule did.
fn waiting(cx: &Cx, request: &Request, wish: &Wish) -> AnyView {
    let lang = cx.lang;
    let when = cx.moment(request.due_at);
    let asked = request.reason == "asked";
    let words = if asked {
        t!(lang, "delete-waiting", when = when)
    } else {
        t!(lang, "delete-waiting-inactive").to_owned()
    };
    view! {
        <section class="ds-card" aria-labelledby="delete-title">
            <h2 class="ds-heading" data-size="xs" id="delete-title">{t!(lang, "delete-title")}</h2>
            <p class="ds-alert" data-color="warning" role="status">{words}</p>
            {(asked && wish.open_tickets > 0).then(|| view! { <p class="ds-paragraph">{t!(lang, "delete-waiting-open")}</p> })}
            {kept(cx)}
            <form method="post" action="/account/data" class="actions">
                <button class="ds-button" data-variant="primary" type="submit" name="action" value="withdraw">{t!(lang, "delete-withdraw")}</button>
            </form>
        </section>
    }
    .into_any()
}
