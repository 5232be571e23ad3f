//! `demo.toml` as it is written.

use fyr_domain::{
    Lang, Localised, Role,
    permission::{Scope, Sharing},
    status::{Impact, IncidentStatus},
    tickets::{Priority, Status},
};
use serde::Deserialize;

/// The whole file. Opening hours and the organisation's name are the configuration's business.
#[derive(Deserialize)]
pub(super) struct Demo {
    #[serde(default)]
    pub person: Vec<Person>,
    #[serde(default, rename = "member_organisation")]
    pub organisation_of: Vec<Organisation>,
    #[serde(default)]
    pub counselling: Vec<Counselling>,
    #[serde(default)]
    pub service: Vec<Named>,
    #[serde(default)]
    pub topic: Vec<Named>,
    #[serde(default)]
    pub ticket: Vec<Ticket>,
    #[serde(default)]
    pub incident: Vec<Incident>,
    #[serde(default)]
    pub maintenance: Vec<Maintenance>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub language: Lang,
    pub password: String,
}

/// An organisation that people belong to.
#[derive(Deserialize)]
pub(super) struct Organisation {
    pub slug: String,
    pub name: String,
    pub sharing: Sharing,
    #[serde(default)]
    pub participants_end: bool,
    #[serde(default)]
    pub teams: Vec<String>,
    #[serde(default)]
    pub chosen: Vec<String>,
    #[serde(default)]
    pub member: Vec<Member>,
}

#[derive(Deserialize)]
pub(super) struct Member {
    pub person: String,
    pub role: Role,
    pub team: Option<String>,
    pub level: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Counselling {
    pub counsellor: String,
    pub participants: Vec<String>,
    pub organisation: Option<String>,
    #[serde(default)]
    pub purpose: String,
    #[serde(default = "act")]
    pub scope: Scope,
}

const fn act() -> Scope {
    Scope::Act
}

/// A service or a topic.
#[derive(Deserialize)]
pub(super) struct Named {
    pub slug: String,
    pub order: i64,
    pub name: Localised,
    #[serde(default)]
    pub description: Localised,
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    pub slug: String,
    pub requester: String,
    pub assignee: Option<String>,
    pub topic: String,
    pub priority: Priority,
    pub status: Status,
    pub language: Lang,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    pub subject: String,
    pub description: String,
    #[serde(default)]
    pub message: Vec<Message>,
}

#[derive(Deserialize)]
pub(super) struct Message {
    pub author: String,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    #[serde(default)]
    pub internal: bool,
    pub body: String,
}

#[derive(Deserialize)]
pub(super) struct Incident {
    pub slug: String,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    pub impact: Impact,
    pub duration_minutes: Option<i64>,
    pub services: Vec<String>,
    pub title: Localised,
    #[serde(default)]
    pub update: Vec<Update>,
}

#[derive(Deserialize)]
pub(super) struct Update {
    pub minutes_after: i64,
    pub status: IncidentStatus,
    pub body: Localised,
}

#[derive(Deserialize)]
pub(super) struct Maintenance {
    pub slug: String,
    #[serde(default)]
    pub in_hours: i64,
    pub duration_minutes: i64,
    pub services: Vec<String>,
    pub title: Localised,
    #[serde(default)]
    pub description: Localised,
}
