//! Locale names, `language[_COUNTRY][.charset][@modifier]` (gettext manual, "Locale
//! Names"), as the tags that they mean.

use std::borrow::Cow;

/// The scripts that glibc's locales name in a modifier, and their subtags.
pub(crate) const SCRIPTS: [(&str, &str); 4] =
    [("latin", "Latn"), ("cyrillic", "Cyrl"), ("arabic", "Arab"), ("devanagari", "Deva")];

/// Returns what a name is as a tag: without its charset, and with its modifier, which
/// is a script or a variant, in its place. A name that is a tag stays as it is.
pub(super) fn tag(name: &str) -> Cow<'_, str> {
    // No tag has either character.
    if !name.contains(['.', '@']) {
        return name.into();
    }
    let (base, modifier) = match name.split_once('@') {
        Some((base, modifier)) => (base, Some(modifier)),
        None => (name, None),
    };
    let base = base.split('.').next().unwrap_or(base);
    let script = SCRIPTS.iter().find(|(word, _)| Some(*word) == modifier);
    match (script, modifier) {
        (Some((_, script)), _) => {
            let (language, rest) = base.split_at(base.find(['_', '-']).unwrap_or(base.len()));
            format!("{language}-{script}{rest}").into()
        }
        // A currency is nothing that texts differ in.
        (None, None | Some("euro")) => base.into(),
        (None, Some(variant)) => format!("{base}-{variant}").into(),
    }
}
