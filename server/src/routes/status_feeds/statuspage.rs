//! The shapes of Statuspage's API, version 2. Ids are ours; what Statuspage has and we do not is `null` or its usual value.

use chrono::{DateTime, SecondsFormat, Utc};
use fyr_app::pages::status::sentence;
use fyr_domain::{
    Lang,
    status::{Impact, Phase, ServiceState},
};
use fyr_i18n::t;
use fyr_services::{
    Settings,
    catalogue::Item,
    status::{Incident, Maintenance, Overview, Update},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Statuspage gives every object the id of its page; there is one.
const PAGE: &str = "fyr";

struct Shapes<'a> {
    lang: Lang,
    settings: &'a Settings,
    overview: &'a Overview,
}

/// The answer at an address below `/api/v2/`; `None` where there is no such address.
pub fn answer(path: &str, lang: Lang, settings: &Settings, overview: &Overview) -> Option<Value> {
    let shapes = Shapes { lang, settings, overview };
    let page = shapes.page();
    let incidents = |of: Vec<&Incident>| of.into_iter().map(|one| shapes.incident(one)).collect::<Vec<_>>();
    let maintenances =
        |of: Vec<&Maintenance>| of.into_iter().map(|one| shapes.maintenance(one)).collect::<Vec<_>>();
    let components =
        || overview.services().iter().map(|service| shapes.component(service)).collect::<Vec<_>>();
    Some(match path {
        "summary.json" => json!({
            "page": page,
            "components": components(),
            "incidents": incidents(overview.current().collect()),
            "scheduled_maintenances": maintenances(overview.running().chain(overview.coming()).collect()),
            "status": shapes.status(),
        }),
        "status.json" => json!({ "page": page, "status": shapes.status() }),
        "components.json" => json!({ "page": page, "components": components() }),
        "incidents.json" => {
            json!({ "page": page, "incidents": incidents(overview.incidents().iter().collect()) })
        }
        "incidents/unresolved.json" => {
            json!({ "page": page, "incidents": incidents(overview.current().collect()) })
        }
        "scheduled-maintenances.json" => {
            let all = overview.maintenances().iter().rev().collect();
            json!({ "page": page, "scheduled_maintenances": maintenances(all) })
        }
        "scheduled-maintenances/upcoming.json" => {
            json!({ "page": page, "scheduled_maintenances": maintenances(overview.coming().collect()) })
        }
        "scheduled-maintenances/active.json" => {
            json!({ "page": page, "scheduled_maintenances": maintenances(overview.running().collect()) })
        }
        _ => return None,
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// When a thing was made: its id says so.
fn made(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

impl Shapes<'_> {
    fn page(&self) -> Value {
        json!({
            "id": PAGE,
            "name": t!(self.lang, "site-name"),
            "url": format!("{}/status", self.settings.public_url),
            "time_zone": self.settings.calendar.zone.name(),
            "updated_at": time(self.overview.updated_at().unwrap_or(self.overview.now)),
        })
    }

    fn status(&self) -> Value {
        let indicator = match self.overview.worst().0 {
            ServiceState::Operational => "none",
            ServiceState::UnderMaintenance => "maintenance",
            ServiceState::Degraded => "minor",
            ServiceState::PartialOutage => "major",
            ServiceState::MajorOutage => "critical",
        };
        json!({ "indicator": indicator, "description": sentence(self.lang, self.overview) })
    }

    fn component(&self, service: &Item) -> Value {
        let made = made(service.id).unwrap_or(self.overview.now);
        let incidents = self.overview.incidents().iter().filter(|one| one.services.contains(&service.id));
        let updated = incidents.map(Incident::updated_at).max().unwrap_or(made).max(made);
        let position = self.overview.services().iter().position(|one| one.id == service.id).unwrap_or(0) + 1;
        json!({
            "id": service.id,
            "name": service.title.text(self.lang),
            "status": self.overview.state(service.id).as_str(),
            "created_at": time(made),
            "updated_at": time(updated),
            "position": position,
            "description": Some(service.description.text(self.lang)).filter(|text| !text.is_empty()),
            "showcase": true,
            "start_date": null,
            "group_id": null,
            "page_id": PAGE,
            "group": false,
            "only_show_if_degraded": false,
        })
    }

    fn affected(&self, ids: &[Uuid]) -> Vec<Value> {
        self.overview.services_of(ids).map(|service| self.component(service)).collect()
    }

    fn updates(&self, subject: Uuid, updates: &[Update], status: impl Fn(&Update) -> String) -> Vec<Value> {
        let updates = updates.iter().map(|update| {
            json!({
                "id": update.id,
                "status": status(update),
                "body": update.text.text(self.lang),
                "incident_id": subject,
                "created_at": time(update.at),
                "updated_at": time(update.at),
                "display_at": time(update.at),
                "affected_components": null,
                "deliver_notifications": false,
                "custom_tweet": null,
                "tweet_id": null,
            })
        });
        updates.collect()
    }

    fn incident(&self, incident: &Incident) -> Value {
        let status = |update: &Update| update.status.clone().unwrap_or_else(|| incident.status.to_string());
        let watched = incident.updates.iter().find(|update| update.status.as_deref() == Some("monitoring"));
        json!({
            "id": incident.id,
            "name": incident.title.text(self.lang),
            "status": incident.status.as_str(),
            "created_at": time(made(incident.id).unwrap_or(incident.started_at)),
            "updated_at": time(incident.updated_at()),
            "monitoring_at": watched.map(|update| time(update.at)),
            "resolved_at": incident.resolved_at.map(time),
            "impact": incident.impact.as_str(),
            "shortlink": format!("{}/status/incidents/{}", self.settings.public_url, incident.id),
            "started_at": time(incident.started_at),
            "page_id": PAGE,
            "incident_updates": self.updates(incident.id, &incident.updates, status),
            "components": self.affected(&incident.services),
        })
    }

    fn maintenance(&self, maintenance: &Maintenance) -> Value {
        let word = |phase: Phase| match phase {
            Phase::Scheduled => "scheduled",
            Phase::InProgress => "in_progress",
            // Statuspage has no word for one that was called off
            Phase::Completed | Phase::Cancelled => "completed",
        };
        let status = |update: &Update| {
            let said = update.status.as_deref().and_then(|word| word.parse().ok());
            word(said.unwrap_or_else(|| maintenance.phase(update.at))).to_owned()
        };
        let phase = maintenance.phase(self.overview.now);
        let ended = match phase {
            Phase::Completed => Some(maintenance.ends_at),
            Phase::Cancelled => maintenance.cancelled_at,
            Phase::Scheduled | Phase::InProgress => None,
        };
        json!({
            "id": maintenance.id,
            "name": maintenance.title.text(self.lang),
            "status": word(phase),
            "created_at": time(made(maintenance.id).unwrap_or(maintenance.starts_at)),
            "updated_at": time(maintenance.updated_at()),
            "monitoring_at": null,
            "resolved_at": ended.map(time),
            "impact": if maintenance.services.is_empty() { Impact::None.as_str() } else { "maintenance" },
            "shortlink": format!("{}/status/maintenances/{}", self.settings.public_url, maintenance.id),
            "started_at": time(maintenance.starts_at),
            "page_id": PAGE,
            "incident_updates": self.updates(maintenance.id, &maintenance.updates, status),
            "components": self.affected(&maintenance.services),
            "scheduled_for": time(maintenance.starts_at),
            "scheduled_until": time(maintenance.ends_at),
        })
    }
}
