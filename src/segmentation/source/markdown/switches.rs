//! Comments that switch the translation off and on again, each alone on its line.
//!
//! Besides those of this library they are those of mdpo and of the mdBook helpers.

/// What a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Switch {
    Off,
    On,
    /// Off for the next block alone.
    OffForNext,
}

const SWITCHES: [(&str, Switch); 10] = [
    ("bitext:off", Switch::Off),
    ("bitext:on", Switch::On),
    ("mdpo-disable", Switch::Off),
    ("mdpo-enable", Switch::On),
    ("mdpo-disable-next-line", Switch::OffForNext),
    ("mdpo-disable-next-block", Switch::OffForNext),
    ("i18n:skip-start", Switch::Off),
    ("i18n:skip-end", Switch::On),
    ("i18n:skip", Switch::OffForNext),
    ("mdbook-xgettext:skip", Switch::OffForNext),
];

/// Reads a line that is such a comment and nothing else.
pub(super) fn switch(line: &str) -> Option<Switch> {
    let comment = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    SWITCHES.iter().find(|(name, _)| *name == comment).map(|&(_, switch)| switch)
}
