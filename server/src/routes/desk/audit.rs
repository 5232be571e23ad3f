//! The audit log: searching it, exporting it as CSV, and what is kept how long.

use axum::{
    body::{Body, Bytes},
    extract::Query,
    response::Response,
};
use chrono::SecondsFormat;
use fyr_app::{RequestContext, pages};
use fyr_domain::Lang;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    CsvWriter, Error as UseCaseError,
    audit::{self, AuditCriteria, AuditEntry, AuditFilter, AuditSearch},
    tickets::format_reference,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::web::{Error, SubmittedForm, downloads::download_response, render_page};

/// How many entries are read at once for an export.
const BATCH_SIZE: i64 = 1_000;

/// The query of `/desk/audit`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    who: String,
    action: String,
    target: String,
    from: String,
    until: String,
    after: String,
}

/// `GET /desk/audit?who=&action=&target=&from=&until=&after=`.
pub async fn show(cx: RequestContext, Query(query): Query<AuditQuery>) -> Result<Response, Error> {
    let AuditQuery { who, action, target, from, until, after } = query;
    let criteria = AuditCriteria { who, action, target, from, until };
    let criteria = without_nul(criteria);
    render_page(cx, async |cx| pages::desk::audit::show(&cx, criteria, Uuid::parse_str(&after).ok()).await)
        .await
}

/// Criteria without NUL characters, which PostgreSQL does not accept.
fn without_nul(criteria: AuditCriteria) -> AuditCriteria {
    let clean = |text: String| text.replace('\0', "");
    AuditCriteria {
        who: clean(criteria.who),
        action: clean(criteria.action),
        target: clean(criteria.target),
        from: clean(criteria.from),
        until: clean(criteria.until),
    }
}

/// `POST /desk/audit/export`: the matching entries as CSV, streamed as they are read. The export itself is recorded in the audit
/// log before it starts.
pub async fn post_export(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let value = |name: &str| submitted.value(name).to_owned();
    let criteria = without_nul(AuditCriteria {
        who: value("who"),
        action: value("action"),
        target: value("target"),
        from: value("from"),
        until: value("until"),
    });
    let search = audit::parse_criteria(&cx.backend, &cx.actor, &criteria).await?;
    audit::record_export(&cx.backend, &cx.actor).await?;
    let name = format!("fyr-audit-{}.csv", cx.now.format("%Y-%m-%d"));
    Ok(download_response(&name, "text/csv; charset=utf-8", Body::from_stream(csv_stream(cx, search))))
}

/// `GET /desk/audit/retention`.
pub async fn retention(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| pages::desk::retention::show(&cx).await).await
}

/// The state of an export between two batches.
struct ExportState {
    cx: RequestContext,
    filter: Option<AuditFilter>,
    after: Option<Uuid>,
    is_first: bool,
}

/// The CSV file in batches. An error aborts the response, so that nobody mistakes a partial file for a complete one.
fn csv_stream(
    cx: RequestContext,
    search: AuditSearch,
) -> impl futures::Stream<Item = Result<Bytes, UseCaseError>> {
    let filter = match search {
        AuditSearch::Matching(filter) => Some(filter),
        AuditSearch::NoMatch => None,
    };
    let start = ExportState { cx, filter, after: None, is_first: true };
    futures::stream::try_unfold(start, async |mut state| {
        if state.is_first {
            state.is_first = false;
            let mut table = CsvWriter::new(state.cx.lang);
            table.write_row(&csv_header(state.cx.lang));
            return Ok(Some((Bytes::from(table.finish()), state)));
        }
        let Some(filter) = &state.filter else { return Ok(None) };
        let cx = &state.cx;
        let entries = audit::list_page(&cx.backend, &cx.actor, filter, state.after, BATCH_SIZE).await?;
        let Some(last) = entries.last().map(|entry| entry.id) else { return Ok(None) };
        let mut table = CsvWriter::continued(cx.lang);
        for entry in entries {
            table.write_row(&csv_row(cx.lang, entry).each_ref().map(String::as_str));
        }
        state.after = Some(last);
        Ok(Some((Bytes::from(table.finish()), state)))
    })
}

fn csv_header(lang: Lang) -> [&'static str; 11] {
    [
        t!(lang, "audit-when"),
        t!(lang, "audit-who"),
        t!(lang, "audit-who-id"),
        t!(lang, "audit-action"),
        t!(lang, "audit-code"),
        t!(lang, "audit-kind"),
        t!(lang, "audit-target"),
        t!(lang, "audit-target-id"),
        t!(lang, "audit-organisation"),
        t!(lang, "audit-address"),
        t!(lang, "audit-details"),
    ]
}

fn csv_row(lang: Lang, entry: AuditEntry) -> [String; 11] {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let kind = entry.target_kind.unwrap_or_default();
    let target = entry.target_name.unwrap_or_default();
    [
        entry.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        entry.actor_name,
        id(entry.actor_id),
        text_for(lang, "audit-do-", &entry.action.replace('.', "-")),
        entry.action,
        kind.clone(),
        if kind == "ticket" { format_reference(&target) } else { target },
        id(entry.target_id),
        entry.organisation_name.unwrap_or_default(),
        entry.address.unwrap_or_default(),
        entry.details.0.to_string(),
    ]
}
