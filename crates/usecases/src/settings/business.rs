//! The settings that a business decides, one type each, and the list of all. Their versions are in the database; the value in
//! the configuration counts until there is one. Not in here: how versions are read and written.

use std::{any::Any, sync::Arc};

use fyr_domain::{
    branding::Branding,
    calendar::BusinessCalendar,
    channels::Channels,
    escalation::Escalation,
    follow_up::FollowUpSchedule,
    plans::Plans,
    reply_templates::ReplyTemplates,
    results::Aims,
    search_words::SearchWords,
    sla::ServiceLevel,
    statements::Statements,
    status::components::Components,
    tickets::{Triage, topics::Topics},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::InvalidSetting;
use crate::tickets::check_reply_template;

/// A setting that a business decides.
pub trait Setting: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the database, in files of settings and in the configuration.
    const NAME: &'static str;

    /// The value in the configuration, which counts until a version exists.
    fn from_configuration(defaults: &BusinessDefaults) -> Self;

    /// Checks what the type does not.
    ///
    /// # Errors
    /// What is wrong and which values are valid, for the operator.
    fn validate(&self) -> Result<(), String> {
        Ok(())
    }
}

/// The values in the configuration of settings that a business decides.
#[derive(Clone, Debug, Default)]
pub struct BusinessDefaults {
    /// What is promised for tickets, by priority.
    pub service_level: ServiceLevel,
    /// The opening hours of support.
    pub calendar: BusinessCalendar,
    /// The telephone number of support.
    pub phone: Phone,
}

/// The telephone number of support as it is shown, such as `0771-123 456`; empty where none is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(pub String);

impl Phone {
    /// The maximum number of characters.
    pub const MAX: usize = 50;

    /// The number, where one is shown.
    pub fn shown(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|number| !number.is_empty())
    }
}

impl Setting for Phone {
    const NAME: &'static str = "phone";

    fn from_configuration(defaults: &BusinessDefaults) -> Self {
        defaults.phone.clone()
    }

    fn validate(&self) -> Result<(), String> {
        let is_valid = self.0.is_empty() || self.0.chars().any(|c| c.is_ascii_digit());
        if is_valid && self.0.chars().count() <= Self::MAX && !self.0.contains(char::is_control) {
            Ok(())
        } else {
            Err(format!(
                "must be a telephone number of at most {} characters in one line, or empty",
                Self::MAX
            ))
        }
    }
}

impl Setting for Branding {
    const NAME: &'static str = "branding";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Branding::validate(self)
    }
}

impl Setting for Statements {
    const NAME: &'static str = "statements";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Statements::validate(self)
    }
}

impl Setting for ServiceLevel {
    const NAME: &'static str = "service_level";

    fn from_configuration(defaults: &BusinessDefaults) -> Self {
        defaults.service_level.clone()
    }

    fn validate(&self) -> Result<(), String> {
        ServiceLevel::validate(self).map_err(|invalid| invalid.to_string())
    }
}

impl Setting for Triage {
    const NAME: &'static str = "triage";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Triage::validate(self)
    }
}

/// The table `topics` has the current value, too, which all pages read; so a portal that was filled without versions has topics.
impl Setting for Topics {
    const NAME: &'static str = "topics";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Topics::validate(self)
    }
}

/// The table `services` has the current value, too, which the status page reads; so a portal that was filled without versions has some.
impl Setting for Components {
    const NAME: &'static str = "components";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Components::validate(self)
    }
}

impl Setting for Channels {
    const NAME: &'static str = "channels";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Channels::validate(self)
    }
}

impl Setting for Plans {
    const NAME: &'static str = "plans";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Plans::validate(self)
    }
}

impl Setting for Escalation {
    const NAME: &'static str = "escalation";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Escalation::validate(self)
    }
}

impl Setting for FollowUpSchedule {
    const NAME: &'static str = "follow_up";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Self::validate(*self)
    }
}

impl Setting for ReplyTemplates {
    const NAME: &'static str = "reply_templates";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Self::validate(self)?;
        let wrong = self.list.iter().find(|template| check_reply_template(template).is_err());
        match wrong {
            Some(wrong) => Err(format!("the text of reply template {:?} cannot be filled in", wrong.slug)),
            None => Ok(()),
        }
    }
}

impl Setting for Aims {
    const NAME: &'static str = "aims";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Self::validate(*self)
    }
}

impl Setting for SearchWords {
    const NAME: &'static str = "search_words";

    fn from_configuration(_: &BusinessDefaults) -> Self {
        Self::default()
    }

    fn validate(&self) -> Result<(), String> {
        Self::validate(self)
    }
}

impl Setting for BusinessCalendar {
    const NAME: &'static str = "calendar";

    fn from_configuration(defaults: &BusinessDefaults) -> Self {
        defaults.calendar.clone()
    }

    fn validate(&self) -> Result<(), String> {
        if self.week.is_closed() {
            return Err("the calendar never opens: give at least one day of `week` its hours".into());
        }
        Ok(())
    }
}

/// A value of a setting of any type, checked.
pub(super) type AnySetting = Arc<dyn Any + Send + Sync>;

/// What is known of a setting without its type.
pub(super) struct Definition {
    pub(super) name: &'static str,
    /// Reads and checks a value.
    pub(super) parse: fn(&Value) -> Result<ParsedSetting, InvalidSetting>,
    /// The value in the configuration as JSON.
    pub(super) from_configuration: fn(&BusinessDefaults) -> Result<Value, InvalidSetting>,
}

/// A checked value: as its type, and as JSON with everything that was left out.
pub(super) struct ParsedSetting {
    pub(super) value: AnySetting,
    pub(super) json: Value,
}

impl Definition {
    const fn of<S: Setting>() -> Self {
        Self {
            name: S::NAME,
            parse: |json| {
                let value = S::deserialize(json).map_err(|error| InvalidSetting::new::<S>(&error))?;
                value.validate().map_err(|problem| InvalidSetting::new::<S>(&problem))?;
                Ok(ParsedSetting { json: to_json(&value)?, value: Arc::new(value) })
            },
            from_configuration: |defaults| to_json(&S::from_configuration(defaults)),
        }
    }

    /// The definition of the setting with this name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|definition| definition.name == name)
    }
}

fn to_json<S: Setting>(value: &S) -> Result<Value, InvalidSetting> {
    serde_json::to_value(value).map_err(|error| InvalidSetting::new::<S>(&error))
}

/// All settings that a business decides: texts and numbers before tables, as a TOML file needs them.
pub(super) const ALL: [Definition; 15] = [
    Definition::of::<Phone>(),
    Definition::of::<Branding>(),
    Definition::of::<Statements>(),
    Definition::of::<Topics>(),
    Definition::of::<Components>(),
    Definition::of::<Channels>(),
    Definition::of::<Plans>(),
    Definition::of::<Triage>(),
    Definition::of::<Escalation>(),
    Definition::of::<FollowUpSchedule>(),
    Definition::of::<Aims>(),
    Definition::of::<SearchWords>(),
    Definition::of::<ReplyTemplates>(),
    Definition::of::<ServiceLevel>(),
    Definition::of::<BusinessCalendar>(),
];
