//! Choices whose names are the library's.

use std::str::FromStr;

use bitext::pipeline::ExchangeFormat;
use bitext::tmx::{InlineStyle, Profile};
use bitext::{Error, Severity, Side};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) fn inline_styles() -> impl TypedValueParser<Value = InlineStyle> {
    choice(InlineStyle::ALL, InlineStyle::as_str, |style| match style {
        InlineStyle::Codes => "As elements with the native code inside",
        InlineStyle::Strip => "Left out: plain text",
        InlineStyle::Raw => "As text, the way the document writes them",
        _ => "",
    })
}

pub(super) fn sides() -> impl TypedValueParser<Value = Side> {
    choice(Side::ALL, Side::as_str, |side| match side {
        Side::Target => "The translation",
        Side::Source => "The original",
    })
}

/// Reads one of the names that a choice of the library has, and lists them in
/// the help, each with what `help` says of it.
pub(super) fn choice<T>(
    all: &'static [T],
    name: fn(T) -> &'static str,
    help: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + FromStr<Err = Error> + Send + Sync,
{
    let names = all.iter().map(|choice| {
        let name = PossibleValue::new(name(*choice));
        match help(*choice) {
            "" => name,
            help => name.help(help),
        }
    });
    PossibleValuesParser::new(names).try_map(|name| name.parse())
}

pub(super) fn formats() -> impl TypedValueParser<Value = ExchangeFormat> {
    choice(ExchangeFormat::ALL, ExchangeFormat::as_str, |format| match format {
        ExchangeFormat::Jsonl => "JSON Lines: one object a segment",
        ExchangeFormat::Tmx => "TMX 1.4b",
        ExchangeFormat::Xliff => "XLIFF 1.2",
        ExchangeFormat::Xliff2 => "XLIFF 2.1",
        ExchangeFormat::Po => "PO of GNU gettext",
        ExchangeFormat::Csv => "Comma-separated values",
        ExchangeFormat::Tsv => "Tab-separated values",
        ExchangeFormat::Moses => "Two plain text files and a file of ids",
        ExchangeFormat::Weblate => "The JSON of Weblate's memory",
        _ => "",
    })
}

pub(super) fn profiles() -> impl TypedValueParser<Value = Profile> {
    choice(Profile::ALL, Profile::as_str, |_| "")
}

pub(super) fn severities() -> impl TypedValueParser<Value = Severity> {
    choice(Severity::ALL, Severity::as_str, |_| "")
}
