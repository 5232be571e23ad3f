//! How well support does, for those who answer for it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor,
    permission::Permission,
    results::{Aims, AssessedFigure, MeasuredTicket, Results},
};
use fyr_store::results;

use crate::{Backend, Error, require::require, settings};

/// The most tickets that figures are computed from: of more, the latest.
pub const MAX_MEASURED: i64 = 20_000;

/// The figures of a time.
#[derive(Clone, Debug)]
pub struct Report {
    /// From when on the tickets were filed: the beginning of the time, or later where there are too many.
    pub since: DateTime<Utc>,
    /// Figures with their aims.
    pub figures: Vec<AssessedFigure>,
    /// How many tickets were filed.
    pub filed: u64,
    /// The same by topic, of which the slug is given, most tickets first.
    pub topics: Vec<(String, Results)>,
}

/// The figures of the last days.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not answer for the portal.
pub async fn report(backend: &Backend, actor: &Actor, days: u16) -> Result<Report, Error> {
    require(actor, Permission::SeeResults)?;
    let now = backend.clock.now();
    let since = now - TimeDelta::days(days.into());
    let tickets = {
        let mut db = backend.store.read().await?;
        results::list_filed_since(&mut db, since, MAX_MEASURED).await?
    };
    let settings = settings::load(backend).await;
    let (sla, aims) = (settings.sla(), settings.get::<Aims>());
    let calendar = &sla.current().calendar;
    let is_cut = i64::try_from(tickets.len()).is_ok_and(|count| count == MAX_MEASURED);
    let mut by_topic: BTreeMap<&str, Vec<&MeasuredTicket>> = BTreeMap::new();
    for ticket in &tickets {
        by_topic.entry(&ticket.topic).or_default().push(ticket);
    }
    let of_topic = |(topic, tickets): (&str, Vec<_>)| (topic.to_owned(), Results::of(tickets, calendar, now));
    let mut topics: Vec<_> = by_topic.into_iter().map(of_topic).collect();
    topics.sort_by_key(|(_, results)| std::cmp::Reverse(results.filed));
    let all = Results::of(&tickets, calendar, now);
    Ok(Report {
        since: tickets.last().filter(|_| is_cut).map_or(since, |ticket| ticket.created_at),
        figures: aims.assess(&all).collect(),
        filed: all.filed,
        topics,
    })
}
