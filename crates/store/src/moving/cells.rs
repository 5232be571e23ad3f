//! Values by the type of their column: read from either engine, checked, hashed in a form that both give alike, and bound as
//! arrays, one for each column.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{ColumnIndex, Decode, Row, Type, query::Query, types::Json};
use sqlx_postgres::{PgArguments, Postgres};
use uuid::Uuid;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Integer,
    Boolean,
    Text,
    Json,
    Time,
}

impl Kind {
    /// The kind of a type of `PostgreSQL`; `None` where the schema has not used it so far.
    pub fn parse(type_name: &str) -> Option<Self> {
        let kinds = [Self::Id, Self::Integer, Self::Boolean, Self::Text, Self::Json, Self::Time];
        kinds.into_iter().find(|kind| kind.type_name() == type_name)
    }

    /// The name of the type in `PostgreSQL`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Id => "uuid",
            Self::Integer => "int8",
            Self::Boolean => "bool",
            Self::Text => "text",
            Self::Json => "jsonb",
            Self::Time => "timestamptz",
        }
    }
}

/// A value of a column, as both engines give it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    Id(Uuid),
    Integer(i64),
    Boolean(bool),
    Text(String),
    Json(Json<Value>),
    /// With whole microseconds, which is what `PostgreSQL` keeps.
    Time(DateTime<Utc>),
}

/// Reads a value. Fails where it is not of the kind, which `SQLite` does not prevent.
pub(super) fn read<'r, R>(row: &'r R, index: usize, kind: Kind) -> sqlx::Result<Cell>
where
    R: Row,
    usize: ColumnIndex<R>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Json<Value>: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
{
    let cell = match kind {
        Kind::Id => row.try_get::<Option<Uuid>, _>(index)?.map(Cell::Id),
        Kind::Integer => row.try_get::<Option<i64>, _>(index)?.map(Cell::Integer),
        Kind::Boolean => row.try_get::<Option<bool>, _>(index)?.map(Cell::Boolean),
        Kind::Text => row.try_get::<Option<String>, _>(index)?.map(Cell::Text),
        Kind::Json => row.try_get::<Option<Json<Value>>, _>(index)?.map(Cell::Json),
        Kind::Time => {
            row.try_get::<Option<DateTime<Utc>>, _>(index)?.map(|time| Cell::Time(time.trunc_subsecs(6)))
        }
    };
    Ok(cell.unwrap_or(Cell::Null))
}

impl Cell {
    /// Why `PostgreSQL` would refuse the value.
    pub fn problem(&self) -> Option<&'static str> {
        let has_nul = match self {
            Self::Text(text) => text.contains('\0'),
            Self::Json(json) => contains_nul(&json.0),
            Self::Null | Self::Id(_) | Self::Integer(_) | Self::Boolean(_) | Self::Time(_) => false,
        };
        has_nul.then_some("holds the character NUL")
    }

    /// A number for the kind, and the value as bytes.
    fn encode(&self) -> (u8, Cow<'_, [u8]>) {
        match self {
            Self::Null => (0, Cow::Borrowed(&[])),
            Self::Id(id) => (1, Cow::Borrowed(id.as_bytes())),
            Self::Integer(number) => (2, Cow::Owned(number.to_be_bytes().to_vec())),
            Self::Boolean(value) => (3, Cow::Owned(vec![u8::from(*value)])),
            Self::Text(text) => (4, Cow::Borrowed(text.as_bytes())),
            Self::Json(json) => {
                let mut text = String::new();
                write_canonical(&json.0, &mut text);
                (5, Cow::Owned(text.into_bytes()))
            }
            Self::Time(time) => (6, Cow::Owned(time.timestamp_micros().to_be_bytes().to_vec())),
        }
    }
}

/// As an operator finds the row again.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Id(id) => write!(f, "{id}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Text(text) => write!(f, "{:?}", text.chars().take(60).collect::<String>()),
            Self::Json(json) => write!(f, "{}", json.0),
            Self::Time(time) => write!(f, "{}", time.to_rfc3339()),
        }
    }
}

fn contains_nul(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(contains_nul),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || contains_nul(value))
        }
    }
}

/// JSON with sorted names, and whole numbers without fraction and exponent, as `JSONB` gives them.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(0.0) => text.push('0'),
            Some(float) if float.fract() == 0.0 => {
                // cannot fail
                let _ = write!(text, "{float:.0}");
            }
            _ => text.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.iter().collect();
            names.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in names {
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

/// The number of rows, and a hash of them that does not depend on their order: the sum of the SHA-256 of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub rows: u64,
    sum: [u64; 4],
}

impl Contents {
    pub fn add(&mut self, cells: &[Cell]) {
        let mut hasher = Sha256::new();
        for cell in cells {
            let (kind, bytes) = cell.encode();
            hasher.update([kind]);
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        self.rows += 1;
        for (sum, part) in self.sum.iter_mut().zip(hasher.finalize().chunks_exact(8)) {
            let part = part.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
            *sum = sum.wrapping_add(part);
        }
    }
}

type Insert<'q> = Query<'q, Postgres, PgArguments>;

/// Binds the values of a column as an array.
pub(super) fn bind(query: Insert<'_>, kind: Kind, cells: Vec<Cell>) -> Insert<'_> {
    macro_rules! array {
        ($kind:ident) => {{
            let value = |cell| if let Cell::$kind(value) = cell { Some(value) } else { None };
            query.bind(cells.into_iter().map(value).collect::<Vec<_>>())
        }};
    }
    match kind {
        Kind::Id => array!(Id),
        Kind::Integer => array!(Integer),
        Kind::Boolean => array!(Boolean),
        Kind::Text => array!(Text),
        Kind::Json => array!(Json),
        Kind::Time => array!(Time),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn contents(rows: &[&[Cell]]) -> Contents {
        let mut contents = Contents::default();
        for row in rows {
            contents.add(row);
        }
        contents
    }

    #[test]
    fn the_order_of_rows_does_not_count_and_all_else_does() {
        let [a, b] = ["a", "b"].map(|text| Cell::Text(text.into()));
        let both = contents(&[std::slice::from_ref(&a), std::slice::from_ref(&b)]);
        assert_eq!(both, contents(&[std::slice::from_ref(&b), std::slice::from_ref(&a)]));
        assert_ne!(both, contents(&[std::slice::from_ref(&a), std::slice::from_ref(&a)]));
        assert_ne!(contents(&[&[a.clone(), Cell::Null]]), contents(&[&[Cell::Null, a]]));
    }

    #[test]
    fn json_is_the_same_in_whatever_form_it_comes() {
        let text = |json: &str| {
            let mut text = String::new();
            write_canonical(&serde_json::from_str(json).expect("JSON"), &mut text);
            text
        };
        assert_eq!(
            text(r#"{"b": 1.0, "a": [1e2, 1e17, -0.0]}"#),
            text(r#"{"a":[100,100000000000000000,0],"b":1}"#)
        );
        assert_ne!(text(r#"{"a": 1.5}"#), text(r#"{"a": 1}"#));
        assert_ne!(text(r#"["a", "b"]"#), text(r#"["a,b"]"#));
    }

    #[test]
    fn nul_is_found_wherever_it_is() {
        let json = |value: Value| Cell::Json(Json(value)).problem();
        assert!(json(json!({ "a": ["x", { "b": "\0" }] })).is_some());
        assert!(json(json!({ "a\0": 1 })).is_some());
        assert!(json(json!({ "a": "\\u0000" })).is_none(), "these are six characters");
        assert!(Cell::Text("a\0".into()).problem().is_some());
    }
}
