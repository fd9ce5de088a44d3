//! How serde writes a text: its pieces, one object each.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CodedText, Piece};
use crate::inline::code::{Attribute, Code, CodeKind, CodeRole, Subflow};

/// A piece: `{"text":…}`, `{"text":…,"native":…}` or
/// `{"code":…,"role":…,"native":…}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PieceRecord<'a> {
    Code {
        code: CodeKind,
        role: CodeRole,
        #[serde(borrow)]
        native: Cow<'a, str>,
        #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
        equivalent: Option<Cow<'a, str>>,
        #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
        id: Option<Cow<'a, str>>,
        #[serde(borrow, default, rename = "type", skip_serializing_if = "Option::is_none")]
        type_name: Option<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "<[Subflow]>::is_empty")]
        subflows: Cow<'a, [Subflow]>,
        #[serde(default, skip_serializing_if = "<[Attribute]>::is_empty")]
        attributes: Cow<'a, [Attribute]>,
    },
    Escaped {
        #[serde(borrow)]
        text: Cow<'a, str>,
        #[serde(borrow)]
        native: Cow<'a, str>,
    },
    Text {
        #[serde(borrow)]
        text: Cow<'a, str>,
    },
}

impl<'a> From<Piece<'a>> for PieceRecord<'a> {
    fn from(piece: Piece<'a>) -> Self {
        match piece {
            Piece::Text(text) => PieceRecord::Text { text: text.into() },
            Piece::Escaped { text, native } => {
                PieceRecord::Escaped { text: text.into(), native: native.into() }
            }
            Piece::Code(code) => PieceRecord::Code {
                code: code.kind,
                role: code.role,
                native: code.native.into(),
                equivalent: code.equivalent.map(Cow::from),
                id: code.id.map(Cow::from),
                type_name: code.type_name.map(Cow::from),
                subflows: code.subflows.into(),
                attributes: code.attributes.into(),
            },
        }
    }
}

impl<'a> From<&'a PieceRecord<'_>> for Piece<'a> {
    fn from(record: &'a PieceRecord<'_>) -> Self {
        match record {
            PieceRecord::Text { text } => Piece::Text(text),
            PieceRecord::Escaped { text, native } => Piece::Escaped { text, native },
            PieceRecord::Code {
                code,
                role,
                native,
                equivalent,
                id,
                type_name,
                subflows,
                attributes,
            } => Piece::Code(Code {
                kind: *code,
                role: *role,
                native,
                equivalent: equivalent.as_deref(),
                id: id.as_deref(),
                type_name: type_name.as_deref(),
                subflows,
                attributes,
            }),
        }
    }
}

impl Serialize for CodedText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pieces().map(PieceRecord::from))
    }
}

impl<'de> Deserialize<'de> for CodedText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let records = Vec::<PieceRecord<'_>>::deserialize(deserializer)?;
        Ok(records.iter().map(Piece::from).collect())
    }
}
