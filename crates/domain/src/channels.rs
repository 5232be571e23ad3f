//! The channels by which people reach support besides the form of the portal, with their hours and how soon people are answered.

use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{BusinessCalendar, OpeningHours, WeeklyHours},
    duration,
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
    text::{EmailAddress, is_url},
};

string_enum! {
    /// A channel: a way to reach support.
    #[derive(Default)]
    ChannelKind {
        /// The form of the portal, which is always there.
        #[default]
        Form = "form",
        /// An e-mail address.
        Email = "email",
        /// A chat at an address of its own.
        Chat = "chat",
        /// A telephone number.
        Phone = "phone",
    }
}

impl ChannelKind {
    /// The channels from which support records a ticket for somebody.
    pub const RECORDED: [Self; 3] = [Self::Phone, Self::Email, Self::Chat];

    /// Whether it is the form of the portal.
    pub const fn is_form(&self) -> bool {
        matches!(self, Self::Form)
    }
}

/// What is known of one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Channel {
    /// The e-mail address, the URL of the chat, or the telephone number. Without one the channel is not shown.
    pub address: String,
    /// How soon people are answered while it is open.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub within: Option<TimeDelta>,
    /// Its hours in an ordinary week; holidays and closures are those of support. `None`: those of support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<WeeklyHours>,
    /// Whether its hours hold where the reader is, and not where support is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reader_zone: bool,
}

/// The channels besides the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Channels {
    /// By e-mail.
    pub email: Channel,
    /// In a chat.
    pub chat: Channel,
    /// By telephone.
    pub phone: Channel,
}

/// The fields of one channel in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelFields {
    /// The channel that they describe.
    pub kind: ChannelKind,
    /// The address.
    pub address: &'static str,
    /// How soon people are answered.
    pub within: &'static str,
    /// The hours of Monday to Friday, of Saturday and of Sunday.
    pub days: [&'static str; 3],
    /// Whether the hours hold where the reader is.
    pub reader_zone: &'static str,
}

/// The fields of every channel.
pub const CHANNEL_FIELDS: [ChannelFields; 3] = [
    ChannelFields {
        kind: ChannelKind::Email,
        address: "email_address",
        within: "email_within",
        days: ["email_weekdays", "email_saturday", "email_sunday"],
        reader_zone: "email_reader_zone",
    },
    ChannelFields {
        kind: ChannelKind::Chat,
        address: "chat_address",
        within: "chat_within",
        days: ["chat_weekdays", "chat_saturday", "chat_sunday"],
        reader_zone: "chat_reader_zone",
    },
    ChannelFields {
        kind: ChannelKind::Phone,
        address: "phone_address",
        within: "phone_within",
        days: ["phone_weekdays", "phone_saturday", "phone_sunday"],
        reader_zone: "phone_reader_zone",
    },
];

impl Channel {
    /// The longest address, in characters.
    pub const MAX_ADDRESS: usize = 200;

    /// The calendar of this channel for a reader in this time zone, where support has this one.
    pub fn calendar(&self, of_support: &BusinessCalendar, reader: Tz) -> BusinessCalendar {
        let week = self.week.clone().unwrap_or_else(|| of_support.week.clone());
        let zone = if self.reader_zone { reader } else { of_support.zone };
        BusinessCalendar { zone, week, ..of_support.clone() }
    }

    fn from_fields(
        fields: ChannelFields,
        value: impl Fn(&str) -> String,
        before: &Self,
        errors: &mut FieldErrors,
    ) -> Self {
        let address = errors.check(fields.address, parse_address(fields.kind, &value(fields.address)));
        let within = match value(fields.within).trim() {
            "" => Ok(None),
            text => duration::parse(text).map(Some).map_err(|_| Problem::InvalidDuration),
        };
        let within = errors.check(fields.within, within).flatten();
        let is_as_before =
            before.day_fields(fields).iter().all(|(field, shown)| value(field).trim() == shown);
        let mut hours = |field: &str| {
            let parsed = value(field).trim().parse::<OpeningHours>().map_err(|_| Problem::InvalidHours);
            errors
                .check(field, if value(field).trim().is_empty() { Ok(OpeningHours::CLOSED) } else { parsed })
        };
        let [weekdays, saturday, sunday] = fields.days.map(|field| hours(field).unwrap_or_default());
        let week = WeeklyHours { saturday, sunday, ..WeeklyHours::default() }.with_weekdays(&weekdays);
        let week =
            if is_as_before { before.week.clone() } else { Some(week).filter(|week| !week.is_closed()) };
        let reader_zone = value(fields.reader_zone) == "yes";
        Self { address: address.unwrap_or_default(), within, week, reader_zone }
    }

    fn day_fields(&self, fields: ChannelFields) -> [(&'static str, String); 3] {
        let week = self.week.clone().unwrap_or_default();
        let [weekdays, saturday, sunday] = fields.days;
        [
            (weekdays, week.monday.to_string()),
            (saturday, week.saturday.to_string()),
            (sunday, week.sunday.to_string()),
        ]
    }
}

fn parse_address(kind: ChannelKind, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    if text.chars().count() > Channel::MAX_ADDRESS {
        return Err(Problem::TooLong { max: Channel::MAX_ADDRESS });
    }
    match kind {
        ChannelKind::Email => EmailAddress::parse(text).map(|address| address.to_string()),
        ChannelKind::Chat if is_url(text, &["https"]) && text.contains('.') => Ok(text.to_owned()),
        ChannelKind::Chat => Err(Problem::InvalidUrl),
        ChannelKind::Phone | ChannelKind::Form if text.contains(|c: char| c.is_ascii_digit()) => {
            Ok(text.chars().filter(|c| !c.is_control()).collect())
        }
        ChannelKind::Phone | ChannelKind::Form => Err(Problem::InvalidPhone),
    }
}

impl Channels {
    /// What is known of a channel; `None` for the form.
    pub const fn get(&self, kind: ChannelKind) -> Option<&Channel> {
        match kind {
            ChannelKind::Form => None,
            ChannelKind::Email => Some(&self.email),
            ChannelKind::Chat => Some(&self.chat),
            ChannelKind::Phone => Some(&self.phone),
        }
    }

    /// Reads the form; `value` gives what was entered in a field. A week whose days the form does not show one by one stays as it is in
    /// `before` where its fields were not touched.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String, before: &Self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let [email, chat, phone] = CHANNEL_FIELDS.map(|fields| {
            let known = before.get(fields.kind).cloned().unwrap_or_default();
            Channel::from_fields(fields, &value, &known, &mut errors)
        });
        if errors.is_empty() { Ok(Self { email, chat, phone }) } else { Err(errors) }
    }

    /// What the fields of the form show.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let of = |fields: ChannelFields| {
            let channel = self.get(fields.kind).cloned().unwrap_or_default();
            let within = channel.within.map(duration::format).unwrap_or_default();
            let days = channel.day_fields(fields);
            let reader_zone = if channel.reader_zone { "yes".to_owned() } else { String::new() };
            let fields = [
                (fields.address, channel.address),
                (fields.within, within),
                (fields.reader_zone, reader_zone),
            ];
            fields.into_iter().chain(days)
        };
        CHANNEL_FIELDS.into_iter().flat_map(of).collect()
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first address that does not fit its channel.
    pub fn validate(&self) -> Result<(), String> {
        for fields in CHANNEL_FIELDS {
            let kind = fields.kind;
            let address = self.get(kind).map_or("", |channel| channel.address.as_str());
            parse_address(kind, address)
                .map_err(|_| format!("{kind}: {address:?} is no address of this kind"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::changed_form;

    fn channels() -> Channels {
        Channels {
            email: Channel { address: "hjalp@example.org".into(), ..Channel::default() },
            chat: Channel {
                address: "https://chat.example.org/hjalp".into(),
                within: Some(TimeDelta::minutes(5)),
                week: Some(WeeklyHours { monday: "09:00-16:00".parse().unwrap(), ..WeeklyHours::default() }),
                reader_zone: true,
            },
            ..Channels::default()
        }
    }

    fn read(before: &Channels, changes: &[(&str, &str)]) -> Result<Channels, FieldErrors> {
        Channels::from_fields(changed_form(before.to_fields(), changes), before)
    }

    #[test]
    fn a_week_that_the_form_does_not_show_in_full_is_kept_until_it_is_changed() {
        assert_eq!(read(&channels(), &[]), Ok(channels()), "open on Mondays alone");
        let changed =
            read(&channels(), &[("chat_weekdays", "10:00-15:00"), ("phone_address", "0771-12 34 56")]);
        let changed = changed.expect("is valid");
        let week = changed.chat.week.expect("its own");
        assert_eq!(
            (week.friday.to_string(), week.saturday.to_string()),
            ("10:00-15:00".into(), String::new())
        );
        assert_eq!(changed.phone.week, None, "as support");
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (field, value, problem) in [
            ("email_address", "hjalp", Problem::InvalidEmail),
            ("chat_address", "http://chat.example.org", Problem::InvalidUrl),
            ("chat_address", "javascript:alert(1)", Problem::InvalidUrl),
            ("phone_address", "ring oss", Problem::InvalidPhone),
            ("chat_within", "soon", Problem::InvalidDuration),
            ("phone_saturday", "ten to two", Problem::InvalidHours),
        ] {
            let errors = read(&channels(), &[(field, value)]).expect_err("must be refused");
            assert_eq!(errors.get(field), Some(&problem), "{value}");
        }
        let wrong = Channels { email: Channel { address: "x".into(), ..Channel::default() }, ..channels() };
        assert!(wrong.validate().is_err());
        assert_eq!(channels().validate(), Ok(()));
    }
}
