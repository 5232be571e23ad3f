//! The person's own data: download, and deletion of the account.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    privacy::{self, DeletionStatus},
    store::account_deletion::DeletionRequest,
};
use leptos::prelude::*;

use super::ancestors;
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, FieldError, SubmitButton},
};

/// `/account/data`.
pub async fn show(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let status = privacy::deletion_status(&cx.backend, &cx.actor).await?;
    let deletion = match &status.request {
        Some(request) => pending_deletion(cx, request, &status),
        None => deletion_form(cx, &status, form),
    };
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "data-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "data-title")}</h1>
            <p class="ds-paragraph lead">{t!(lang, "data-intro")}</p>
            <section class="ds-card" aria-labelledby="download-title">
                <h2 class="ds-heading" data-size="xs" id="download-title">{t!(lang, "data-download-title")}</h2>
                <p class="ds-paragraph">{t!(lang, "data-download-text")}</p>
                <p class="ds-paragraph">{t!(lang, "data-download-guest")}</p>
                <form method="post" action="/account/data/download" class="actions">
                    <SubmitButton label=t!(lang, "data-download")/>
                </form>
            </section>
            {deletion}
        </div>
    };
    Ok(Page::new(t!(lang, "data-title"), body))
}

/// What is kept after the account is deleted, and for how long.
fn retention_notice(cx: &RequestContext) -> AnyView {
    let lang = cx.lang;
    let rules = &cx.backend.settings.privacy;
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

fn deletion_form(cx: &RequestContext, status: &DeletionStatus, form: FormState) -> AnyView {
    let lang = cx.lang;
    let days = cx.backend.settings.privacy.deletion_delay.num_days();
    let error = form.problem_text(lang, "sure");
    let invalid = error.is_some().then_some("true");
    let described_by = error.is_some().then_some("sure-error");
    let content = if status.open_tickets > 0 {
        view! {
            <p class="ds-paragraph">
                {t!(lang, "delete-open", count = status.open_tickets)}" "
                <a class="ds-link" href="/tickets?show=open">{t!(lang, "delete-open-link")}</a>
            </p>
        }
        .into_any()
    } else if status.is_portal_admin {
        view! { <p class="ds-paragraph">{t!(lang, "problem-still-admin")}</p> }.into_any()
    } else {
        view! {
            <p class="ds-paragraph">{t!(lang, "delete-wait", days = days)}</p>
            <form method="post" action="/account/data" class="stack" novalidate>
                <input type="hidden" name="action" value="ask"/>
                <div class="ds-field">
                    <label class="checkbox" for="sure">
                        <input class="ds-input" type="checkbox" id="sure" name="sure" value="yes" aria-invalid=invalid
                            aria-describedby=described_by/>
                        {t!(lang, "delete-sure")}
                    </label>
                    <FieldError field_id="sure".to_owned() message=error/>
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
            <p class="ds-paragraph">{t!(lang, "delete-text")}</p>
            {retention_notice(cx)}
            {content}
        </section>
    }
    .into_any()
}

/// The notice about a pending deletion, requested by the person or due to inactivity; with a button that withdraws it.
fn pending_deletion(cx: &RequestContext, request: &DeletionRequest, status: &DeletionStatus) -> AnyView {
    let lang = cx.lang;
    let when = cx.date_time(request.due_at);
    let by_person = request.reason == "asked";
    let text = if by_person {
        t!(lang, "delete-waiting", when = when)
    } else {
        t!(lang, "delete-waiting-inactive").to_owned()
    };
    view! {
        <section class="ds-card" aria-labelledby="delete-title">
            <h2 class="ds-heading" data-size="xs" id="delete-title">{t!(lang, "delete-title")}</h2>
            <p class="ds-alert" data-color="warning">{text}</p>
            {(by_person && status.open_tickets > 0).then(|| view! { <p class="ds-paragraph">{t!(lang, "delete-waiting-open")}</p> })}
            {retention_notice(cx)}
            <form method="post" action="/account/data" class="actions">
                <button class="ds-button" data-variant="primary" type="submit" name="action" value="withdraw">{t!(lang, "delete-withdraw")}</button>
            </form>
        </section>
    }
    .into_any()
}
