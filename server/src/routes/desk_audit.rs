//! The audit log: read, and taken out as CSV.

use axum::{
    body::{Body, Bytes},
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use fyr_app::{Cx, pages};
use fyr_domain::csv;
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error,
    audit::{self, Asked, Filter, Line, Sought},
    tickets::spoken,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{self, failed, page},
};

/// Lines read at once for a file.
const PIECE: i64 = 1_000;

/// What `/desk/audit` may be opened with.
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
pub async fn show(request::Asked(cx): request::Asked, Query(query): Query<AuditQuery>) -> Response {
    let AuditQuery { who, action, target, from, until, after } = query;
    let asked = Asked { who, action, target, from, until };
    let asked = without_nul(asked);
    page(cx, async |cx| pages::desk::audit::show(&cx, asked, Uuid::parse_str(&after).ok()).await).await
}

/// `PostgreSQL` takes none.
fn without_nul(asked: Asked) -> Asked {
    let clean = |text: String| text.replace('\0', "");
    Asked {
        who: clean(asked.who),
        action: clean(asked.action),
        target: clean(asked.target),
        from: clean(asked.from),
        until: clean(asked.until),
    }
}

/// `POST /desk/audit/export`: the lines as CSV, sent as they are read. That they were taken is in the log first.
pub async fn post_export(request::Asked(cx): request::Asked, sent: Sent) -> Response {
    let cx = request::at(cx, "/desk/audit");
    let value = |name: &str| sent.value(name).to_owned();
    let asked = without_nul(Asked {
        who: value("who"),
        action: value("action"),
        target: value("target"),
        from: value("from"),
        until: value("until"),
    });
    let begun = async {
        let sought = audit::find(&cx.services, &cx.actor, &asked).await?;
        audit::exported(&cx.services, &cx.actor).await?;
        Ok::<_, Error>(sought)
    };
    let sought = match begun.await {
        Ok(sought) => sought,
        Err(error) => return failed(cx, error).await,
    };
    let name = format!("fyr-audit-{}.csv", cx.now.format("%Y-%m-%d"));
    let mut response = Body::from_stream(rows(cx, sought)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// How far a file has come.
struct Written {
    cx: Cx,
    filter: Option<Filter>,
    after: Option<Uuid>,
    head: bool,
}

/// The file, a piece at a time. What goes wrong on the way breaks it off, so that nobody takes half of it for the whole.
fn rows(cx: Cx, sought: Sought) -> impl futures::Stream<Item = Result<Bytes, Error>> {
    let filter = match sought {
        Sought::Lines(filter) => Some(filter),
        Sought::Nothing => None,
    };
    let start = Written { cx, filter, after: None, head: true };
    futures::stream::try_unfold(start, async |mut so_far| {
        if so_far.head {
            so_far.head = false;
            let head = format!("{}{}", csv::BYTE_ORDER_MARK, heading(&so_far.cx));
            return Ok(Some((Bytes::from(head), so_far)));
        }
        let Some(filter) = &so_far.filter else { return Ok(None) };
        let cx = &so_far.cx;
        let lines = audit::page(&cx.services, &cx.actor, filter, so_far.after, PIECE).await?;
        let Some(last) = lines.last().map(|line| line.id) else { return Ok(None) };
        let text: String = lines.into_iter().map(|line| row(cx, line)).collect();
        so_far.after = Some(last);
        Ok(Some((Bytes::from(text), so_far)))
    })
}

fn heading(cx: &Cx) -> String {
    let lang = cx.lang;
    csv::row(
        lang,
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
        ],
    )
}

fn row(cx: &Cx, line: Line) -> String {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let kind = line.target_kind.unwrap_or_default();
    let target = line.target_name.unwrap_or_default();
    csv::row(
        cx.lang,
        [
            line.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            line.actor_name,
            id(line.actor_id),
            text_of(cx.lang, "audit-do-", &line.action.replace('.', "-")),
            line.action,
            kind.clone(),
            if kind == "ticket" { spoken(&target) } else { target },
            id(line.target_id),
            line.organisation_name.unwrap_or_default(),
            line.address.unwrap_or_default(),
            line.details.0.to_string(),
        ],
    )
}
