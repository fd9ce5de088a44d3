//! Choices whose names are the library's.

use std::str::FromStr;

use bitext::exchange::InlineStyle;
use bitext::memory::{AccentMode, CaseMode, CodeMode, Effort, WordMode};
use bitext::pipeline::ExchangeFormat;
use bitext::segmentation::SourceFormat;
use bitext::tmx::Profile;
use bitext::unit::State;
use bitext::{Error, Metric, OnConflict, Severity, Side};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) fn inline_styles() -> impl TypedValueParser<Value = InlineStyle> {
    choice(InlineStyle::ALL, InlineStyle::as_str, |style| match style {
        InlineStyle::Codes => "As elements with the native code inside",
        InlineStyle::Strip => "Left out: plain text",
        InlineStyle::Raw => "As text, the way the document writes them",
        _ => "",
    })
}

pub(super) fn states() -> impl TypedValueParser<Value = State> {
    choice(State::ALL, State::as_str, |state| match state {
        State::Initial => "Not translated yet",
        State::NeedsReview => "Filled with something that a person must look at",
        State::Translated => "Translated",
        State::Reviewed => "Looked at by a second person",
        State::Final => "Ready to be published",
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

pub(super) fn source_formats() -> impl TypedValueParser<Value = SourceFormat> {
    choice(SourceFormat::ALL, SourceFormat::as_str, |_| "")
}

pub(super) fn profiles() -> impl TypedValueParser<Value = Profile> {
    choice(Profile::ALL, Profile::as_str, |_| "")
}

pub(super) fn severities() -> impl TypedValueParser<Value = Severity> {
    choice(Severity::ALL, Severity::as_str, |_| "")
}

pub(super) fn on_conflict() -> impl TypedValueParser<Value = OnConflict> {
    choice(OnConflict::ALL, OnConflict::as_str, |policy| match policy {
        OnConflict::Add => "Add the unit beside the other",
        OnConflict::Overwrite => "Put it in the place of the other",
        OnConflict::Keep => "Keep the other and leave it out",
        OnConflict::Newest => "Whichever was changed last",
        _ => "",
    })
}

pub(super) fn metrics() -> impl TypedValueParser<Value = Metric> {
    choice(Metric::ALL, Metric::as_str, |metric| match metric {
        Metric::Words => "Words, or characters of scripts without spaces, in any case",
        Metric::Characters => "Code points, in the case they have",
        _ => "",
    })
}

pub(super) fn efforts() -> impl TypedValueParser<Value = Effort> {
    choice(Effort::ALL, Effort::as_str, |effort| match effort {
        Effort::Complete => "Every match is found",
        Effort::Bounded => "Faster at low scores; some matches may be missing",
        _ => "",
    })
}

pub(super) fn word_modes() -> impl TypedValueParser<Value = WordMode> {
    choice(WordMode::ALL, WordMode::as_str, |words| match words {
        WordMode::Parts => "Also within words",
        WordMode::Whole => "Whole words only",
        _ => "",
    })
}

pub(super) fn case_modes() -> impl TypedValueParser<Value = CaseMode> {
    choice(CaseMode::ALL, CaseMode::as_str, |case| match case {
        CaseMode::Ignore => "In any case",
        CaseMode::Respect => "As written",
        _ => "",
    })
}

pub(super) fn accent_modes() -> impl TypedValueParser<Value = AccentMode> {
    choice(AccentMode::ALL, AccentMode::as_str, |accents| match accents {
        AccentMode::Respect => "As written",
        AccentMode::Ignore => "Without the accents of Latin, Greek and Cyrillic",
        _ => "",
    })
}

pub(super) fn code_modes() -> impl TypedValueParser<Value = CodeMode> {
    choice(CodeMode::ALL, CodeMode::as_str, |codes| match codes {
        CodeMode::Ignore => "Also across inline codes",
        CodeMode::Respect => "Without codes inside",
        _ => "",
    })
}
